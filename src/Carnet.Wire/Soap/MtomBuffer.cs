namespace Carnet.Wire.Soap;

/// <summary>A window on the message that knows how far content goes before the next delimiter.</summary>
/// <remarks>
/// Every byte is searched once, in bulk. The window keeps back the few last bytes, in which a delimiter may begin. It
/// starts
/// with a line break of its own, so that the first delimiter needs no rule of its own.
/// </remarks>
internal sealed class MtomBuffer
{
    private readonly Stream _stream;
    private readonly byte[] _delimiter;
    private readonly byte[] _bytes;
    private int _start;
    private int _safe;
    private int _end;
    private bool _delimited;

    public MtomBuffer(Stream stream, byte[] delimiter, int headerBytes)
    {
        _stream = stream;
        _delimiter = delimiter;
        _bytes = new byte[Math.Max(64 * 1024, 4 * headerBytes)];
        _bytes[0] = (byte)'\r';
        _bytes[1] = (byte)'\n';
        _end = 2;
    }

    /// <summary>Bytes that are content for sure; empty at a delimiter.</summary>
    public ReadOnlySpan<byte> Content => _bytes.AsSpan(_start, _safe - _start);

    public ReadOnlyMemory<byte> ContentMemory => _bytes.AsMemory(_start, _safe - _start);

    public void Consume(int count) => _start += count;

    /// <summary>True when there is content to take, false at the delimiter.</summary>
    public async ValueTask<bool> MoreAsync(CancellationToken ct)
    {
        while (_start == _safe)
        {
            if (_delimited)
            {
                return false;
            }

            if (!Search())
            {
                await FillAsync(ct);
            }
        }

        return true;
    }

    /// <summary>Steps over the delimiter; false where it was the last one of the message.</summary>
    public async ValueTask<bool> PassDelimiterAsync(CancellationToken ct)
    {
        _start += _delimiter.Length;
        _safe = _start;
        _delimited = false;
        for (var padding = 0; ; padding++)
        {
            await EnsureAsync(2, ct);
            var two = _bytes.AsSpan(_start, 2);
            if (two.SequenceEqual("\r\n"u8))
            {
                return true;
            }

            if (padding == 0 && two.SequenceEqual("--"u8))
            {
                return false;
            }

            // Padding may follow the boundary; anything else means that the boundary stands inside some content.
            if (two[0] is not ((byte)' ' or (byte)'\t') || padding > 64)
            {
                throw new WireFormatException("mtom.delimiter", "Une ligne de séparation des parties est mal formée.");
            }

            _start++;
            _safe = _start;
        }
    }

    /// <summary>Reads the headers of a part, from the line break that ends its delimiter.</summary>
    public async ValueTask<MtomPartHeaders> HeadersAsync(MtomLimits limits, CancellationToken ct)
    {
        while (true)
        {
            var block = _bytes.AsSpan(_start, _end - _start);
            var length = block.IndexOf("\r\n\r\n"u8);
            if (length >= 0)
            {
                var headers = MtomPartHeaders.Parse(block[..length], limits);
                // The second line break stays: it opens the delimiter of a part without content.
                _start += length + 2;
                _safe = _start;
                return headers;
            }

            if (block.Length > limits.PartHeaderBytes + 4)
            {
                throw MtomPartHeaders.TooLong();
            }

            await FillAsync(ct);
        }
    }

    /// <summary>Takes the line break that ends the headers, unless it already belongs to a delimiter.</summary>
    public async ValueTask PassBlankLineAsync(CancellationToken ct)
    {
        await EnsureAsync(_delimiter.Length, ct);
        if (!_bytes.AsSpan(_start, _end - _start).StartsWith(_delimiter))
        {
            _start += 2;
            _safe = _start;
        }
    }

    private bool Search()
    {
        var at = _bytes.AsSpan(_start, _end - _start).IndexOf(_delimiter);
        _delimited = at >= 0;
        _safe = _delimited ? _start + at : Math.Max(_start, _end - _delimiter.Length + 1);
        return _delimited || _safe > _start;
    }

    private async ValueTask EnsureAsync(int count, CancellationToken ct)
    {
        while (_end - _start < count)
        {
            await FillAsync(ct);
        }
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _safe -= _start;
            _start = 0;
        }

        var read = await _stream.ReadAsync(_bytes.AsMemory(_end), ct);
        _end += read > 0 ? read
            : throw new WireFormatException("mtom.truncated", "Le message s'arrête avant sa dernière séparation.");
    }
}
