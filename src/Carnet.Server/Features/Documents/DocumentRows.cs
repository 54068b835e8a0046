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
/// Only what lies in clear: the larger part of a row is sealed, and who asks for numbers alone needs none of it. The rows
/// then have no description and no hashes.
/// </param>
internal sealed class DocumentRows(RecordId record, bool references = false) : IReadAlong
{
    private const string Clear = """
        select document_id, logical_id, version, unique_id, submission_id, type_code, format_code, mime_type, status, marks,
            created_at, service_start, service_stop, submitted_at, author_person, author_structure, by_patient, replaces,
            is_signature, blob_id, size, quarantined
        """;

    private const string Rest = " from document where record_id = @record order by created_at desc, document_id desc";

    public List<DocumentRow> Rows { get; } = [];

    public string Sql => references ? Clear + Rest : Clear + ", sha256, sha1, sealed" + Rest;

    public async Task ReadAsync(StoredReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            Rows.Add(Row(reader));
        }
    }

    private DocumentRow Row(StoredReader reader) => new()
    {
        RecordId = record,
        DocumentId = new DocumentId(reader.Id(0)),
        LogicalId = reader.Id(1),
        Version = reader.Int32(2),
        UniqueId = reader.Text(3),
        SubmissionId = new SubmissionId(reader.Id(4)),
        TypeCode = reader.Text(5),
        FormatCode = reader.Text(6),
        MimeType = reader.Text(7),
        Status = (DocumentStatus)reader.Int16(8),
        Marks = (Marks)reader.Int16(9),
        CreatedAt = reader.Instant(10),
        ServiceStart = reader.InstantOrNull(11),
        ServiceStop = reader.InstantOrNull(12),
        SubmittedAt = reader.Instant(13),
        AuthorPerson = reader.TextOrNull(14),
        AuthorStructure = reader.TextOrNull(15),
        ByPatient = reader.Boolean(16),
        Replaces = reader.IdOrNull(17) is { } replaced ? new DocumentId(replaced) : null,
        IsSignature = reader.Boolean(18),
        BlobId = reader.Id(19),
        Size = reader.Int64(20),
        Quarantined = reader.Boolean(21),
        Sha256 = references ? [] : reader.Bytes(22),
        Sha1 = references ? [] : reader.Bytes(23),
        Sealed = references ? [] : reader.Bytes(24),
    };
}
