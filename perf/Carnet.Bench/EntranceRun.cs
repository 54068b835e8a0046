using System.Diagnostics;
using Carnet.Bench.Load;
using Carnet.Bench.Report;
using Carnet.Bench.World;
using Carnet.Server.Demo;

namespace Carnet.Bench;

/// <summary>Whether the time of an answer at the entrance tells that somebody is known: login, recovery, opening (V-6).</summary>
/// <remarks>
/// Known and unknown are asked about in turn, each pair in the other order, with a rest between two, so that whatever else the
/// machine does falls on both alike. There are so many people that no budget of anybody is used up: a known one whose codes are
/// spent would be answered on a shorter way.
/// </remarks>
internal sealed class EntranceRun(ServerProcess server) : IDisposable
{
    private const int WarmUp = 20;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(40);

    private readonly PortalBrowser _browser = new(server.Portals);

    public async Task<IReadOnlyList<EqualTime>> MeasureAsync() =>
    [
        await CompareAsync("login, wrong password", "/connexion", rounds: 4, person => new()
        {
            ["identifiant"] = person.Login,
            ["mot-de-passe"] = "un mot de passe quelconque",
        }),
        await CompareAsync("recovery", "/mot-de-passe-oublie", rounds: 2, person => new() { ["identifiant"] = person.Login }),
        await CompareAsync("opening, number and traits", "/ouvrir/identite", rounds: 4, person => new()
        {
            ["numero"] = person.Ins,
            ["nom"] = person.BirthName,
            ["prenom"] = person.GivenNames[0],
            ["naissance"] = person.BirthDate.ToString("dd'/'MM'/'yyyy", null),
            ["sexe"] = person.Sex,
        }),
    ];

    public void Dispose() => _browser.Dispose();

    private async Task<EqualTime> CompareAsync(string name, string path, int rounds, Func<DemoPatient, Dictionary<string, string>> fill)
    {
        var hidden = PortalBrowser.Hidden(await _browser.GetAsync(path), path);
        foreach (var stranger in Knockers.Strangers.Take(WarmUp))
        {
            await TimeAsync(path, hidden, fill(stranger));
        }

        List<double> known = [], unknown = [];
        foreach (var (pair, turn) in Enumerable.Repeat(Knockers.Known.Zip(Knockers.Strangers), rounds).SelectMany(all => all).Select((pair, turn) => (pair, turn)))
        {
            var knownFirst = turn % 2 == 0;
            var first = await TimeAsync(path, hidden, fill(knownFirst ? pair.First : pair.Second));
            var second = await TimeAsync(path, hidden, fill(knownFirst ? pair.Second : pair.First));
            known.Add(knownFirst ? first : second);
            unknown.Add(knownFirst ? second : first);
        }

        return EqualTime.Of(name, known, unknown);
    }

    private async Task<double> TimeAsync(string path, Dictionary<string, string> hidden, Dictionary<string, string> fields)
    {
        await Task.Delay(Rest);
        var watch = Stopwatch.StartNew();
        await _browser.PostAsync(path, new(hidden.Concat(fields)));
        return watch.Elapsed.TotalMilliseconds;
    }
}
