using System.Buffers;
using System.Xml;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Xds;

/// <summary>One document sent: its bytes are in the part <paramref name="ContentId"/>, or inline.</summary>
/// <param name="RepositoryUniqueId">OID without <c>urn:oid:</c>.</param>
/// <param name="DocumentUniqueId">As in <see cref="DocumentEntry.UniqueId"/>.</param>
/// <param name="MimeType">Media type of the document.</param>
/// <param name="ContentId">Content-ID without brackets; null when inline.</param>
/// <param name="Inline">Decoded base64, read from servers that send no multipart; null when in a part.</param>
public sealed record DocumentResponse(
    string RepositoryUniqueId,
    string DocumentUniqueId,
    string MimeType,
    string? ContentId,
    ReadOnlyMemory<byte>? Inline = null)
{
    /// <summary><c>urn:oid:…</c>, as on the wire.</summary>
    public string? HomeCommunityId { get; init; }
}

/// <summary>ITI-43 answer: what could be read, and an error for each of the others.</summary>
/// <remarks>Partial success is told once, here. Source: IHE ITI TF-2 3.43.4.2.</remarks>
public sealed record RetrieveDocumentSetResponse(
    IReadOnlyList<DocumentResponse> Documents, IReadOnlyList<RegistryError> Errors)
{
    private readonly ResponseStatus? _told;

    /// <summary>What a server told, or else what follows from documents and errors.</summary>
    public ResponseStatus Status
    {
        get => _told ?? RegistryResponse.StatusOf(Errors, Documents.Count > 0);
        init => _told = value;
    }

    /// <summary>Reads from the reader's element; an <c>xds.…</c> code for the first defect.</summary>
    public static RetrieveDocumentSetResponse Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "RetrieveDocumentSetResponse", RimText.XdsB, "xds.body");
        RegistryResponse? status = null;
        List<DocumentResponse> documents = [];
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName == "RegistryResponse" && reader.NamespaceURI == RimText.Rs)
            {
                status = RegistryResponse.Read(reader);
            }
            else if (reader.LocalName == "DocumentResponse" && reader.NamespaceURI == RimText.XdsB)
            {
                documents.Add(Document(reader));
            }
        }

        return status is null ? throw new WireFormatException("xds.body", "L'élément « RegistryResponse » manque.")
            : new(documents, status.Errors) { Status = status.Status };
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<xdsb:RetrieveDocumentSetResponse xmlns:xdsb=\"urn:ihe:iti:xds-b:2007\">"u8);
        new RegistryResponse(Status, Errors).WriteTo(output);
        foreach (var document in Documents)
        {
            xml.Raw("<xdsb:DocumentResponse>"u8);
            if (document.HomeCommunityId is { } home)
            {
                xml.Raw("<xdsb:HomeCommunityId>"u8).Text(home).Raw("</xdsb:HomeCommunityId>"u8);
            }

            xml.Raw("<xdsb:RepositoryUniqueId>"u8).Text(document.RepositoryUniqueId)
                .Raw("</xdsb:RepositoryUniqueId><xdsb:DocumentUniqueId>"u8).Text(document.DocumentUniqueId)
                .Raw("</xdsb:DocumentUniqueId><xdsb:mimeType>"u8).Text(document.MimeType)
                .Raw("</xdsb:mimeType><xdsb:Document>"u8);
            XopContent.Write(xml, document.ContentId, document.Inline);
            xml.Raw("</xdsb:Document></xdsb:DocumentResponse>"u8);
        }

        xml.Raw("</xdsb:RetrieveDocumentSetResponse>"u8);
    }

    private static DocumentResponse Document(XmlReader reader)
    {
        var read = new DocumentResponse("", "", "", null);
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            switch (reader.LocalName)
            {
                case "HomeCommunityId":
                    read = read with { HomeCommunityId = XmlWalk.Text(reader, "xds.retrieve-item") };
                    break;
                case "RepositoryUniqueId":
                    read = read with { RepositoryUniqueId = XmlWalk.Text(reader, "xds.retrieve-item") };
                    break;
                case "DocumentUniqueId":
                    read = read with { DocumentUniqueId = XmlWalk.Text(reader, "xds.retrieve-item") };
                    break;
                case "mimeType":
                    read = read with { MimeType = XmlWalk.Text(reader, "xds.retrieve-item") };
                    break;
                case "Document":
                    var (contentId, inline) = XopContent.Read(reader);
                    read = read with { ContentId = contentId, Inline = inline };
                    break;
            }
        }

        return read.RepositoryUniqueId.Length > 0 && read.DocumentUniqueId.Length > 0 ? read
            : throw new WireFormatException("xds.retrieve-item",
                "Un « DocumentResponse » n'a pas de « RepositoryUniqueId » ou de « DocumentUniqueId ».");
    }
}
