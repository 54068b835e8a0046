using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Antivirus;
using Carnet.Server.Platform.Outbox;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Tests.Features.Documents;

/// <summary>F-10: what is examined before anybody sees it, against a scanner that speaks clamd's protocol.</summary>
public sealed class QuarantineTests
{
    // Put together at run time, so that no scanner of a developer's machine takes this file away.
    private static readonly string Eicar = @"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + "$H+H*";

    private static readonly Caller.Operator Operator = new("Odile") { Origin = new Origin(Door.CommandLine) };

    [Theory, OnSqlite, OnPostgreSql]
    public async Task F_10_a_set_with_a_bad_document_is_refused_whole(string database)
    {
        await using var scanner = new FakeClamd();
        await using var house = await BuildAsync(database, scanner);
        var (ins, id) = await house.OpenRecordAsync();
        var author = Sample.Doctor(1);
        var lot = new Lot(ins, author).Add("11488-4").Add("11488-4", filling: Eicar);
        Assert.Equal("document.malicious", (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(author, lot.Request())).Code());
        await using var db = await house.OpenAsync();
        Assert.Equal(0, await db.Set<DocumentRow>().CountAsync());
        Assert.Equal((TraceOutcome.Invalid, "document.malicious"), (await house.TracesAsync(id))[^1] is var trace ? (trace.Outcome, trace.Code) : default);
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(author, new Lot(ins, author).Add("11488-4").Request())).Done();
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task F_10_while_the_scanner_is_away_a_document_is_as_absent_for_all_and_seen_after_its_examination(string database)
    {
        await using var scanner = new FakeClamd { Away = true };
        await using var house = await BuildAsync(database, scanner);
        var (ins, id) = await house.OpenRecordAsync();
        var (author, reader) = (Sample.Doctor(1), Sample.Doctor(2));
        foreach (var doctor in (Caller[])[author, reader])
        {
            (await house.RunAsync<SetAuthorisation, AuthorisationChange>(doctor, new SetAuthorisation(ins, Remove: false, TreatingRole: false))).Done();
        }

        var lot = new Lot(ins, author).Add("11488-4");
        var unique = lot.Drafts[0].UniqueId;
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(author, lot.Request())).Done();
        Assert.Contains(await house.TracesAsync(id), trace => trace.Code == "document.quarantined"); // the depositor is told
        foreach (var caller in (Caller[])[author, reader])
        {
            Assert.Empty((await house.RunAsync<FindDocuments, FoundDocuments>(caller, new FindDocuments(ins, DocumentCriteria.Approved))).Done().Documents);
            var read = (await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(caller, new ReadDocuments(ins, [unique, "1.2.3"]))).Done();
            Assert.All(read, answer => Assert.Null(answer.Content));
        }

        Assert.Empty((await house.RunAsync<ListDocuments, DocumentList>(Sample.Patient(id), new ListDocuments(WithOldVersions: true))).Done().Lines);
        Assert.Equal(0, await NewDocumentsAsync(house));
        Assert.False(Assert.Single((await house.RunAsync<ListQuarantine, IReadOnlyList<HeldDocument>>(Operator, new())).Done()).FoundBad);

