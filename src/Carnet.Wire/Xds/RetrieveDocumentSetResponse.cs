using System.Buffers;
using System.Xml;

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
    public ResponseStatus Status => RegistryResponse.StatusOf(Errors, Documents.Count > 0);

    public static RetrieveDocumentSetResponse Read(XmlReader reader) => throw new NotImplementedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();
}
