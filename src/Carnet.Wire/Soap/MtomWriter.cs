using System.Text;

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
    private const string RootContentId = "root@carnet";

    private readonly string _boundary;

    /// <summary>Takes a boundary that no content can hold: 32 to 64 letters and digits, at random.</summary>
    public MtomWriter(string boundary)
    {
        ArgumentNullException.ThrowIfNull(boundary);
        if (boundary.Length is < 32 or > 64 || !boundary.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException("32 to 64 letters and digits.", nameof(boundary));
        }

        _boundary = boundary;
        ContentType = $"multipart/related; type=\"application/xop+xml\"; boundary=\"{boundary}\"; "
            + $"start=\"<{RootContentId}>\"; start-info=\"application/soap+xml\"";
    }

    /// <summary>Value of the HTTP header.</summary>
    public string ContentType { get; }

    public async Task WriteAsync(
        Stream output, ReadOnlyMemory<byte> root, IReadOnlyList<MtomAttachment> parts, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(parts);
        await HeadersAsync("", "application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"", RootContentId);
        await output.WriteAsync(root, ct);
        foreach (var part in parts)
        {
            await HeadersAsync("\r\n", part.ContentType, part.ContentId);
            await using var content = await part.Open(ct);
            await content.CopyToAsync(output, ct);
        }

        await output.WriteAsync(Encoding.ASCII.GetBytes($"\r\n--{_boundary}--\r\n"), ct);

        ValueTask HeadersAsync(string before, string type, string id) => output.WriteAsync(
            Encoding.ASCII.GetBytes($"{before}--{_boundary}\r\nContent-Type: {Line(type)}\r\n"
                + $"Content-Transfer-Encoding: binary\r\nContent-ID: <{Line(id)}>\r\n\r\n"), ct);
    }

    /// <summary>A line break in a media type that was stored once must not open a header now.</summary>
    private static string Line(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? text
        : throw new ArgumentException("Printable ASCII only.", nameof(text));
}