        var job = house.Get<QuarantineJob>();
        Assert.Equal(1, await job.RunBatchAsync(house.Clock.GetUtcNow(), default)); // still away
        Assert.Equal(0, await job.RunBatchAsync(house.Clock.GetUtcNow(), default)); // not before the pause is over
        scanner.Away = false;
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await job.RunBatchAsync(house.Clock.GetUtcNow(), default));
        Assert.Single((await house.RunAsync<FindDocuments, FoundDocuments>(reader, new FindDocuments(ins, DocumentCriteria.Approved))).Done().Documents);
        Assert.Single((await house.RunAsync<ListDocuments, DocumentList>(Sample.Patient(id), new ListDocuments())).Done().Lines);
        Assert.Equal(1, await NewDocumentsAsync(house));
        Assert.Empty((await house.RunAsync<ListQuarantine, IReadOnlyList<HeldDocument>>(Operator, new())).Done());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task F_10_a_document_found_bad_waits_for_the_operator_and_the_replaced_one_stays(string database)
    {
        await using var scanner = new FakeClamd();
        await using var house = await BuildAsync(database, scanner);
        var (ins, id) = await house.OpenRecordAsync();
        var author = Sample.Doctor(1);
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(author, new Lot(ins, author).Add("11488-4").Request())).Done();
        DocumentRow first;
        await using (var db = await house.OpenAsync())
        {
            first = await db.Set<DocumentRow>().AsNoTracking().SingleAsync();
        }

        scanner.Away = true;
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(author,
            new Lot(ins, author).Add("11488-4", replaces: first.DocumentId.Value, filling: Eicar).Request())).Done();
        Assert.Equal(first.DocumentId, Assert.Single((await ListAsync(house, id)).Lines).Id);

        scanner.Away = false;
        var job = house.Get<QuarantineJob>();
        Assert.Equal(1, await job.RunBatchAsync(house.Clock.GetUtcNow(), default));
        house.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await job.RunBatchAsync(house.Clock.GetUtcNow(), default));
        var held = Assert.Single((await house.RunAsync<ListQuarantine, IReadOnlyList<HeldDocument>>(Operator, new())).Done());
        Assert.True(held.FoundBad);

        Assert.Equal("access.no-right", (await house.RunAsync<DecideQuarantine, DocumentId>(author, new(held.Id, Release: true))).Code());
        Assert.Equal("access.no-right", (await house.RunAsync<ListQuarantine, IReadOnlyList<HeldDocument>>(Sample.Patient(id), new())).Code());
        (await house.RunAsync<DecideQuarantine, DocumentId>(Operator, new(held.Id, Release: false))).Done();
        Assert.Equal("document.not-in-quarantine", (await house.RunAsync<DecideQuarantine, DocumentId>(Operator, new(held.Id, Release: true))).Code());
        Assert.Equal(first.DocumentId, Assert.Single((await ListAsync(house, id)).Lines).Id);
        Assert.Equal((TraceAct.Examine, ActorKind.Operator, "document.rejected"),
            (await house.TracesAsync(id)).Single(trace => trace.Act is TraceAct.Examine) is var line ? (line.Act, line.Actor, line.Code) : default);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task F_10_what_the_operator_releases_takes_the_place_of_the_replaced_one(string database)
    {
        await using var scanner = new FakeClamd();
        await using var house = await BuildAsync(database, scanner);
        var (ins, id) = await house.OpenRecordAsync();
        var author = Sample.Doctor(1);
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(author, new Lot(ins, author).Add("11488-4").Request())).Done();
        var first = Assert.Single((await ListAsync(house, id)).Lines).Id;
        scanner.Away = true;
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(author,
            new Lot(ins, author).Add("11488-4", replaces: first.Value).Request())).Done();
        var held = Assert.Single((await house.RunAsync<ListQuarantine, IReadOnlyList<HeldDocument>>(Operator, new())).Done());
        (await house.RunAsync<DecideQuarantine, DocumentId>(Operator, new(held.Id, Release: true))).Done();
        Assert.Equal(held.Id, Assert.Single((await ListAsync(house, id)).Lines).Id);
        Assert.Contains((await house.RunAsync<ListDocuments, DocumentList>(Sample.Patient(id), new ListDocuments(WithOldVersions: true))).Done().Lines,
            line => line.Id == first && line.Status is DocumentStatus.Deprecated);
    }

    [Theory]
    [InlineData("stream: OK\0", nameof(ScanVerdict.Clean))]
    [InlineData("stream: Eicar-Test-Signature FOUND\0", nameof(ScanVerdict.Bad))]
    [InlineData("INSTREAM size limit exceeded. ERROR\0", nameof(ScanVerdict.Unknown))]
    [InlineData("stream: OK and more\0", nameof(ScanVerdict.Unknown))]
    [InlineData("OK\0", nameof(ScanVerdict.Unknown))]
    [InlineData("", nameof(ScanVerdict.Unknown))]
    public async Task F_10_only_the_two_known_answers_are_a_verdict(string answer, string verdict)
    {
        await using var scanner = new FakeClamd { Answer = answer };
        var client = new ClamdClient(Options.Create(new AntivirusOptions { Address = scanner.Address }), TimeProvider.System);
        var content = new byte[200_000];
        Assert.Equal(verdict, (await client.ScanAsync(new MemoryStream(content), default)).ToString());
        Assert.Equal(content.Length, scanner.Received.Single());
    }

    [Fact]
    public void F_10_wrong_scanner_settings_are_named()
    {
        var validation = new AntivirusOptionsValidation();
        Assert.True(validation.Validate(null, new()).Succeeded);
        Assert.True(validation.Validate(null, new() { Address = "unix:/run/clamav/clamd.ctl" }).Succeeded);
        Assert.All((string[])["clamd", "tcp:localhost", "tcp::3310", "tcp:localhost:99999", "unix:relative"],
            address => Assert.Contains("Carnet:Antivirus:Address", validation.Validate(null, new() { Address = address }).FailureMessage, StringComparison.Ordinal));
    }

    private static Task<House> BuildAsync(string database, FakeClamd scanner)
        => House.BuildAsync(Enum.Parse<DatabaseProvider>(database), null, ("Antivirus:Address", scanner.Address));

    private static async Task<DocumentList> ListAsync(House house, Carnet.Domain.Records.RecordId id)
        => (await house.RunAsync<ListDocuments, DocumentList>(Sample.Patient(id), new ListDocuments())).Done();

    private static async Task<int> NewDocumentsAsync(House house)
    {
        await using var db = await house.OpenAsync();
        return await db.Set<OutboxRow>().CountAsync(row => row.Kind == NoticeKind.NewDocument);
    }

    /// <summary>Speaks INSTREAM; finds the EICAR string.</summary>
    private sealed class FakeClamd : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public FakeClamd()
        {
            _listener.Start();
            _serving = ServeAsync();
        }

        public string Address => $"tcp:127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public bool Away { get; set; }

        public string? Answer { get; init; }

        public ConcurrentQueue<int> Received { get; } = [];

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    if (!Away)
                    {
                        await ServeAsync(client.GetStream());
                    }
                }
            }
            catch (Exception stopped) when (stopped is SocketException or InvalidOperationException)
            {
                // While it waited, or between two scans.
            }
        }

        private async Task ServeAsync(NetworkStream stream)
        {
            try
            {
                var command = new byte[10];
                await stream.ReadExactlyAsync(command);
                Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
                using var content = new MemoryStream();
                var length = new byte[4];
                while (true)
                {
                    await stream.ReadExactlyAsync(length);
                    var count = BinaryPrimitives.ReadInt32BigEndian(length);
                    if (count == 0)
                    {
                        break;
                    }

                    var piece = new byte[count];
                    await stream.ReadExactlyAsync(piece);
                    content.Write(piece);
                }

                Received.Enqueue((int)content.Length);
                var found = Encoding.Latin1.GetString(content.ToArray()).Contains("EICAR-STANDARD", StringComparison.Ordinal);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer ?? (found ? "stream: Eicar-Test-Signature FOUND\0" : "stream: OK\0")));
            }
            catch (IOException)
            {
                // The client left.
            }
        }
    }
}
