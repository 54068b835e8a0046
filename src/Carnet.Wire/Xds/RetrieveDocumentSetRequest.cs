using System.Buffers;
using System.Xml;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Xds;

/// <summary>One document asked for.</summary>
/// <param name="RepositoryUniqueId">OID without <c>urn:oid:</c>.</param>
/// <param name="DocumentUniqueId">As in <see cref="DocumentEntry.UniqueId"/>.</param>
/// <param name="HomeCommunityId"><c>urn:oid:…</c>, as on the wire.</param>
public sealed record DocumentRequest(
    string RepositoryUniqueId, string DocumentUniqueId, string? HomeCommunityId = null);

/// <summary>ITI-43: the documents asked for, in order, at least one.</summary>
/// <remarks>Source: IHE ITI TF-2 3.43.4.1.</remarks>
public sealed record RetrieveDocumentSetRequest(IReadOnlyList<DocumentRequest> Items)
{
    /// <summary>Documents of one request.</summary>
    public const int MaxItems = 100;

    /// <summary>Reads from the reader's element; <c>xds.retrieve-…</c> for the first defect.</summary>
    public static RetrieveDocumentSetRequest Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "RetrieveDocumentSetRequest", RimText.XdsB, "xds.body");
        List<DocumentRequest> items = [];
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName != "DocumentRequest" || reader.NamespaceURI != RimText.XdsB)
            {
                throw new WireFormatException("xds.retrieve-body", "Seuls des « DocumentRequest » sont admis.");
            }

            items.Add(Item(reader));
            if (items.Count > MaxItems)
            {
                throw new WireFormatException("xds.retrieve-count", $"Plus de {MaxItems} documents sont demandés.");
            }
        }

        return items.Count > 0 ? new(items)
            : throw new WireFormatException("xds.retrieve-body", "Aucun document n'est demandé.");
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<xdsb:RetrieveDocumentSetRequest xmlns:xdsb=\"urn:ihe:iti:xds-b:2007\">"u8);
        foreach (var item in Items)
        {
            xml.Raw("<xdsb:DocumentRequest>"u8);
            if (item.HomeCommunityId is { } home)
            {
                xml.Raw("<xdsb:HomeCommunityId>"u8).Text(home).Raw("</xdsb:HomeCommunityId>"u8);
            }

            xml.Raw("<xdsb:RepositoryUniqueId>"u8).Text(item.RepositoryUniqueId)
                .Raw("</xdsb:RepositoryUniqueId><xdsb:DocumentUniqueId>"u8).Text(item.DocumentUniqueId)
                .Raw("</xdsb:DocumentUniqueId></xdsb:DocumentRequest>"u8);
        }

        xml.Raw("</xdsb:RetrieveDocumentSetRequest>"u8);
    }

    private static DocumentRequest Item(XmlReader reader)
    {
        string? home = null;
        string? repository = null;
        string? document = null;
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            switch (reader.LocalName)
            {
                case "HomeCommunityId":
                    Once(ref home, reader);
                    break;
                case "RepositoryUniqueId":
                    Once(ref repository, reader);
                    break;
                case "DocumentUniqueId":
                    Once(ref document, reader);
                    break;
            }
        }

        return repository is { Length: > 0 } && document is { Length: > 0 }
            ? new(RimText.Oid(repository), document, home)
            : throw new WireFormatException("xds.retrieve-item",
                "Un « DocumentRequest » n'a pas de « RepositoryUniqueId » ou de « DocumentUniqueId ».");
    }

    private static void Once(ref string? value, XmlReader reader)
        => value = value is null ? XmlWalk.Text(reader, "xds.retrieve-item")
            : throw new WireFormatException("xds.retrieve-item",
                "Un élément d'un « DocumentRequest » est présent deux fois.");
}
