using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Carnet.Domain.Identity;

namespace Carnet.Server.Features.Openings;

/// <summary>The third step: the password; the record opens.</summary>
internal sealed record OpenOwnRecord(Ticket Proof, string Password)
{
    public override string ToString() => "open own record ***";
}

/// <summary>The identifier with which the person comes in from now on; shown once.</summary>
internal sealed record OwnRecordOpened(string Login)
{
    public override string ToString() => "own record opened ***";
}

/// <summary>Opens by the channel INTERNET, as the person; then the proof has served.</summary>
/// <remarks>
/// The record is one commit. Should the server be cut off before the proof is marked, the same proof finds the record
/// there. Source: rules L-1, L-2, L-4, L-5.
/// </remarks>
internal sealed class OpenOwnRecordHandler(
    IDbContextFactory<CarnetDb> databases, ProvenPersons persons, IUseCase<OpenRecord, OpenedAnswer> open, ILedger ledger,
    TimeProvider clock) : IUseCase<OpenOwnRecord, OwnRecordOpened>
{
    public async Task<Outcome<OwnRecordOpened>> RunAsync(Caller caller, OpenOwnRecord request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var proven = await persons.FindAsync(db, request.Proof, ct);
        if (proven is null)
        {
            return OpeningFailures.ProofMissing;
        }

        if (proven.Row.DraftOf(proven.Key) is not { Consents: true } draft)
        {
            return OpeningFailures.DetailsMissing;
        }

        if (Majority.IsMinorAt(proven.Person.Traits.BirthDate, clock.Now()))
        {
            return OpeningFailures.Minor;
        }

        var login = PaperSecrets.Login();
        if (PasswordRules.Defect(request.Password, login) is { } weak)
        {
            return weak;
        }

        var opening = new Opening(
            proven.Person.Ins, proven.Person.Traits,
            new Contact(draft.Email, draft.Phone, proven.Person.Contact.Address),
            new Consent("", !draft.BreakGlassAllowed, !draft.SamuAllowed, MaskedInEmergency: false), OpeningChannel.Internet);
        return await open.RunAsync(
            proven.CallerAt(caller.Origin),
            new OpenRecord(opening, new Credentials(login, request.Password), Temporary: false), ct) switch
        {
            Outcome<OpenedAnswer>.Failed(var failure) => failure,
            Outcome<OpenedAnswer>.Done => await EndAsync(proven, login),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Outcome<OwnRecordOpened>> EndAsync(ProvenPerson proven, string login)
    {
        await ledger.WriteAsync(new LedgerEntry
        {
            Change = writing =>
            {
                writing.Change(proven.Proof, proof => (proof.State, proof.Version) = (ProofState.Used, proof.Version + 1));
                writing.Change(proven.Row, row => (row.Draft, row.DraftAt, row.Version) = (null, null, row.Version + 1));
            },
        });
        return new OwnRecordOpened(login);
    }
}
