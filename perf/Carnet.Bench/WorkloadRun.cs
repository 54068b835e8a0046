using System.Security.Cryptography.X509Certificates;
using Carnet.Bench.Limits;
using Carnet.Bench.Load;
using Carnet.Bench.Messages;
using Carnet.Bench.Report;
using Carnet.Bench.World;

namespace Carnet.Bench;

/// <summary>One workload against the running server: warm-up, then the run, then the limit beside it.</summary>
internal sealed class WorkloadRun(
    Workload workload, ServerProcess server, Cluster? cluster, RawDatabase? raw, Town town, IReadOnlyList<string> documents,
    BenchOptions options, string folder)
{
    /// <summary>So many tokens are signed in time to be sent while they are fresh.</summary>
    private const int MostMessages = 12_000;

    /// <summary>Until the server has compiled for good what it does most.</summary>
    private const int WarmUpMessages = 3_000;
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2.5);

    private readonly Requests _requests = new(town);
    private bool _isWarm;

    private X509Certificate2 Card => (workload is Workload.Iti41 ? town.HospitalCard : town.DoctorCard).Authentication;

    public Measurement Measure(int clients)
    {
        using var load = new LoadRun(server.Door, Card, clients);
        var warm = load.Send(Requests.Many(WarmUpMessages, Build), _isWarm ? WarmUp : FirstWarmUp, IsRight);
        _isWarm = true;
        Require(warm);
        var expected = (int)(warm.PerSecond * options.Length.TotalSeconds * 1.4) + 100;
        var messages = Requests.Many(Math.Min(expected, MostMessages), Build);
        var syncs = DiskSync.PerSecond(folder);
        GC.Collect();
        var before = Clock();
        var result = load.Send(messages, options.Length, IsRight);
        var after = Clock();
        var memory = ProcessClock.Resident(server.ProcessId);
        Require(result);
        var limit = workload switch
        {
            Workload.Iti41 => raw?.Document(clients),
            Workload.Iti18 => raw?.Find(clients),
            Workload.Iti43 => null,
        };
        return new Measurement(
            workload, clients, result.PerSecond, result.Median.TotalMilliseconds, result.Slow.TotalMilliseconds,
            result.Errors, (after.Server - before.Server) / result.Answers,
            cluster is null ? null : (after.Database - before.Database) / result.Answers, memory, limit, syncs);
    }

    private byte[] Build(int index) => workload switch
    {
        Workload.Iti41 => _requests.Deposit(BenchPatients.All[1 + (index % (BenchPatients.All.Count - 1))], BenchDocuments.NewOid()),
        Workload.Iti18 => _requests.Find(BenchPatients.Searched),
        Workload.Iti43 => _requests.Retrieve(BenchPatients.Searched, documents[index % documents.Count]),
    };

    // All 50 documents, or all 20 kB: a short answer is a wrong one.
    private bool IsRight(HttpAnswer answer) => answer.IsSoapSuccess && workload switch
    {
        Workload.Iti41 => true,
        Workload.Iti18 => answer.Bytes.Count("<rim:ExtrinsicObject"u8) == documents.Count,
        Workload.Iti43 => answer.Bytes.Length > BenchDocuments.Size * 9 / 10,
    };

    private (double Server, double Database) Clock() => (
        ProcessClock.Processor(server.ProcessId), cluster is null ? 0 : ProcessClock.ProcessorOfFamily(cluster.ProcessId));

    private void Require(LoadResult result)
    {
        if (result.FirstError is { } error)
        {
            Console.Error.WriteLine($"{workload}: {result.Errors} of {result.Errors + result.Answers} answers are wrong, the first:\n{error}");
        }

        server.RequireAlive();
    }
}
