using System.Diagnostics;
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

    private readonly PortalBrowser _browser = new(server.Portals);

    public async Task<IReadOnlyList<PortalPage>> MeasureAsync()
    {
        var person = BenchPatients.Online;
        using (var hospital = new SoapConnection(server.Door, town.HospitalCard.Authentication))
        {
            for (var number = 0; number < Documents; number++)
            {
                Require(hospital.Send(requests.Deposit(person, BenchDocuments.NewOid())).IsSoapSuccess, "A deposit was refused.");
            }
        }

        await LogInAsync(person);
        var list = await _browser.GetAsync("/documents");
        Require(list.Contains($"{Documents} documents", StringComparison.Ordinal), "The list does not have all documents.");
        var document = DocumentHref().Match(list).Groups[1].Value;
        var search = PortalBrowser.Hidden(list, "/documents/recherche");
        search["mots"] = "dyspnée kaliémie";
        search["espace"] = "";
        return
        [
            await TimeAsync("home", () => _browser.GetAsync("/accueil")),
            await TimeAsync("list, first page of ten", () => _browser.GetAsync("/documents")),
            await TimeAsync("document", () => _browser.GetAsync(document)),
            await TimeAsync("search in 500 contents, two words", () => _browser.PostAsync("/documents/recherche", search)),
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
        var fields = PortalBrowser.Hidden(await _browser.GetAsync("/connexion"), "/connexion");
        fields["identifiant"] = person.Login;
        fields["mot-de-passe"] = person.Password;
        await _browser.PostAsync("/connexion", fields);
        var code = "";
        for (var round = 0; round < 200 && code.Length == 0; round++)
        {
            await Task.Delay(25);
            var inbox = await InboxAsync();
            code = inbox.Take(inbox.Count - before).Select(message => SixDigits().Match(message.GetProperty("body").GetString()!).Value)
                .FirstOrDefault(found => found.Length > 0) ?? "";
        }

        fields = PortalBrowser.Hidden(await _browser.GetAsync("/connexion/code"), "/connexion/code");
        fields["code"] = code;
        await _browser.PostAsync("/connexion/code", fields);
    }

    private async Task<IReadOnlyList<JsonElement>> InboxAsync()
        => [.. JsonDocument.Parse(await _browser.GetAsync("/demo/inbox.json")).RootElement.EnumerateArray()];

    private static void Require(bool right, string sentence)
    {
        if (!right)
        {
            throw new InvalidOperationException(sentence);
        }
    }

    [GeneratedRegex("href=\"(/documents/[0-9a-f-]{36})\"")]
    private static partial Regex DocumentHref();

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
