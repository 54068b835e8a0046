namespace Carnet.Wire.Soap;

/// <summary>Reads a multipart/related message part by part, in memory that does not grow with the parts.</summary>
/// <remarks>
/// The minimum data rate (a part sent one byte a second) is the transport's task. Source: RFC 2387, RFC 2046 §5.1,
/// W3C xop10.
/// </remarks>
public sealed class MtomReader
{
    private MtomReader(ReadOnlyMemory<byte> root) => Root = root;

    /// <summary>The SOAP envelope.</summary>
    public ReadOnlyMemory<byte> Root { get; }

    /// <summary>Content-ID of the root without brackets; null where it has none.</summary>
    public string? RootContentId { get; private init; }

    /// <summary>Reads up to the end of the root part; <c>mtom.…</c> for the first defect.</summary>
    public static Task<MtomReader> OpenAsync(
        Stream stream, string contentType, MtomLimits limits, CancellationToken ct)
        => throw new NotImplementedException();

    /// <summary>The next part, or null after the last; what was not read of the part before is skipped.</summary>
    public Task<MtomPart?> ReadNextPartAsync(CancellationToken ct) => throw new NotImplementedException();
}
