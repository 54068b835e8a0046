using System.CommandLine;
using System.Globalization;
using Carnet.Server.Cli.Lps;
using Carnet.Wire;

namespace Carnet.Server.Cli.Conformance;

/// <summary>How a trial ended.</summary>
internal enum Verdict
{
    Passed,

    /// <summary>Refused as it should be, under another code than the standard's.</summary>
    OtherCode,

    Failed,
}

/// <summary>One line of the report.</summary>
internal sealed record TrialLine(Trial Trial, Verdict Verdict, string Received);

/// <summary><c>carnet conformance</c>: runs the test plan of the DMP transactions against a server and reports.</summary>
internal static class ConformanceCommand
{
    public static Command Create()
    {
        var options = new LpsOptions(alone: true);
        var listen = new Option<bool>("--listen")
        {
            Description = "Ouvre un serveur de démonstration, note ce que votre client y montre du plan, et en rend compte à la fin (Ctrl-C)",
        };
        var journal = new Option<string?>("--journal") { Description = "Avec --listen, un fichier qui reçoit une ligne (JSON) par appel" };
        var command = new Command("conformance", "Déroule le plan d'essai des transactions du DMP contre un serveur (--url), ou écoute un client (--listen)")
        {
            listen, journal, ServeCommand.Data,
        };
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => parsed.GetValue(listen)
            ? ListenAsync(parsed.GetValue(ServeCommand.Data), parsed.GetValue(journal), ct)
            : LpsCommand.RunAsync(parsed, options, async desk =>
            {
                var lines = await RunAsync(new ConformanceBench(desk, TimeProvider.System), ct);
                Console.WriteLine(Report(lines));
                return lines.Any(line => line.Verdict is Verdict.Failed) ? ExitCodes.Refused : ExitCodes.Done;
            }));
        return command;
    }

    private static async Task<int> ListenAsync(string? data, string? journal, CancellationToken ct)
    {
        var record = new ConformanceRecord();
        await using var lines = journal is null ? null : new StreamWriter(journal, append: true);
        await ServeCommand.RunAsync(data, demo: true, services => services.AddSingleton<IStartupFilter>(
            new ConformanceListener(record, lines, Console.Error.WriteLine, TimeProvider.System)), ct);
        Console.WriteLine(record.Report());
        return ExitCodes.Done;
    }

    /// <summary>Every trial in its order; one that breaks off has failed and the next follows.</summary>
    public static async Task<IReadOnlyList<TrialLine>> RunAsync(ConformanceBench bench, CancellationToken ct)
    {
        List<TrialLine> lines = [];
        foreach (var trial in ConformancePlan.Trials)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                var result = await trial.RunAsync(bench);
                lines.Add(new TrialLine(trial, Judge(trial, result), result.Accepted ? "accepté" : result.Code));
            }
            catch (Exception broken) when (broken is WireFormatException or HttpRequestException or IOException)
            {
                lines.Add(new TrialLine(trial, Verdict.Failed, broken is WireFormatException ? broken.Message : "pas de réponse"));
            }
        }

        return lines;
    }

    /// <summary>The report as a table.</summary>
    public static string Report(IReadOnlyList<TrialLine> lines)
    {
        var rows = lines.Select(line => (string[])
        [
            line.Verdict switch { Verdict.Passed => "réussi", Verdict.OtherCode => "autre code", _ => "ÉCHEC" },
            line.Trial.Transaction, line.Trial.What,
            line.Trial.MustBeAccepted ? "accepté" : string.Join(" ou ", line.Trial.Codes), line.Received,
        ]).Prepend(["verdict", "transaction", "épreuve", "attendu", "reçu"]).ToList();
        var widths = Enumerable.Range(0, 5).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var table = rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join('\n', table)}\n\n{Count(Verdict.Passed)} réussies sur "
            + $"{lines.Count}, {Count(Verdict.OtherCode)} refus sous un autre code, {Count(Verdict.Failed)} échecs");

        int Count(Verdict verdict) => lines.Count(line => line.Verdict == verdict);
    }

    private static Verdict Judge(Trial trial, TrialResult result) => (trial.MustBeAccepted, result.Accepted) switch
    {
        (true, true) => Verdict.Passed,
        (false, false) => trial.Codes.Contains(result.Code) ? Verdict.Passed : Verdict.OtherCode,
        _ => Verdict.Failed,
    };
}
