using Carnet.Client.Metadata;
using Carnet.Domain.Documents;
using Carnet.Wire.Xds;

namespace Carnet.Client;

/// <summary>The ITI-57 requests that the software of a practice sends.</summary>
/// <remarks>Source: DMP 1.6.</remarks>
public static class DocumentUpdate
{
    private const string SetId = "SubmissionSet01";
    private const string EntryId = "Document01";

    /// <summary>TD3.3a, TD3.3b: the entry as it was found, with other marks.</summary>
    public static SubmitObjectsRequest Marks(Card card, Cx patient, DocumentEntry entry, Marks marks, DateTimeOffset now) => new(
        Set(card, patient, now),
        [
            entry with
            {
                EntryUuid = EntryId,
                AvailabilityStatus = null,
                Version = null,
                SourcePatientId = entry.SourcePatientId ?? patient,
                ConfidentialityCodes =
                [
                    .. entry.ConfidentialityCodes.Where(code => code.CodingScheme == MarkCodes.BaseSystem),
                    .. MarkCodes.Codes(marks).Select(mark => new CodedValue(mark.Code, MarkCodes.System, mark.Label)),
                ],
            },
        ],
        [
            new Association("Member01", AssociationTypes.HasMember, SetId, EntryId)
            {
                Slots =
                [
                    new Slot("SubmissionSetStatus", "Original"),
                    new Slot("PreviousVersion", FormattableString.Invariant($"{entry.Version ?? 1}")),
                ],
            },
        ]);

    /// <summary>TD3.3c, TD3.3d: another status.</summary>
    public static SubmitObjectsRequest Status(Card card, Cx patient, string entryUuid, string from, string to, DateTimeOffset now) => new(
        Set(card, patient, now), [],
        [
            new Association("Update01", AssociationTypes.UpdateAvailabilityStatus, SetId, entryUuid)
            {
                Slots = [new Slot("OriginalStatus", from), new Slot("NewStatus", to)],
            },
        ]);

    private static SubmissionSet Set(Card card, Cx patient, DateTimeOffset now) => new()
    {
        EntryUuid = SetId,
        Authors = [CdaMetadata.SetAuthor(card.Depositor)],
        ContentTypeCode = new CodedValue("07", "1.2.250.1.213.2.2", "Consultation"),
        SubmissionTime = Dtm.Format(now),
        PatientId = patient,
        SourceId = card.Software.SourceId,
        UniqueId = Submission.NewOid(),
    };
}
