using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Trail;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Notices;

/// <summary>What this room shows to the others: adds the message about an act to the ledger entry of the act.</summary>
/// <remarks>So the message exists if and only if the act does, and is sent after it is durable. Source: rule N-9.</remarks>
internal sealed class NoticeWriter(TimeProvider clock, IOptions<AccountsOptions> options)
{
    /// <summary>Starts the address of a professional, whose mailbox is looked up when the message leaves.</summary>
    public const string ProfessionalPrefix = "ps:";

    /// <summary>Tells the person whose record it is.</summary>
    public void Tell(LedgerEntry entry, NoticeKind kind, OpenedRecord record) => Tell(entry, kind, record.Id, record.Key, record.Details());

    /// <summary>The same where the details are already open.</summary>
    public void Tell(LedgerEntry entry, NoticeKind kind, RecordId record, RecordKey key, RecordDetails details)
        => Tell(entry, kind, record, key, details, details.Contact);

    /// <summary>Tells at another address than the record's, e.g. that of a representative's account.</summary>
    public void Tell(
        LedgerEntry entry, NoticeKind kind, RecordId record, RecordKey key, RecordDetails details, Contact contact)
        => Add(entry, NoticeTexts.Choose(kind, record, contact, details, ofAnother: IsChild(details)), key);

    /// <summary>Tells somebody who has no record, or none any more: an objection, a campaign, a destroyed record.</summary>
    /// <param name="systemKey">The server's own key; see <see cref="SystemKey"/>.</param>
    /// <param name="name">As a letter addresses them.</param>
    /// <param name="detail">The last day of a campaign, e.g. « 3 mars 2027 ».</param>
    /// <param name="language">Null for that of the request: of who has no record nothing else is known.</param>
    public void TellOutside(
        LedgerEntry entry, NoticeKind kind, RecordKey systemKey, Contact contact, string name, string detail = "",
        MessageLanguage? language = null)
        => Add(entry, NoticeTexts.Compose(kind, RecordId.None, NoticePreferences.Usual.RoutesOf(kind, contact, name),
            language ?? Language.Current.OfMessages, detail), systemKey);

    /// <summary>Tells those who represent a person too what one of them did, each in their own language.</summary>
    public async Task TellOthersAsync(
        LedgerEntry entry, NoticeKind kind, SystemKey systemKey, IReadOnlyList<OtherHolder> others, CancellationToken ct)
    {
        if (others.Count == 0)
        {
            return;
        }

        using var key = await systemKey.OpenAsync(ct);
        foreach (var other in others)
        {
            TellOutside(entry, kind, key, other.Contact, other.Name, language: other.Language);
        }
    }

    /// <summary>Tells a professional about one of their patients, at the secure mailbox that the directory has for them.</summary>
    /// <remarks>Where it has none, the message is counted among those that reached nobody.</remarks>
    public void TellProfessional(LedgerEntry entry, NoticeKind kind, OpenedRecord record, PsIdNat professional)
        => Add(entry, NoticeTexts.Compose(kind, record.Id, [new NoticeRoute(Channel.Email, ProfessionalPrefix + professional.Value)],
            MessageLanguage.French), record.Key);

    // Who has no access of their own yet is not the one who reads their messages.
    private bool IsChild(RecordDetails details)
        => clock.Now() < Majority.InstantOf(details.Traits.BirthDate, options.Value.OwnAccountFromAge);

    private void Add(LedgerEntry entry, OutboxMessage? message, RecordKey key)
    {
        if (message is not null)
        {
            entry.Rows.Add(OutboxRow.Of(message, key, clock.Now()));
        }
    }
}
