using System.Buffers;
using System.Globalization;
using System.Xml;
using Carnet.Wire.Soap;

namespace Carnet.Wire.Xds;

/// <summary>What a stored query sends back: whole objects, or their identifiers.</summary>
public enum QueryReturnType
{
    LeafClass,
    ObjectRef,
}

/// <summary>ITI-18: a stored query and its parameters.</summary>
/// <param name="QueryId">One of <see cref="StoredQueries"/>.</param>
/// <param name="ReturnType">Whole objects or identifiers.</param>
/// <param name="Slots">Parameters as sent, e.g. <c>$XDSDocumentEntryStatus</c>; the same name twice means AND.</param>
/// <remarks>Source: IHE ITI TF-2 3.18.4.1.2.</remarks>
public sealed record AdhocQueryRequest(string QueryId, QueryReturnType ReturnType, IReadOnlyList<Slot> Slots)
{
    /// <summary>Identifier of the request, where the client gives one.</summary>
    public string? Id { get; init; }

    /// <summary>First result wanted, from 0.</summary>
    public int StartIndex { get; init; }

    /// <summary>Most results wanted; null for all.</summary>
    public int? MaxResults { get; init; }

    /// <summary><c>urn:oid:…</c> of the community asked.</summary>
    public string? HomeCommunityId { get; init; }

    /// <summary>The parameters, with their value syntax.</summary>
    public StoredQueryParameters Parameters => new(Slots);

    /// <summary>Reads from the reader's element; <c>xds.query-…</c> for the first defect.</summary>
    public static AdhocQueryRequest Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "AdhocQueryRequest", RimText.Query, "xds.body");
        var read = new AdhocQueryRequest("", QueryReturnType.ObjectRef, [])
        {
            Id = reader.GetAttribute("id"),
            StartIndex = Count(reader, "startIndex") ?? 0,
            MaxResults = Count(reader, "maxResults"),
        };
        QueryReturnType? type = null;
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName == "ResponseOption" && reader.NamespaceURI == RimText.Query)
            {
                type = type is null ? TypeOf(reader) : throw Repeated("ResponseOption");
            }
            else if (reader.LocalName == "AdhocQuery" && reader.NamespaceURI == RimText.Rim)
            {
                read = read.QueryId.Length == 0 ? read.With(reader) : throw Repeated("AdhocQuery");
            }
        }

        return read.QueryId.Length == 0 ? throw Missing("AdhocQuery")
            : read with { ReturnType = type ?? throw Missing("ResponseOption") };
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var rim = new RimWriter(output);
        rim.Xml.Raw("<query:AdhocQueryRequest xmlns:query=\"urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0\""u8)
            .Raw(" xmlns:rim=\"urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0\""u8).Attribute("id"u8, Id);
        if (StartIndex > 0)
        {
            rim.Xml.Raw(" startIndex=\""u8).Number(StartIndex).Raw("\""u8);
        }

        if (MaxResults is { } most)
        {
            rim.Xml.Raw(" maxResults=\""u8).Number(most).Raw("\""u8);
        }

        rim.Xml.Raw("><query:ResponseOption returnComposedObjects=\"true\" returnType=\""u8)
            .Raw(ReturnType == QueryReturnType.LeafClass ? "LeafClass"u8 : "ObjectRef"u8)
            .Raw("\"/><rim:AdhocQuery"u8).Attribute("id"u8, QueryId).Attribute("home"u8, HomeCommunityId).Raw(">"u8);
        rim.Slots(Slots);
        rim.Raw("</rim:AdhocQuery></query:AdhocQueryRequest>"u8);
    }

    private AdhocQueryRequest With(XmlReader reader)
    {
        var id = RimText.Required(reader, "id");
        var home = reader.GetAttribute("home");
        List<Slot> slots = [];
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName == "Slot" && reader.NamespaceURI == RimText.Rim)
            {
                slots.Add(RimReader.Slot(reader));
            }
        }

        return this with { QueryId = id, HomeCommunityId = home, Slots = slots };
    }

    private static QueryReturnType TypeOf(XmlReader reader) => reader.GetAttribute("returnType") switch
    {
        "LeafClass" => QueryReturnType.LeafClass,
        "ObjectRef" => QueryReturnType.ObjectRef,
        _ => throw new WireFormatException("xds.query-return-type",
            "L'attribut « returnType » n'est ni LeafClass ni ObjectRef."),
    };

    /// <summary>Minus one, the default of the schema, means all.</summary>
    private static int? Count(XmlReader reader, string name) => reader.GetAttribute(name) switch
    {
        null or "-1" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => count,
        _ => throw new WireFormatException("xds.query-number", $"L'attribut « {name} » n'est pas un nombre."),
    };

    private static WireFormatException Missing(string name)
        => new("xds.query-body", $"L'élément « {name} » de la requête manque.");

    private static WireFormatException Repeated(string name)
        => new("xds.query-body", $"L'élément « {name} » de la requête est présent deux fois.");
}
