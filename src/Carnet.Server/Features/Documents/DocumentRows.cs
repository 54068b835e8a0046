using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Features.Documents;

/// <summary>Every version of every document of one record, newest first, read with the record itself.</summary>
/// <remarks>
/// Every list of every door begins here, so this is plain SQL; a test holds it against the map that other queries use.
/// </remarks>
/// <param name="references">
/// Only what a decision and the criteria in clear need: who asks for numbers alone pays for nothing else, and the larger
/// part of a row is sealed. The rows then have no description, hashes, formats or numbers but their own.
/// </param>
internal sealed class DocumentRows(RecordId record, bool references = false) : IReadAlong
{
    private const string Needed = """
        select document_id, unique_id, type_code, status, marks, created_at, service_start, service_stop, author_person,
            author_structure, by_patient, is_signature, quarantined
        """;

    private const string Rest = """
        , logical_id, version, submission_id, format_code, mime_type, submitted_at, replaces, blob_id, size, sha256, sha1, sealed
        """;

    private const string From = " from document where record_id = @record";

    public List<DocumentRow> Rows { get; } = [];

    public string Sql => references ? Needed + From : Needed + Rest + From;

    public async Task ReadAsync(StoredReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            Rows.Add(Row(reader));
        }

        // Sorted here: a database would carry the whole rows, sealed columns and all, through its sort.
        Rows.Sort(NewestFirst);
    }

    private static int NewestFirst(DocumentRow one, DocumentRow other)
        => other.CreatedAt.CompareTo(one.CreatedAt) is var order and not 0
            ? order
            : other.DocumentId.Value.CompareTo(one.DocumentId.Value);

    private DocumentRow Row(StoredReader reader) => new()
    {
        RecordId = record,
        DocumentId = new DocumentId(reader.Id(0)),
        UniqueId = reader.Text(1),
        TypeCode = reader.Text(2),
        Status = (DocumentStatus)reader.Int16(3),
        Marks = (Marks)reader.Int16(4),
        CreatedAt = reader.Instant(5),
        ServiceStart = reader.InstantOrNull(6),
        ServiceStop = reader.InstantOrNull(7),
        AuthorPerson = reader.TextOrNull(8),
        AuthorStructure = reader.TextOrNull(9),
        ByPatient = reader.Boolean(10),
        IsSignature = reader.Boolean(11),
        Quarantined = reader.Boolean(12),
        LogicalId = references ? default : reader.Id(13),
        Version = references ? default : reader.Int32(14),
        SubmissionId = references ? default : new SubmissionId(reader.Id(15)),
        FormatCode = references ? "" : reader.Text(16),
        MimeType = references ? "" : reader.Text(17),
        SubmittedAt = references ? default : reader.Instant(18),
        Replaces = !references && reader.IdOrNull(19) is { } replaced ? new DocumentId(replaced) : null,
        BlobId = references ? default : reader.Id(20),
        Size = references ? default : reader.Int64(21),
        Sha256 = references ? [] : reader.Bytes(22),
        Sha1 = references ? [] : reader.Bytes(23),
        Sealed = references ? [] : reader.Bytes(24),
    };
}
