using System.Globalization;
using System.Text.RegularExpressions;
using Carnet.Bench.World;

namespace Carnet.Bench.Limits;

/// <summary>What the database alone does of the same work.</summary>
internal sealed record RawRate(double PerSecond, double DatabaseMilliseconds);

/// <summary>The scripts of <c>perf/limits</c>, run by pgbench on the cluster of the run.</summary>
internal sealed partial class RawDatabase
{
    private const string Name = "limits";
    private const string Seconds = "5";

    private readonly Cluster _cluster;

    public RawDatabase(Cluster cluster)
    {
        _cluster = cluster;
        cluster.CreateDatabase(Name);
        cluster.Client("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", Script("init"), Name);
    }

    /// <summary>One 20 kB document: content, metadata, index rows, trace, one commit.</summary>
    public RawRate Document(int clients) => Run("doctx", clients);

    /// <summary>The 50 metadata rows of one patient.</summary>
    public RawRate Find(int clients) => Run("find", clients);

    private RawRate Run(string script, int clients)
    {
        var before = ProcessClock.ProcessorOfFamily(_cluster.ProcessId);
        var said = _cluster.Client("pgbench", "-n", "-M", "prepared", "-c", clients.ToString(CultureInfo.InvariantCulture),
            "-j", "1", "-T", Seconds, "-f", Script(script), Name);
        Thread.Sleep(300); // until the sessions that have ended are counted with their parent
        var spent = ProcessClock.ProcessorOfFamily(_cluster.ProcessId) - before;
        return new RawRate(Number(Rate().Match(said)), spent / Number(Transactions().Match(said)));
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "limits", name + ".sql");

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"actually processed: (\d+)")]
    private static partial Regex Transactions();
}
