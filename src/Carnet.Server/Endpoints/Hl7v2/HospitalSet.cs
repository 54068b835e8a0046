using System.Security.Cryptography;
using Carnet.Client.Metadata;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Server.Endpoints.Soap;
using Carnet.Server.Features.Documents;
using Carnet.Wire;
using Carnet.Wire.Cda;
using Carnet.Wire.Hl7v2;
using Carnet.Wire.Xds;

namespace Carnet.Server.Endpoints.Hl7v2;

/// <summary>A document of a message as it will be stored.</summary>
/// <param name="Replaces">uniqueId of the document whose place it takes.</param>
/// <param name="ReplacedEntry">The same as the registry numbers it, once it was found.</param>
internal sealed record HospitalDocument(ReadOnlyMemory<byte> Bytes, CdaHeader Header, string? Replaces, Guid? ReplacedEntry = null)
{
    /// <summary>The document itself, or one of ours around it.</summary>
    public static Outcome<HospitalDocument> Of(
        ObservedDocument observed, int rank, WrappedDocument wrapping, DocumentMessage message)
    {
        var bytes = observed.Content;
        if (observed.Subtype == "PDF")
        {
            if (!bytes.Span.StartsWith("%PDF-"u8))
            {
                return DocumentFailures.CdaInvalid($"Le document du segment {observed.Line} est annoncé comme un PDF et n'en est pas un.");
            }

            switch (wrapping.Write(observed, rank))
            {
                case Outcome<byte[]>.Failed(var missing):
                    return missing;
                case Outcome<byte[]>.Done(var wrapped):
                    bytes = wrapped;
                    break;
            }
        }

        if (Read(bytes) is not { } header)
        {
            return DocumentFailures.CdaInvalid($"Le document du segment {observed.Line} n'est pas un CDA lisible.");
        }

        var replaces = message.Action is DocumentAction.Replace
            ? (header.RelatedDocuments.FirstOrDefault(link => link.TypeCode == "RPLC") is { ParentIds: [var old, ..] } ? old.ToXds() : null)
                ?? (rank == 0 && message.Txa?[13][1] is { Length: > 0 } parent ? wrapping.OidOf(parent) : null)
            : null;
        return new HospitalDocument(bytes, header, replaces);
    }

    /// <summary>uniqueId of a CDA, or null for anything else.</summary>
    public static string? NumberOf(ObservedDocument observed)
        => observed.Subtype == "XML" && Read(observed.Content)?.UniqueId is { Length: > 0 } number ? number : null;

    private static CdaHeader? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return CdaHeaderReader.Read(new Carnet.Wire.Xml.ReadOnlyMemoryStream(bytes));
        }
        catch (WireFormatException)
        {
            return null;
        }
    }
}

/// <summary>Describes the documents of a message as a hospital's software would in ITI-41.</summary>
internal static class HospitalSet
{
    // Under which number this door hands in; the sets of one message always have the same.
    private const string Source = "2.25.104601029093106120325512811871160837304";

    public static Outcome<SubmitDocuments> Draft(
        DocumentMessage message, PatientOfMessage patient, AdmittedEstablishment from, IReadOnlyList<HospitalDocument> documents)
    {
        var depositor = new Depositor(null, null, null, null, from.Caller.Structure.Value, from.Name, from.Caller.Sector);
        var marks = MarksOf(message);
        List<DocumentEntry> entries = [];
        List<Association> associations = [];
        foreach (var document in documents)
        {
            var key = FormattableString.Invariant($"Document{entries.Count + 1:00}");
            entries.Add(CdaMetadata.Entry(document.Header, patient.Ins, depositor, key, marks));
            if (document.ReplacedEntry is { } old)
            {
                associations.Add(new Association($"Replace{key}", AssociationTypes.Replace, key, $"urn:uuid:{old}"));
            }
        }

        var header = message.Header;
        var set = new SubmissionSet
        {
            EntryUuid = "SubmissionSet01",
            Authors = [CdaMetadata.SetAuthor(depositor)],
            ContentTypeCode = ContentType(message.Pv1?[2][1]),
            SubmissionTime = Dtm.Format(CdaTime.Parse(header.DateTimeOfMessage).Value ?? WrappedDocument.CreatedAt(message)),
            PatientId = new Cx(patient.Ins.Value, patient.Ins.Oid, "NH"),
            SourceId = Source,
            // The message sent again is the same set; another content under the same number is another set.
            UniqueId = WrappedDocument.Oid225(string.Join('\n',
                [from.Caller.Structure.Value, header.SendingApplication, header.SendingFacility, header.MessageControlId,
                    .. documents.Select(document => Convert.ToHexString(SHA256.HashData(document.Bytes.Span)))])),
            Title = new LocalizedString("Documents transmis en HL7 v2"),
        };
        return XdsToDomain.Read(new SubmitObjectsRequest(set, entries, associations)) switch
        {
            Outcome<DraftedSet>.Failed(var failure) => failure,
            Outcome<DraftedSet>.Done(var drafted) => new SubmitDocuments(
                patient.Ins, drafted.Set, drafted.Documents, new Contents(entries, documents))
            {
                Traits = patient.Traits,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Marks MarksOf(DocumentMessage message)
        => (message.Says("MASQUE_PS") ? Marks.MaskedToProfessionals : Marks.None)
            | (message.Says("INVISIBLE_PATIENT") ? Marks.HiddenFromPatient : Marks.None)
            | (message.Says("INVISIBLE_REP_LEGAUX", "INVISIBLE_REPRESENTANTS_LEGAUX") ? Marks.HiddenFromRepresentatives : Marks.None);

    // Source: DMP 3.3 (TRE_R209).
    private static CodedValue ContentType(string? patientClass) => patientClass switch
    {
        "I" => new CodedValue("03", "1.2.250.1.213.2.2", "Hospitalisation complète"),
        "R" => new CodedValue("04", "1.2.250.1.213.2.2", "Hospitalisation de jour"),
        _ => new CodedValue("07", "1.2.250.1.213.2.2", "Consultations et soins externes"),
    };

    private sealed class Contents(IReadOnlyList<DocumentEntry> entries, IReadOnlyList<HospitalDocument> documents) : IContentSource
    {
        private int _next;

        public ValueTask<(string? Key, Stream Content)?> NextAsync(CancellationToken ct)
        {
            (string?, Stream)? content = _next == documents.Count
                ? null
                : (entries[_next].EntryUuid, new Carnet.Wire.Xml.ReadOnlyMemoryStream(documents[_next].Bytes));
            _next++;
            return new(content);
        }
    }
}
