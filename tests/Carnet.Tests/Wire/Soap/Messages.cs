using System.Text;
using Carnet.Wire.Soap;

namespace Carnet.Tests.Wire.Soap;

/// <summary>Short ways to write and read a multipart message.</summary>
internal static class Messages
{
    public const string Boundary = "0123456789abcdef0123456789abcdef";

    public static string ContentType { get; } = new MtomWriter(Boundary).ContentType;

    public static async Task<byte[]> WriteAsync(string root, params (string Id, byte[] Bytes)[] parts)
    {
        var output = new MemoryStream();
        await new MtomWriter(Boundary).WriteAsync(output, Encoding.UTF8.GetBytes(root),
            [.. parts.Select(p => new MtomAttachment(p.Id, "text/xml", _ => new(new MemoryStream(p.Bytes))))], default);
        return output.ToArray();
    }

    public static Task<MtomReader> OpenAsync(Stream stream, MtomLimits? limits = null)
        => MtomReader.OpenAsync(stream, ContentType, limits ?? MtomLimits.Default, default);

    public static async Task<(string Root, List<(string Id, byte[] Bytes)> Parts)> ReadAsync(
        Stream stream, string? contentType = null, MtomLimits? limits = null)
    {
        using var reader = await MtomReader.OpenAsync(
            stream, contentType ?? ContentType, limits ?? MtomLimits.Default, default);
        List<(string, byte[])> parts = [];
        while (await reader.ReadNextPartAsync(default) is { } part)
        {
            var bytes = new MemoryStream();
            await part.Content.CopyToAsync(bytes);
            parts.Add((part.ContentId, bytes.ToArray()));
        }

        return (Encoding.UTF8.GetString(reader.Root.Span), parts);
    }

    /// <summary>A message of the given parts, headers and all, in the usual frame.</summary>
    public static byte[] Raw(params string[] parts)
        => Encoding.Latin1.GetBytes(string.Concat(parts.Select(p => $"--{Boundary}\r\n{p}\r\n")) + $"--{Boundary}--\r\n");

    public const string Root =
        "Content-Type: application/xop+xml\r\nContent-ID: <root@carnet>\r\n\r\n<root/>";
}

/// <summary>A stream that gives at most so many bytes at a time, as a network does.</summary>
internal sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
}
