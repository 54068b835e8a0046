using System.Collections.Immutable;
using Carnet.Domain.Identity;

namespace Carnet.Domain.Documents;

/// <summary>A set of documents as it is handed in, before anything is checked.</summary>
/// <param name="UniqueId">OID of the set, given by the depositing software.</param>
/// <param name="SourceId">OID of the depositing software's instance.</param>
/// <param name="Patient">The person whom the set names; null when its identifier is not an INS.</param>
/// <param name="SubmissionTime">As stated, UTC, HL7 DTM.</param>
public sealed record SubmissionDraft(
    string UniqueId, string SourceId, Ins? Patient, string SubmissionTime, Code ContentType, string? Title,
    string? Comments, ImmutableArray<DocumentAuthor> Authors, string? IntendedRecipient);

/// <summary>One document of a set as it is handed in.</summary>
/// <param name="Key">Its identifier within the message.</param>
/// <param name="EntryId">The UUID that the software chose for the entry, when it chose one.</param>
/// <param name="MarkCodes">Confidentiality codes besides the base level.</param>
/// <param name="DeclaredSha1">Lower-case hexadecimal, when declared.</param>
/// <param name="Replaces">The entry that this one takes the place of.</param>
/// <param name="IsSignature">The detached signature of the set.</param>
public sealed record DocumentDraft(
    string Key, Guid? EntryId, Ins? Patient, string UniqueId, Code Type, Code Class, string MimeType,
    ImmutableArray<string> MarkCodes, DocumentDescription Description, DateTimeOffset CreatedAt, long? DeclaredSize,
    string? DeclaredSha1, Guid? Replaces, bool IsSignature);
