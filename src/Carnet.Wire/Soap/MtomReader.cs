using System.Buffers;

namespace Carnet.Wire.Soap;

/// <summary>Reads a multipart/related message part by part, in memory that does not grow with the parts.</summary>
/// <remarks>
/// Line breaks are CR LF only: a reader that took a bare LF would see other parts than one that does not.
/// The minimum data rate (a part sent one byte a second) is the transport's task. What follows the last delimiter is
/// not
/// read. Source: RFC 2387, RFC 2046 §5.1, W3C xop10.
/// </remarks>
public sealed class MtomReader : IDisposable
{
    private readonly MtomBuffer _buffer;
    private readonly MtomLimits _limits;
    private readonly HashSet<string> _contentIds = new(StringComparer.Ordinal);
    private MtomPartStream _current;
    private int _parts;
    private bool _finished;

    private MtomReader(MtomBuffer buffer, MtomLimits limits)
    {
        _buffer = buffer;
        _limits = limits;
        // Text before the first delimiter counts as headers: nothing sends one, and it must not be endless.
        _current = new(buffer, limits.PartHeaderBytes, MtomPartHeaders.TooLong);
    }

    /// <summary>The SOAP envelope.</summary>
    public ReadOnlyMemory<byte> Root { get; private set; }

    /// <summary>Content-ID of the root without brackets; null where it has none.</summary>
    public string? RootContentId { get; private set; }

    /// <summary>Reads up to the end of the root part; <c>mtom.…</c> for the first defect.</summary>
    public static async Task<MtomReader> OpenAsync(
        Stream stream, string contentType, MtomLimits limits, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(limits);
        var frame = MtomFrame.Parse(contentType);
        var reader = new MtomReader(new(stream, frame.Delimiter, limits.PartHeaderBytes), limits);
        try
        {
            await reader.ReadRootAsync(frame, ct);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The next part, or null after the last; what was not read of the part before is skipped.</summary>
    public async Task<MtomPart?> ReadNextPartAsync(CancellationToken ct)
    {
        if (await NextHeadersAsync(ct) is not { } headers)
        {
            return null;
        }

        var id = headers.ContentId
            ?? throw new WireFormatException("mtom.content-id", "Une partie n'a pas d'en-tête « Content-ID ».");
        _current = new(_buffer, _limits.PartBytes,
            () => new("mtom.part-size", "Une partie dépasse la taille admise."));
        return new(id, headers.ContentType, _current);
    }

    /// <summary>Closes the current part; the message's own stream stays open.</summary>
    public void Dispose() => _current.Dispose();

    private async Task ReadRootAsync(MtomFrame frame, CancellationToken ct)
    {
        var headers = await NextHeadersAsync(ct)
            ?? throw new WireFormatException("mtom.root", "Le message ne contient aucune partie.");
        RootContentId = headers.ContentId;
        if (frame.Start is not null && frame.Start != RootContentId)
        {
            throw new WireFormatException("mtom.root-first", "La première partie n'est pas l'enveloppe SOAP.");
        }

        if (MediaType.Parse(headers.ContentType, "mtom.root-type").Name != "application/xop+xml")
        {
            throw new WireFormatException("mtom.root-type", "La première partie n'est pas « application/xop+xml ».");
        }

        _current = new(_buffer, _limits.RootBytes,
            () => new("mtom.root-size", "L'enveloppe SOAP dépasse la taille admise."));
        var root = new ArrayBufferWriter<byte>(32 * 1024);
        while (await _current.ReadAsync(root.GetMemory(4096), ct) is > 0 and var read)
        {
            root.Advance(read);
        }

        Root = root.WrittenMemory;
    }

    private async Task<MtomPartHeaders?> NextHeadersAsync(CancellationToken ct)
    {
        if (_finished)
        {
            return null;
        }

        await _current.FinishAsync(ct);
        if (!await _buffer.PassDelimiterAsync(ct))
        {
            _finished = true;
            return null;
        }

        if (++_parts > _limits.Parts)
        {
            throw new WireFormatException("mtom.parts", "Le message a trop de parties.");
        }

        var headers = await _buffer.HeadersAsync(_limits, ct);
        await _buffer.PassBlankLineAsync(ct);
        return headers.ContentId is not { } id || _contentIds.Add(id) ? headers
            : throw new WireFormatException("mtom.content-id-repeated", "Deux parties portent le même « Content-ID ».");
    }
}
