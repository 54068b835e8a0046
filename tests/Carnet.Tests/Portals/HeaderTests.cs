using System.Net;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform.Hosting;
using Carnet.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Portals;

public sealed class HeaderTests(PortalServer server) : IClassFixture<PortalServer>
{
    // Lines of the route table, e.g. "GET /regles  Anybody".
    private static readonly HashSet<string> Public =
    [
        .. File.ReadLines(Path.Combine(Corpus.Repository, "tests", "routes.txt"))
            .Where(line => line.EndsWith("  Anybody", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]),
    ];

    [Fact]
    public async Task Every_route_of_the_portal_is_known_here_and_the_others_ask_for_a_session()
    {
        using var browser = server.Browse();
        foreach (var (method, path) in Routes())
        {
            if (Public.Contains(path) || path.StartsWith("/style/", StringComparison.Ordinal))
            {
                continue;
            }

            using var request = new HttpRequestMessage(method, path);
            var answer = await browser.SendAsync(request);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal("/connexion", answer.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task Every_answer_of_every_route_carries_the_headers()
    {
        var paper = (await People.OpenAsync(server.App.Services, 21,
            known: new Credentials("en-tetes", "quatre mots sans lien entre eux"), temporary: false)).Credentials;
        using var stranger = server.Browse();
        using var person = server.Browse();
        await person.LogInAsync(paper.Login, paper.Password);
        List<string> paths = [.. Routes().Where(route => route.Method == HttpMethod.Get).Select(route => route.Path),
            "/n-existe-pas", "/si-dmp-server/v2/services/registry", "/demo/../demo/rien"];
        foreach (var path in paths)
        {
            foreach (var browser in new[] { stranger, person })
            {
                var answer = await browser.GetAsync(path);
                Assert.Contains("default-src 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
                Assert.DoesNotContain("unsafe", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
                Assert.Contains("frame-ancestors 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
                Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
                Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
                Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
                Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
                Assert.Equal(
                    path.StartsWith("/style/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-store",
                    Header(answer, "Cache-Control"));
                Assert.False(answer.Headers.Contains("Server"));
            }
        }
    }

    [Fact]
    public async Task No_page_has_an_inline_script_or_style_or_anything_of_elsewhere()
    {
        var paper = (await People.OpenAsync(server.App.Services, 22,
            known: new Credentials("sans-script", "quatre mots sans lien entre eux"), temporary: false)).Credentials;
        using var person = server.Browse();
        await person.LogInAsync(paper.Login, paper.Password);
        foreach (var path in Routes().Where(route => route.Method == HttpMethod.Get).Select(route => route.Path))
        {
            var page = await person.PageAsync(path);
            Assert.Empty(page.QuerySelectorAll("script:not([src^='/style/']), script:not(:empty), style, [style], iframe, object, embed"));
            Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute =>
                attribute.Name.StartsWith("on", StringComparison.Ordinal)
                || (attribute.Name is "href" or "src" or "action" && attribute.Value.Contains("//", StringComparison.Ordinal)));
            if (page.QuerySelector("main") is not null)
            {
                Assert.Single(page.QuerySelectorAll("h1"));
                Assert.Equal("fr", page.DocumentElement.GetAttribute("lang"));
            }
        }
    }

    [Fact]
    public async Task V_6_unknown_addresses_and_documents_are_the_same_bytes()
    {
        var paper = (await People.OpenAsync(server.App.Services, 23,
            known: new Credentials("memes-octets", "quatre mots sans lien entre eux"), temporary: false)).Credentials;
        using var person = server.Browse();
        await person.LogInAsync(paper.Login, paper.Password);
        var unknown = await Transcript.OfAsync(await person.GetAsync("/n-existe-pas"));
        foreach (var path in new[]
        {
            "/documents/0193e5a0-0000-7000-8000-000000000001", "/documents/0193e5a0-0000-7000-8000-000000000001/original",
            "/documents/0193e5a0-0000-7000-8000-000000000001/contenu", "/documents/0193e5a0-0000-7000-8000-000000000001/image/1",
            "/documents/espace/rien", "/documents/pas-un-numero",
        })
        {
            Assert.Equal(unknown, await Transcript.OfAsync(await person.GetAsync(path)));
        }
    }

    private static string? Header(HttpResponseMessage answer, string name)
        => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private IEnumerable<(HttpMethod Method, string Path)> Routes()
        => from endpoint in server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.Metadata.GetMetadata<DoorMetadata>()?.Door is ListeningDoor.Portals
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
           select (HttpMethod.Parse(method), (endpoint.RoutePattern.RawText ?? "")
               .Replace("{id:guid}", "0193e5a0-0000-7000-8000-000000000001", StringComparison.Ordinal)
               .Replace("{number:int}", "1", StringComparison.Ordinal)
               .Replace("{slug}", "synthese", StringComparison.Ordinal));
}
