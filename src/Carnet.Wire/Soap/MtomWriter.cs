namespace Carnet.Wire.Soap;

/// <summary>One attachment to send.</summary>
/// <param name="ContentId">Without brackets.</param>
/// <param name="ContentType">Media type of the bytes.</param>
/// <param name="Open">Opened when its turn comes, and disposed after.</param>
public sealed record MtomAttachment(
    string ContentId, string ContentType, Func<CancellationToken, ValueTask<Stream>> Open);

/// <summary>Writes a multipart/related message: the envelope, then each part copied from its stream.</summary>
/// <remarks>Source: RFC 2387, W3C xop10, W3C soap12-mtom 3.</remarks>
public sealed class MtomWriter
{
    /// <summary>Takes a boundary that no content can hold: at least 16 random bytes in hexadecimal.</summary>
    public MtomWriter(string boundary) => ContentType = boundary;

    /// <summary>Value of the HTTP header.</summary>
    public string ContentType { get; }

    public Task WriteAsync(
        Stream output, ReadOnlyMemory<byte> root, IReadOnlyList<MtomAttachment> parts, CancellationToken ct)
        => throw new NotImplementedException();
}
