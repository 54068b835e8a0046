using System.Net;
using System.Text.RegularExpressions;
using Carnet.Domain.Documents;
using Carnet.Server.Demo;
using Carnet.Server.Endpoints.Soap;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform.Hosting;
using Carnet.Tests.Portals;
using Carnet.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Doors;

/// <summary>Every route and operation of the house, as the endpoint table gives them; one without a line here fails.</summary>
/// <remarks>
/// Whoever adds a door says here who may knock. A route with somebody else's number in it must answer what it answers to
/// a number that nobody has.
/// </remarks>
public sealed partial class RouteTableTests(WholeTown town) : IClassFixture<WholeTown>
{
    /// <summary>Who may knock.</summary>
    private enum Knock
    {
        /// <summary>Anybody: nothing of a person lies behind it.</summary>
        Anybody,

        /// <summary>Needs a session; without one the answer is the way to the login.</summary>
        Session,

        /// <summary>Needs a card, checked by the SOAP door itself.</summary>
        Card,

        /// <summary>Needs a card in a browser, and an access for one person that it opened; see ContextualDoorTests.</summary>
        CardPage,

        /// <summary>Loopback only, without content.</summary>
        Operator,
    }

    private static readonly Dictionary<string, Knock> Table = File.ReadAllLines(Path.Combine(Corpus.Repository, "tests", "routes.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0], cells => Enum.Parse<Knock>(cells[1]));

    [Fact]
    public void Every_route_has_its_line()
    {
        var found = Routes().Select(Name).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], found.Except(Table.Keys).Order(StringComparer.Ordinal));
        Assert.Equal([], Table.Keys.Except(found).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_route_stands_behind_the_door_of_its_line()
    {
        foreach (var route in Routes())
        {
            var expected = Table[Name(route)] switch
            {
                Knock.Card => ListeningDoor.Soap,
                Knock.CardPage => ListeningDoor.Card,
                Knock.Operator => ListeningDoor.Operations,
                _ => ListeningDoor.Portals,
            };
            Assert.Equal(expected, route.Metadata.GetMetadata<DoorMetadata>()?.Door);
        }
    }

    [Fact]
    public async Task Whoever_has_no_session_is_sent_to_the_login_and_sees_nothing()
    {
        using var stranger = new Browser(town.Portals);
        foreach (var route in Routes().Where(route => Table[Name(route)] is Knock.Session))
        {
            var path = Filled(route, "0193e5a0-0000-7000-8000-000000000001");
            foreach (var method in Methods(route))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative))
                {
                    Content = method == "GET" ? null : new FormUrlEncodedContent([]),
                };
                using var answer = await stranger.SendAsync(request);
                Assert.True(
                    answer.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.Found or HttpStatusCode.BadRequest
                        && (answer.Headers.Location?.OriginalString.StartsWith("/connexion", StringComparison.Ordinal) ?? true),
                    $"{method} {path}: {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }
    }

    [Fact]
    [Trait("rule", "V-6")]
    public async Task V_6_somebody_elses_number_is_answered_like_nobodys_at_every_route()
    {
        var (mine, theirs) = (DemoPeople.Patient("bastien-landouarec"), DemoPeople.Patient("ines-rozenvel"));
        var number = await DocumentOfAsync(theirs);
        using var browser = await town.EnterAsync(mine);
        var tried = 0;
        foreach (var route in Routes().Where(route => Table[Name(route)] is Knock.Session && HasNumber(route)))
        {
            foreach (var method in Methods(route))
            {
                var unknown = await AskAsync(browser, method, Filled(route, Guid.CreateVersion7().ToString()));
                var swapped = await AskAsync(browser, method, Filled(route, number.ToString()));
                Assert.Equal(unknown, swapped);
                Assert.DoesNotContain("200\n", swapped[..4], StringComparison.Ordinal);
                tried++;
            }
        }

        Assert.True(tried >= 5, $"only {tried} routes carry a number");
        Assert.Equal(number, await DocumentOfAsync(theirs));
    }

    [Fact]
    public void Every_operation_of_the_SOAP_door_has_its_line()
    {
        using var scope = town.App.Services.CreateScope();
        var found = scope.ServiceProvider.GetServices<ISoapTransaction>().Select(known => $"{known.Service} {known.Action}")
            .Order(StringComparer.Ordinal);
        var listed = File.ReadAllLines(Path.Combine(Corpus.Repository, "tests", "operations.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').Order(StringComparer.Ordinal);
        Assert.Equal(listed, found);
    }

    // A form is sent with the person's own token, so that the answer is about the number and not about the form.
    private static async Task<string> AskAsync(Browser browser, string method, string path)
    {
        if (method == "GET")
        {
            return Blind(await Transcript.OfAsync(await browser.GetAsync(path)), path);
        }

        var token = (await browser.PageAsync("/accueil")).QuerySelector("input[name=jeton]")!.GetAttribute("value")!;
        return Blind(await Transcript.OfAsync(await browser.PostAsync(path, new Dictionary<string, string> { ["jeton"] = token })), path);
    }

    // The address itself may stand in the answer, e.g. in a form; what is compared is everything else.
    private static string Blind(string text, string path) => GuidText().Replace(text.Replace(path, "PATH", StringComparison.Ordinal), "NUMBER");

    private async Task<DocumentId> DocumentOfAsync(DemoPatient patient)
    {
        var person = town.Person(patient);
        await using var db = await town.OpenAsync();
        return (await db.Set<DocumentRow>().AsNoTracking()
            .Where(row => row.RecordId == person.Record && row.Status == DocumentStatus.Approved && row.Marks == Marks.None && !row.IsSignature)
            .OrderBy(row => row.DocumentId).FirstAsync()).DocumentId;
    }

    private IEnumerable<RouteEndpoint> Routes()
        => town.App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    // The address of a style sheet changes with its content.
    private static string Name(RouteEndpoint route)
        => StyleVersion().Replace($"{string.Join(',', Methods(route))} /{route.RoutePattern.RawText!.Trim('/')}", "/style/*/");

    private static IReadOnlyList<string> Methods(RouteEndpoint route)
        => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"];

    private static bool HasNumber(RouteEndpoint route) => route.RoutePattern.Parameters.Any(parameter => parameter.Name == "id");

    private static string Filled(RouteEndpoint route, string number)
        => "/" + Parameter().Replace(route.RoutePattern.RawText!.Trim('/'), match => match.Value.StartsWith("{id", StringComparison.Ordinal)
            ? number
            : match.Value.Contains("int", StringComparison.Ordinal) ? "1" : "x");

    [GeneratedRegex("/style/[0-9a-f]+/")]
    private static partial Regex StyleVersion();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex GuidText();
}
