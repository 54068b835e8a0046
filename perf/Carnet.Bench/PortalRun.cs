using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Carnet.Bench.Load;
using Carnet.Bench.Messages;
using Carnet.Bench.Report;
using Carnet.Bench.World;
using Carnet.Server.Demo;

namespace Carnet.Bench;

/// <summary>The patient's portal with a record of 500 documents, one person on one connection.</summary>
/// <remarks>Times are those of the whole answer as a client on the same machine sees it, so the server's are below.</remarks>
internal sealed partial class PortalRun(ServerProcess server, Requests requests, Town town) : IDisposable
{
    private const int Documents = 500;
    private const int WarmUp = 40;
    private const int Rounds = 200;

    private readonly HttpClient _browser = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = server.Portals,
    };

    public async Task<IReadOnlyList<PortalPage>> MeasureAsync()
    {
        var person = DemoPeople.Patient("yuna-bodermadec");
        using (var hospital = new SoapConnection(server.Door, town.HospitalCard.Authentication))
        {
            for (var number = 0; number < Documents; number++)
            {
                Require(hospital.Send(requests.Deposit(person, BenchDocuments.NewOid())).IsSoapSuccess, "A deposit was refused.");
            }
        }

        await LogInAsync(person);
        var list = await GetAsync("/documents");
        Require(list.Contains($"{Documents} documents", StringComparison.Ordinal), "The list does not have all documents.");
        var document = DocumentHref().Match(list).Groups[1].Value;
        var search = Hidden(list, "/documents/recherche");
        search["mots"] = "dyspnée kaliémie";
        search["espace"] = "";
        return
        [
            await TimeAsync("home", () => GetAsync("/accueil")),
            await TimeAsync("list, first page of ten", () => GetAsync("/documents")),
            await TimeAsync("document", () => GetAsync(document)),
            await TimeAsync("search in 500 contents, two words", () => PostAsync("/documents/recherche", search)),
        ];
    }

    public void Dispose() => _browser.Dispose();

    private static async Task<PortalPage> TimeAsync(string name, Func<Task<string>> ask)
    {
        var watch = Stopwatch.StartNew();
        var length = (await ask()).Length;
        var first = watch.Elapsed.TotalMilliseconds;
        var times = new double[Rounds];
        for (var round = -WarmUp; round < Rounds; round++)
        {
            watch.Restart();
            await ask();
            if (round >= 0)
            {
                times[round] = watch.Elapsed.TotalMilliseconds;
            }
        }

        Array.Sort(times);
        return new PortalPage(name, first, times[Rounds / 2], times[Rounds * 95 / 100], length / 1024.0);
    }

    private async Task LogInAsync(DemoPatient person)
    {
        var before = (await InboxAsync()).Count;
        var fields = Hidden(await GetAsync("/connexion"), "/connexion");
        fields["identifiant"] = person.Login;
        fields["mot-de-passe"] = person.Password;
        await PostAsync("/connexion", fields);
        var code = "";
        for (var round = 0; round < 200 && code.Length == 0; round++)
        {
            await Task.Delay(25);
            var inbox = await InboxAsync();
            code = inbox.Take(inbox.Count - before).Select(message => SixDigits().Match(message.GetProperty("body").GetString()!).Value)
                .FirstOrDefault(found => found.Length > 0) ?? "";
        }

        fields = Hidden(await GetAsync("/connexion/code"), "/connexion/code");
        fields["code"] = code;
        await PostAsync("/connexion/code", fields);
    }

    private async Task<IReadOnlyList<JsonElement>> InboxAsync()
        => [.. JsonDocument.Parse(await GetAsync("/demo/inbox.json")).RootElement.EnumerateArray()];

    private async Task<string> GetAsync(string path)
    {
        using var answer = await _browser.GetAsync(new Uri(path, UriKind.Relative));
        Require(answer.StatusCode is HttpStatusCode.OK, $"A page was answered with {(int)answer.StatusCode}.");
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> PostAsync(string path, Dictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await _browser.PostAsync(new Uri(path, UriKind.Relative), form);
        Require(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther, $"A form was answered with {(int)answer.StatusCode}.");
        return await answer.Content.ReadAsStringAsync();
    }

    private static Dictionary<string, string> Hidden(string page, string action)
    {
        var form = Form().Matches(page).First(one => one.Value.Contains($"action=\"{action}\"", StringComparison.Ordinal)).Value;
        return HiddenField().Matches(form).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
    }

    private static void Require(bool right, string sentence)
    {
        if (!right)
        {
            throw new InvalidOperationException(sentence);
        }
    }

    [GeneratedRegex("href=\"(/documents/[0-9a-f-]{36})\"")]
    private static partial Regex DocumentHref();

    [GeneratedRegex("<form[^>]*>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
