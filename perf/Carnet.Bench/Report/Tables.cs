using System.Globalization;
using System.Text;

namespace Carnet.Bench.Report;

/// <summary>The results as Markdown, which reads well on a terminal too.</summary>
internal static class Tables
{
    private const string Begin = "<!-- bench:begin -->";
    private const string End = "<!-- bench:end -->";

    public static string Write(IReadOnlyList<BackendResults> results)
    {
        var text = new StringBuilder();
        foreach (var backend in results)
        {
            Backend(text, backend);
        }

        return text.ToString();
    }

    /// <summary>Puts the results in their place in the page.</summary>
    public static void Publish(string page, string tables)
    {
        var text = File.ReadAllText(page);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{page} has no place for the results.");
        }

        File.WriteAllText(page, string.Create(CultureInfo.InvariantCulture,
            $"{text[..(begin + Begin.Length)]}\nMeasured {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, ")
            + string.Create(CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} cores, .NET {Environment.Version}.\n\n{tables.TrimEnd()}\n{text[end..]}"));
    }

    private static void Backend(StringBuilder text, BackendResults results)
    {
        Line(text, $"### {(results.Backend is Bench.Backend.Sqlite ? "SQLite" : "PostgreSQL")}");
        Line(text, $"");
        Line(text, $"| | measured | goal of this version |");
        Line(text, $"|---|---|---|");
        Line(text, $"| start until the first right answer of the SOAP door | {results.Start.TotalSeconds:0.00} s | ≤ 2 s |");
        Line(text, $"| resident memory, idle | {results.Idle:0} MB | ≤ 150 MB |");
        Line(text, $"| first verification of a VIHF, one thread | {results.Token.TotalMilliseconds:0.000} ms | ≤ 0.2 ms |");
        Line(text, $"| masked and unknown document (ITI-43), medians of 500 each in turn | {results.Secrecy.Masked:0.00} and {results.Secrecy.Unknown:0.00} ms, {results.Secrecy.Difference:0.0 %} apart | ≤ 5 % |");
        if (results.Long is { } record)
        {
            Line(text, $"| list of a record with {record.Documents:N0} documents (ITI-18, numbers) | {record.Cost:0.0} ms of server CPU | ≤ 50 ms |");
        }

        Line(text, $"| empty request over mutual TLS, 8 clients | {results.EmptyPerSecond:0}/s, {results.EmptyCost:0.000} ms of server CPU | a limit |");
        Line(text, $"");
        if (results.Portal.Count > 0)
        {
            Line(text, $"| portal, record of 500 documents | first ms | p50 ms | p95 ms | kB of HTML |");
            Line(text, $"|---|---|---|---|---|");
            foreach (var page in results.Portal)
            {
                Line(text, $"| {page.Name} | {page.First:0.0} | {page.Median:0.0} | {page.Slow:0.0} | {page.Weight:0} |");
            }

            Line(text, $"");
        }

        if (results.Entrance.Count > 0)
        {
            Line(text, $"| entrance | tries of each | known, p50 ms | unknown, p50 ms | known took longer | Mann-Whitney z |");
            Line(text, $"|---|---|---|---|---|---|");
            foreach (var one in results.Entrance)
            {
                Line(text, $"| {one.Name} | {one.Tries} | {one.Known:0.00} | {one.Unknown:0.00} | {one.Share:0.000} | {one.Z:0.0} |");
            }

            Line(text, $"");
        }

        Line(text, $"| work | clients | requests/s | p50 ms | p99 ms | errors | server CPU ms | database CPU ms | memory MB | raw PostgreSQL | ratio | disk syncs/s |");
        Line(text, $"|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var one in results.Measurements)
        {
            Line(text, $"| {Name(one.Workload)} | {one.Clients} | {one.PerSecond:0} | {one.Median:0.0} | {one.Slow:0.0} | {one.Errors} | {one.Server:0.00} | {Optional(one.Database, "0.00")} | {one.Memory:0} | {Optional(one.Raw?.PerSecond, "0")}{Optional(one.Raw?.DatabaseMilliseconds, " (0.00 ms)")} | {Optional(one.PerSecond / one.Raw?.PerSecond, "0 %")} | {one.Syncs:0} |");
        }

        Line(text, $"");
    }

    private static string Name(Workload workload) => workload switch
    {
        Workload.Iti41 => "ITI-41, 20 kB",
        Workload.Iti18 => "ITI-18, 50 documents",
        Workload.Iti43 => "ITI-43, 20 kB",
        Workload.Iti57 => "ITI-57, archive or unarchive",
        Workload.Td02 => "TD0.2",
        Workload.Td03 => "TD0.3",
        Workload.Mixed => "mixed day",
    };

    private static string Optional(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static void Line(StringBuilder text, FormattableString line)
        => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
