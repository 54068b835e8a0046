using System.Numerics;
using System.Security.Cryptography;
using Carnet.Client.Metadata;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Wire.Cda;
using Carnet.Wire.Signatures;
using Carnet.Wire.Xds;

namespace Carnet.Client;

/// <summary>A set ready to be sent: its metadata and the bytes of each document.</summary>
/// <remarks>
/// Keep it until it was answered: sent again after a broken connection it is the same set, and nothing is deposited twice.
/// Source: DMP 1.5, 3.7.
/// </remarks>
public sealed record Submission(SubmitObjectsRequest Metadata, IReadOnlyList<MessagePart> Parts)
{
    private const string Member = "SubmissionSetStatus";
    private const string SignatureEntry = "Signature01";

    /// <summary>The body of the ITI-41 message.</summary>
    public ProvideAndRegisterDocumentSetRequest ToRequest() => new(
        Metadata,
        [.. Metadata.DocumentEntries.Zip(Parts, (entry, part) => new SubmittedDocument(entry.EntryUuid, part.ContentId))]);

    /// <summary>Describes documents as the software of a practice does: by the headers of the documents and the card.</summary>
    /// <param name="now">When the set is made; told to the second.</param>
    /// <param name="sign">Adds the lot signature.</param>
    public static Submission Of(
        Card card, Ins patient, IReadOnlyList<CdaDocument> documents, DateTimeOffset now, bool sign = false)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(patient);
        var author = CdaMetadata.SetAuthor(card.Depositor);
        var set = new SubmissionSet
        {
            EntryUuid = "SubmissionSet01",
            Authors = [author],
            ContentTypeCode = new CodedValue("07", "1.2.250.1.213.2.2", "Consultation"),
            SubmissionTime = Dtm.Format(now),
            PatientId = new Cx(patient.Value, patient.Oid, "NH"),
            SourceId = card.Software.SourceId,
            UniqueId = NewOid(),
            Title = new LocalizedString("Lot de documents"),
        };
        var entries = documents.Select(document => Entry(card, patient, document)).ToList();
        List<MessagePart> parts = [.. documents.Select((document, i) => Part(i + 1, document.Bytes))];
        List<Association> associations =
        [
            .. documents.Zip(entries).Where(pair => pair.First.Replaces is not null).Select((pair, i) => new Association(
                $"Replace{i + 1:00}", AssociationTypes.Replace, pair.Second.EntryUuid, pair.First.Replaces!)),
        ];
        if (sign)
        {
            var signature = LotSignature.Create(set.UniqueId,
                documents.Zip(entries, (document, entry) => new LotDocument(entry.UniqueId, document.Bytes, Xml: true)),
                card.Signature, now, card.SigningKey);
            entries.Add(Signature(set, author, signature));
            parts.Add(Part(parts.Count + 1, signature));
            associations.Add(new Association("Signs01", AssociationTypes.Signs, SignatureEntry, set.EntryUuid));
        }

        associations.AddRange(entries.Select((entry, i) => new Association(
            $"Member{i + 1:00}", AssociationTypes.HasMember, set.EntryUuid, entry.EntryUuid)
        {
            Slots = [new Slot(Member, "Original")],
        }));
        return new Submission(new SubmitObjectsRequest(set, entries, associations), parts);
    }

    /// <summary>An OID that nobody has used, below 2.25.</summary>
    public static string NewOid()
        => "2.25." + new BigInteger(RandomNumberGenerator.GetBytes(16), isUnsigned: true, isBigEndian: true);

    private static DocumentEntry Entry(Card card, Ins patient, CdaDocument document)
    {
        var entry = CdaMetadata.Entry(
            document.Header, patient, card.Depositor, $"urn:uuid:{Guid.CreateVersion7()}", document.Marks);
        return entry with
        {
            Hash = HashOf(document.Bytes.Span),
            Size = document.Bytes.Length,
            Title = document.Title is { } title ? new LocalizedString(title) : entry.Title,
        };
    }

    // XDS knows no other hash.
    private static string HashOf(ReadOnlySpan<byte> bytes)
        => Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, bytes));

    private static MessagePart Part(int rank, ReadOnlyMemory<byte> bytes)
        => new(FormattableString.Invariant($"document{rank:00}@carnet.lps"), "text/xml", bytes);

    // Source: DMP 1.5.
    private static DocumentEntry Signature(SubmissionSet set, Author author, byte[] bytes) => new()
    {
        EntryUuid = SignatureEntry,
        MimeType = "text/xml",
        Authors = [author],
        ClassCode = new CodedValue("urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1", "URN", "Digital Signature"),
        TypeCode = new CodedValue("E1762", "ASTM", "Full Document"),
        FormatCode = new CodedValue("http://www.w3.org/2000/09/xmldsig#", "URN", "Default Signature Style"),
        HealthcareFacilityTypeCode = new CodedValue("SA07", CdaOids.Facilities, "Cabinet individuel"),
        PracticeSettingCode = new CodedValue("AMBULATOIRE", CdaOids.PracticeSettings, "Ambulatoire"),
        ConfidentialityCodes =
        [
            new CodedValue("N", MarkCodes.BaseSystem, "Normal"),
            .. MarkCodes.Codes(Marks.MaskedToProfessionals | Marks.HiddenFromPatient)
                .Select(mark => new CodedValue(mark.Code, MarkCodes.System, mark.Label)),
        ],
        EventCodes = [new CodedValue("1.2.840.10065.1.12.1.14", "1.2.840.10065.1.12", "Source")],
        PatientId = set.PatientId,
        SourcePatientId = set.PatientId,
        UniqueId = NewOid(),
        CreationTime = set.SubmissionTime,
        LanguageCode = "art",
        Title = new LocalizedString("Source"),
        Hash = HashOf(bytes),
        Size = bytes.Length,
    };
}

/// <summary>One CDA document to deposit.</summary>
/// <param name="Replaces"><c>urn:uuid:…</c> of the entry whose place it takes.</param>
/// <param name="Title">Title of the entry where it is not that of the document.</param>
public sealed record CdaDocument(
    ReadOnlyMemory<byte> Bytes, CdaHeader Header, Marks Marks = Marks.None, string? Replaces = null, string? Title = null)
{
    /// <summary>A document by its bytes, whose header is read.</summary>
    /// <exception cref="Carnet.Wire.WireFormatException">The bytes are no CDA.</exception>
    public static CdaDocument Of(byte[] bytes, Marks marks = Marks.None, string? replaces = null, string? title = null)
        => new(bytes, CdaHeaderReader.Read(new MemoryStream(bytes, writable: false)), marks, replaces, title);
}
