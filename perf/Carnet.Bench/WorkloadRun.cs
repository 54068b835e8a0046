using System.Security.Cryptography.X509Certificates;
using Carnet.Bench.Limits;
using Carnet.Bench.Load;
using Carnet.Bench.Messages;
using Carnet.Bench.Report;
using Carnet.Bench.World;
using Carnet.Server.Demo;

namespace Carnet.Bench;

/// <summary>One workload against the running server: warm-up, then the run, then the limit beside it.</summary>
internal sealed class WorkloadRun(
    Workload workload, ServerProcess server, Cluster? cluster, RawDatabase? raw, Town town, IReadOnlyList<string> documents,
    BenchOptions options, string folder)
{
    /// <summary>So many tokens are signed in time to be sent while they are fresh.</summary>
    private const int MostMessages = 60_000;

    /// <summary>Until the server has compiled for good what it does most.</summary>
    private const int WarmUpMessages = 3_000;
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2.5);

    /// <summary>Documents that are archived and taken back, each once in a run.</summary>
    private const int Archivable = 1_000;
    private static readonly TimeSpan UntilAllAreSent = TimeSpan.FromMinutes(4);

    private readonly Requests _requests = new(town);
    private readonly List<(DemoPatient Patient, string Entry)> _archivable = [];
    private bool _isWarm;

    private X509Certificate2 Card => (workload is Workload.Iti41 ? town.HospitalCard : town.DoctorCard).Authentication;

    public Measurement Measure(int clients)
    {
        using var load = new LoadRun(server.Door, Card, clients);
        var (messages, length) = workload is Workload.Iti57 ? ArchiveFirst(load) : WarmUpFirst(load);
        var syncs = DiskSync.PerSecond(folder);
        GC.Collect();
        using var memory = new MemoryWatch(server.ProcessId);
        var before = Clock();
        var result = load.Send(messages, length, IsRight);
        var after = Clock();
        Require(result);
        var limit = workload switch
        {
            Workload.Iti41 => raw?.Document(clients),
            Workload.Iti18 => raw?.Find(clients),
            _ => (RawRate?)null,
        };
        return new Measurement(
            workload, clients, result.PerSecond, result.Median.TotalMilliseconds, result.Slow.TotalMilliseconds,
            result.Errors, (after.Server - before.Server) / result.Answers,
            cluster is null ? null : (after.Database - before.Database) / result.Answers, memory.Mean, limit, syncs);
    }

    private (byte[][] Messages, TimeSpan Length) WarmUpFirst(LoadRun load)
    {
        var warm = load.Send(Requests.Many(WarmUpMessages, Build), _isWarm ? WarmUp : FirstWarmUp, IsRight);
        _isWarm = true;
        Require(warm);
        var expected = (int)(warm.PerSecond * options.Length.TotalSeconds * 1.4) + 100;
        return (Requests.Many(Math.Min(expected, MostMessages), Build), options.Length);
    }

    // A status changes once: every document is archived to warm up and taken back in the run, however long that takes.
    private (byte[][] Messages, TimeSpan Length) ArchiveFirst(LoadRun load)
    {
        if (_archivable.Count == 0)
        {
            _archivable.AddRange(Enumerable.Range(0, Archivable).Select(index => (Fed(index), $"urn:uuid:{Guid.CreateVersion7()}")));
            Require(load.Send(Requests.Many(Archivable, index => _requests.DepositByDoctor(
                _archivable[index].Patient, BenchDocuments.NewOid(), _archivable[index].Entry)),
                UntilAllAreSent, answer => answer.IsSoapSuccess));
        }

        Require(load.Send(Requests.Many(Archivable, index => Archive(index, back: false)), UntilAllAreSent, IsRight));
        return (Requests.Many(Archivable, index => Archive(index, back: true)), UntilAllAreSent);
    }

    private byte[] Archive(int index, bool back) => _requests.Archive(_archivable[index].Patient, _archivable[index].Entry, back);

    private static DemoPatient Fed(int index) => BenchPatients.All[1 + (index % (BenchPatients.All.Count - 1))];

    private byte[] Mixed(int index) => (index % 20) switch
    {
        < 12 => _requests.DepositByDoctor(Fed(index), BenchDocuments.NewOid(), $"urn:uuid:{Guid.CreateVersion7()}"),
        < 17 => _requests.Find(BenchPatients.Searched),
        < 19 => _requests.Retrieve(BenchPatients.Searched, documents[index % documents.Count]),
        _ => _requests.Exists(Fed(index)),
    };

    private byte[] Build(int index) => workload switch
    {
        Workload.Iti41 => _requests.Deposit(Fed(index), BenchDocuments.NewOid()),
        Workload.Iti18 => _requests.Find(BenchPatients.Searched),
        Workload.Iti43 => _requests.Retrieve(BenchPatients.Searched, documents[index % documents.Count]),
        Workload.Iti57 => Archive(index, back: true),
        Workload.Td02 => _requests.Exists(Fed(index)),
        Workload.Td03 => _requests.Allow(Fed(index), remove: index / (BenchPatients.All.Count - 1) % 2 == 1),
        Workload.Mixed => Mixed(index),
    };

    // All 50 documents, or all 20 kB: a short answer is a wrong one.
    private bool IsRight(HttpAnswer answer) => workload switch
    {
        Workload.Td02 => IsFound(answer),
        Workload.Td03 => answer.Status == 200 && answer.Bytes.IndexOf("DMPOk"u8) >= 0,
        Workload.Mixed => answer.IsSoapSuccess || IsFound(answer),
        _ => answer.IsSoapSuccess && IsWhole(answer),
    };

    private static bool IsFound(HttpAnswer answer)
        => answer.Status == 200 && answer.Bytes.IndexOf("queryResponseCode code=\"OK\""u8) >= 0;

    private bool IsWhole(HttpAnswer answer) => workload switch
    {
        Workload.Iti18 => answer.Bytes.Count("<rim:ExtrinsicObject"u8) == documents.Count,
        Workload.Iti43 => answer.Bytes.Length > BenchDocuments.Size * 9 / 10,
        _ => true,
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
