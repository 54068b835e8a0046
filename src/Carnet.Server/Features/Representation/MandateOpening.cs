using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Features.Representation;

/// <summary>A mandate to be stored, with the account of who holds it.</summary>
/// <param name="Credentials">To hand over; null where they had an account already.</param>
internal sealed record OpenedMandate(
    Guid Mandate, RecordId Home, Guid Account, IReadOnlyList<object> Rows, Credentials? Credentials);

/// <summary>What this room shows to the others: makes the rows of a new mandate.</summary>
internal interface IMandateOpening
{
    /// <summary>Rows for the transaction of the act that names the representative, or what is wrong.</summary>
    /// <param name="known">Identifier and password already agreed, as in the demo world; null draws both.</param>
    Task<Outcome<OpenedMandate>> PrepareAsync(
        CarnetDb db, RecordId record, RecordKey key, RepresentativeDraft draft, bool consented, string recordedBy,
        Credentials? known, CancellationToken ct);
}

/// <summary>Takes the account that the representative has already, or makes one.</summary>
internal sealed class MandateOpening(IAccountFinder accounts, IAccountOpening opening, TimeProvider clock) : IMandateOpening
{
    public async Task<Outcome<OpenedMandate>> PrepareAsync(
        CarnetDb db, RecordId record, RecordKey key, RepresentativeDraft draft, bool consented, string recordedBy,
        Credentials? known, CancellationToken ct)
    {
        if ((draft.Login ?? known?.Login) is { } login && await accounts.FindAsync(db, login, ct) is { } found)
        {
            if (!IsSamePerson(found, draft) || found.Home == record)
            {
                return RepresentationFailures.Login;
            }

            return With(new OpenedMandate(Guid.Empty, found.Home, found.Account, [], null), record, key,
                draft with { Contact = Reachable(draft.Contact, found.Contact) }, consented, recordedBy);
        }

        if (draft.Login is not null && known is null)
        {
            return RepresentationFailures.Login;
        }

        var made = opening.PrepareHolder(draft.FamilyName, draft.GivenName, draft.Contact, known, temporary: known is null);
        return With(new OpenedMandate(Guid.Empty, made.Home, made.Account, made.Rows, made.Credentials), record, key, draft,
            consented, recordedBy);
    }

    private OpenedMandate With(
        OpenedMandate account, RecordId record, RecordKey key, RepresentativeDraft draft, bool consented, string recordedBy)
    {
        var now = clock.Now();
        var id = Guid.CreateVersion7(now);
        var details = new RepresentationDetails(
            draft.FamilyName.Trim(), draft.GivenName.Trim(), draft.Contact, draft.Extent, draft.Since?.Micro() ?? now,
            draft.Until?.Micro(), consented, recordedBy);
        return account with
        {
            Mandate = id,
            Rows =
            [
                .. account.Rows,
                new RepresentationRow
                {
                    RecordId = record,
                    MandateId = id,
                    HomeId = account.Home,
                    AccountId = account.Account,
                    Kind = draft.Kind,
                    Sealed = details.Seal(key, id),
                },
                new ActingForRow { RecordId = account.Home, AccountId = account.Account, RepresentedId = record, MandateId = id },
            ],
        };
    }

    // The desk has seen a paper with the name; an identifier alone could be anybody's.
    private static bool IsSamePerson(FoundAccount found, RepresentativeDraft draft)
        => TraitComparison.Fold(found.FamilyName) == TraitComparison.Fold(draft.FamilyName)
            && TraitComparison.Fold(found.GivenName) == TraitComparison.Fold(draft.GivenName);

    private static Contact Reachable(Contact stated, Contact account)
        => stated is { Email: null or "", Phone: null or "" } ? account : stated;
}
