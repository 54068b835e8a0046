using Carnet.Domain.Access;
using Carnet.Domain.Notices;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;

namespace Carnet.Server.Features.Representation;

/// <summary>Tells the person, and those who act for them, that the list of those who may has changed (N-7).</summary>
/// <remarks>Each message goes to one address and names nobody: no representative learns the address of another .</remarks>
internal sealed class RepresentationNotices(NoticeWriter notices, IAccountFinder accounts, TimeProvider clock)
{
    /// <summary>Tells the person.</summary>
    public void TellPerson(LedgerEntry entry, OpenedRecord record)
        => notices.Tell(entry, NoticeKind.RepresentativeChanged, record);

    /// <summary>Tells those who have a mandate now, each in their own language.</summary>
    public async Task TellRepresentativesAsync(CarnetDb db, LedgerEntry entry, OpenedRecord record, NoticeKind kind,
        IEnumerable<KnownMandate> mandates, CancellationToken ct)
    {
        var now = clock.Now();
        foreach (var known in mandates.Where(known => known.Mandate.ExtentAt(now) is not Extent.None))
        {
            var routes = NoticePreferences.Usual.RoutesOf(kind, known.Details.Contact, known.Details.FullName);
            var account = await accounts.FindAsync(db, known.Row.HomeId, known.Row.AccountId, ct);
            if (NoticeTexts.Compose(kind, record.Id, routes, account?.Language ?? MessageLanguage.French, ofAnother: true) is { } message)
            {
                entry.Rows.Add(OutboxRow.Of(message, record.Key, now));
            }
        }
    }
}
