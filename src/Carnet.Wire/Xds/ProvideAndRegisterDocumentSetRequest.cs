using System.Buffers;
using System.Xml;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Xds;

/// <summary>ITI-41: a submission with the bytes of each of its documents.</summary>
/// <remarks>Source: IHE ITI TF-2 3.41.4.1.</remarks>
public sealed record ProvideAndRegisterDocumentSetRequest(
    SubmitObjectsRequest Submission, IReadOnlyList<SubmittedDocument> Documents)
{
    /// <summary>The parts that the multipart message must bring, each once.</summary>
    public IEnumerable<string> ContentIds => Documents.Select(d => d.ContentId).OfType<string>();

    /// <summary>Reads from the reader's element; an <c>xds.…</c> or <c>mtom.…</c> code for the first defect.</summary>
    public static ProvideAndRegisterDocumentSetRequest Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "ProvideAndRegisterDocumentSetRequest", RimText.XdsB, "xds.body");
        SubmitObjectsRequest? submission = null;
        List<SubmittedDocument> documents = [];
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName == "SubmitObjectsRequest" && reader.NamespaceURI == RimText.Lcm)
            {
                submission = submission is null ? SubmitObjectsRequest.Read(reader)
                    : throw new WireFormatException("xds.body",
                        "L'élément « SubmitObjectsRequest » est présent deux fois.");
            }
            else if (reader.LocalName == "Document" && reader.NamespaceURI == RimText.XdsB)
            {
                var id = RimText.Required(reader, "id");
                var (contentId, inline) = XopContent.Read(reader);
                documents.Add(new(id, contentId, inline));
            }
        }

        if (submission is null)
        {
            throw new WireFormatException("xds.body", "L'élément « SubmitObjectsRequest » manque.");
        }

        Pair(submission, documents);
        return new(submission, documents);
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb=\"urn:ihe:iti:xds-b:2007\">"u8);
        Submission.WriteTo(output);
        foreach (var document in Documents)
        {
            xml.Raw("<xdsb:Document id=\""u8).Value(document.EntryId).Raw("\">"u8);
            XopContent.Write(xml, document.ContentId, document.Inline);
            xml.Raw("</xdsb:Document>"u8);
        }

        xml.Raw("</xdsb:ProvideAndRegisterDocumentSetRequest>"u8);
    }

    private static void Pair(SubmitObjectsRequest submission, List<SubmittedDocument> documents)
    {
        var wanted = submission.DocumentEntries.Select(entry => entry.EntryUuid).ToHashSet(StringComparer.Ordinal);
        HashSet<string> found = new(StringComparer.Ordinal);
        HashSet<string> parts = new(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            if (!found.Add(document.EntryId))
            {
                throw new WireFormatException("xds.document-duplicate",
                    "Deux éléments « Document » désignent les mêmes métadonnées.");
            }

            if (!wanted.Contains(document.EntryId))
            {
                throw new WireFormatException("xds.document-extra",
                    "Un élément « Document » ne correspond à aucune métadonnée du lot.");
            }

            if (document.ContentId is { } part && !parts.Add(part))
            {
                throw new WireFormatException("mtom.cid-repeated",
                    "Deux éléments « Include » désignent la même pièce jointe.");
            }
        }

        if (found.Count != wanted.Count)
        {
            throw new WireFormatException("xds.document-missing",
                "Un document décrit par les métadonnées n'a pas d'élément « Document ».");
        }
    }
}
