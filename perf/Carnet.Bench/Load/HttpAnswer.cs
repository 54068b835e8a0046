using System.Buffers.Text;
using System.Text;

namespace Carnet.Bench.Load;

/// <summary>An HTTP/1.1 answer, read no further than needed to know where it ends.</summary>
internal sealed class HttpAnswer
{
    private byte[] _buffer = new byte[256 * 1024];
    private int _length;

    public int Status { get; private set; }

    /// <summary>The whole answer with head, and with the marks of its chunks.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Whether the registry says that all went well.</summary>
    public bool IsSoapSuccess => Status == 200 && Bytes.IndexOf("ResponseStatusType:Success"u8) >= 0;

    public override string ToString() => Encoding.UTF8.GetString(Bytes[..Math.Min(_length, 2_000)]);

    public void Read(Stream stream)
    {
        _length = 0;
        int body;
        while ((body = Bytes.IndexOf("\r\n\r\n"u8) + 4) < 4)
        {
            More(stream);
        }

        var head = Bytes[..body];
        Status = Utf8Parser.TryParse(head[9..], out int status, out _) ? status : 0;
        if (Number(head, "Content-Length: "u8) is { } length)
        {
            while (_length < body + length)
            {
                More(stream);
            }
        }
        else if (head.IndexOf("Transfer-Encoding: chunked"u8) >= 0)
        {
            ReadChunks(stream, body);
        }
    }

    private void ReadChunks(Stream stream, int at)
    {
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(at, _length - at).IndexOf("\r\n"u8)) < 0)
            {
                More(stream);
            }

            if (!Utf8Parser.TryParse(_buffer.AsSpan(at, line), out int size, out _, 'x'))
            {
                throw new IOException("A chunk has no size.");
            }

            at += line + 2 + size + 2;
            while (_length < at)
            {
                More(stream);
            }

            if (size == 0)
            {
                return;
            }
        }
    }

    private void More(Stream stream)
    {
        if (_length == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = stream.Read(_buffer.AsSpan(_length));
        _length += count > 0 ? count : throw new IOException("The server closed the connection.");
    }

    private static int? Number(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int number, out _) ? number : null;
    }
}
