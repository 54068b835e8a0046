using System.Buffers;
using System.Xml;

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
    public static AdhocQueryRequest Read(XmlReader reader) => throw new NotImplementedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();
}
