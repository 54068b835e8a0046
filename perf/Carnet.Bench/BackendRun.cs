using System.Diagnostics;
using System.Net.Sockets;
using Carnet.Bench.Limits;
using Carnet.Bench.Load;
using Carnet.Bench.Messages;
using Carnet.Bench.Report;
using Carnet.Bench.World;
using Carnet.Server.Demo;

namespace Carnet.Bench;

/// <summary>All measurements with one database: a world of its own, made, measured and thrown away.</summary>
internal sealed class BackendRun(Backend backend, BenchOptions options, string folder)
{
    private const int SearchedDocuments = 50;
    private const int EmptyClients = 8;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EmptyLength = TimeSpan.FromSeconds(3);

    public async Task<BackendResults> RunAsync()
    {
        using var cluster = backend is Backend.PostgreSql ? Cluster.Start(Path.Combine(folder, "postgresql")) : null;
        var data = new ServerData(Path.Combine(folder, "carnet"), cluster?.CreateDatabase("carnet"));
        Directory.CreateDirectory(data.Folder);
        Progress($"making the demo world");
        var port = Ports.Free();
        using (var first = ServerProcess.Start(options.Server, data, port))
        {
            await first.WaitUntilReadyAsync();
        }

        Progress($"opening the records of the bench");
        await BenchPatients.OpenAsync(data, options.Entrance);
        using var town = new Town(data.Demo);
        var requests = new Requests(town);
        var watch = Stopwatch.StartNew();
        using var server = ServerProcess.Start(options.Server, data, port);
        FirstAnswer(server, requests, town, watch);
        var start = watch.Elapsed;
        await server.WaitUntilReadyAsync();
        await Task.Delay(Idle);
        var idle = ProcessClock.Resident(server.ProcessId);
        Progress($"started in {start.TotalSeconds:0.00} s, idle with {idle:0} MB");
        var documents = Prepare(server, requests, town);
        using var person = new PortalRun(server, requests, town);
        var portal = options.Portal ? await person.MeasureAsync() : [];
        using var entrance = new EntranceRun(server);
        var equal = options.Entrance ? await entrance.MeasureAsync() : [];
        var raw = cluster is null ? null : new RawDatabase(cluster);
        List<Measurement> measurements = [];
        foreach (var workload in options.Workloads)
        {
            var run = new WorkloadRun(workload, server, cluster, raw, town, documents, options, folder);
            foreach (var clients in options.Clients)
            {
                var measured = run.Measure(clients);
                measurements.Add(measured);
                Progress($"{workload}, {clients} clients: {measured.PerSecond:0}/s, {measured.Server:0.00} ms, {measured.Errors} errors");
            }
        }

        var secrecy = new SecrecyRun(server, requests, town).Measure();
        var longest = options.LongRecord ? new LongRecordRun(server, requests, town).Measure() : null;
        var (empty, cost) = Empty(server, town);
        return new BackendResults(
            backend, start, idle, empty, cost, FirstToken.Cost(requests, data.Demo), secrecy, longest, measurements)
        {
            Portal = portal,
            Entrance = equal,
        };
    }

    // A search by a doctor of the demo in a record of the demo: all parts of the server take part in the answer.
    private static void FirstAnswer(ServerProcess server, Requests requests, Town town, Stopwatch watch)
    {
        var question = requests.Find(DemoPeople.Patient("ines-rozenvel"));
        while (watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            try
            {
                using var connection = new SoapConnection(server.Door, town.DoctorCard.Authentication);
                var answer = connection.Send(question);
                if (!answer.IsSoapSuccess)
                {
                    throw new InvalidOperationException($"The first answer is wrong:\n{answer}");
                }

                return;
            }
            catch (Exception cause) when (cause is SocketException or IOException)
            {
                server.RequireAlive();
                Thread.Sleep(5);
            }
        }

        throw new TimeoutException("The SOAP door did not open.");
    }

    /// <summary>One record with exactly fifty documents, and a doctor who may read it; all through the door.</summary>
    private static List<string> Prepare(ServerProcess server, Requests requests, Town town)
    {
        List<string> documents = [.. Enumerable.Range(0, SearchedDocuments).Select(_ => BenchDocuments.NewOid())];
        using var hospital = new SoapConnection(server.Door, town.HospitalCard.Authentication);
        foreach (var document in documents)
        {
            if (hospital.Send(requests.Deposit(BenchPatients.Searched, document)) is { IsSoapSuccess: false } refused)
            {
                throw new InvalidOperationException($"A deposit was refused:\n{refused}");
            }
        }

        using var doctor = new SoapConnection(server.Door, town.DoctorCard.Authentication);
        var allowed = doctor.Send(requests.Allow(BenchPatients.Searched));
        return allowed.Status == 200
            ? documents
            : throw new InvalidOperationException($"The doctor was not allowed:\n{allowed}");
    }

    private static (double PerSecond, double Cost) Empty(ServerProcess server, Town town)
    {
        const int Most = 500_000;
        using var load = new LoadRun(server.Door, town.DoctorCard.Authentication, EmptyClients);
        var messages = new byte[Most][];
        Array.Fill(messages, HttpRequestBytes.Empty);
        load.Send(messages, EmptyLength / 3, answer => answer.Status == 405);
        var before = ProcessClock.Processor(server.ProcessId);
        var result = load.Send(messages, EmptyLength, answer => answer.Status == 405);
        return (result.PerSecond, (ProcessClock.Processor(server.ProcessId) - before) / result.Answers);
    }

    private void Progress(FormattableString text)
        => Console.Error.WriteLine($"{backend}: {text.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
}
