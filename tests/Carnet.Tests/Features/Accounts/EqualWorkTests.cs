using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Openings;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Features.Accounts;

/// <summary>V-6: at the entrance the same rows are written in the same way for a known person and for an unknown one.</summary>
/// <remarks>How long that takes is measured by the bench (<c>--workload entrance</c>); a test never asserts a time.</remarks>
[Trait("rule", "V-6")]
public sealed class EqualWorkTests
{
    private static readonly Caller Stranger = new Caller.Unidentified { Origin = new Origin(Door.PatientPortal) };

    [Fact]
    public async Task V_6_a_wrong_password_writes_the_same_whoever_is_meant_up_to_the_one_that_locks_and_beyond()
    {
        await using var entrance = await Entrance.BuildAsync();
        var opened = (await entrance.House.RunAsync<OpenRecord, OpenedAnswer>(
            Sample.Desk, new OpenRecord(Sample.Opening(Sample.NextIns())))).Done();
        for (var count = 1; count <= 7; count++)
        {
            var known = await entrance.WrittenByAsync(new LogIn(opened.Credentials!.Login, "un mot de passe quelconque"));
            var unknown = await entrance.WrittenByAsync(new LogIn("ne-se-trouve-pas", "un mot de passe quelconque"));
            Assert.Equal(unknown, known);
            Assert.Equal(count == 5, known.Contains("OutboxRow", StringComparison.Ordinal)); // the person is told, or nobody
        }
    }

    [Fact]
    public async Task V_6_a_forgotten_password_writes_the_same_whoever_is_meant()
    {
        await using var entrance = await Entrance.BuildAsync();
        var opened = (await entrance.House.RunAsync<OpenRecord, OpenedAnswer>(
            Sample.Desk, new OpenRecord(Sample.Opening(Sample.NextIns())))).Done();
        for (var count = 1; count <= 3; count++)
        {
            Assert.Equal(
                await entrance.WrittenByAsync(new StartRecovery("ne-se-trouve-pas")),
                await entrance.WrittenByAsync(new StartRecovery(opened.Credentials!.Login)));
        }
    }

    [Fact]
    public async Task V_6_a_proof_of_identity_and_its_wrong_code_write_the_same_whoever_is_meant_within_the_budget_and_beyond()
    {
        await using var entrance = await Entrance.BuildAsync();
        var ins = Sample.NextIns();
        (await entrance.House.RunAsync<RegisterPerson, RecordId>(Sample.Desk, new(new RegisteredPerson(
            ins, Sample.Traits, new Contact("zoe@example.test", "06 12 34 56 78"))))).Done();
        for (var count = 1; count <= 7; count++)
        {
            var (known, ofKnown) = await ProveAsync(entrance, ins, "zoé");
            foreach (var (whose, first) in new[] { (Sample.NextIns(), "zoé"), (ins, "Marie") })
            {
                var (unknown, ofUnknown) = await ProveAsync(entrance, whose, first);
                Assert.Equal(unknown, known);
                Assert.Equal(ofUnknown, ofKnown);
            }
        }
    }

    private static async Task<(string Proof, string Code)> ProveAsync(Entrance entrance, Ins ins, string givenName)
    {
        entrance.Forget();
        var asked = await entrance.House.RunAsync<ProveIdentity, ProofStarted>(
            Stranger, new ProveIdentity(ins.Value, "Lefevre", givenName, Sample.Traits.BirthDate, Sex.Female));
        var proof = entrance.Taken();
        await entrance.House.RunAsync<ConfirmIdentity, RecordId>(Stranger, new(asked.Done().Proof, "not digits"));
        return (proof, entrance.Taken());
    }

    private sealed class Entrance(House house, Listener listener) : IAsyncDisposable
    {
        public House House => house;

        public static async Task<Entrance> BuildAsync()
        {
            Listener? listener = null;
            var house = await House.BuildAsync(DatabaseProvider.Sqlite, services => services.AddSingleton<ILedger>(
                provider => listener ??= new Listener(provider.GetRequiredService<Ledger>())));
            house.Get<ILedger>();
            (await house.Get<SystemKey>().OpenAsync(default)).Dispose(); // made once in the life of a server
            return new Entrance(house, listener!);
        }

        public async Task<string> WrittenByAsync(LogIn request)
        {
            Forget();
            await house.RunAsync<LogIn, LogInStarted>(Stranger, request);
            return Taken();
        }

        public async Task<string> WrittenByAsync(StartRecovery request)
        {
            Forget();
            await house.RunAsync<StartRecovery, RecoveryStarted>(Stranger, request);
            return Taken();
        }

        public void Forget() => listener.Written.Clear();

        /// <summary>What was written since the last look.</summary>
        public string Taken()
        {
            var written = string.Join('\n', listener.Written);
            Assert.NotEmpty(written);
            Forget();
            return written;
        }

        public ValueTask DisposeAsync() => house.DisposeAsync();
    }

    /// <summary>Notes of each entry how it is written: which rows are added, and whether others are changed besides.</summary>
    private sealed class Listener(Ledger ledger) : ILedger
    {
        public List<string> Written { get; } = [];

        public Task<LedgerResult> WriteAsync(LedgerEntry entry)
        {
            var rows = string.Join(", ", entry.Rows.Select(row => row.GetType().Name));
            Written.Add($"{rows}; {entry.Traces.Count} lines; changes: {entry.Change is not null}");
            return ledger.WriteAsync(entry);
        }
    }
}
