using System.Buffers;
using System.Xml;

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
    public static RetrieveDocumentSetRequest Read(XmlReader reader) => throw new NotImplementedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();
}
