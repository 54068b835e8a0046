using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Carnet.Server.Platform.Storage;

/// <summary>Writes the clear text of a sealed value: fields in a fixed order, each with its length. Small and fast.</summary>
/// <remarks>The first byte is the version of the layout; a reader that knows an older one keeps reading it.</remarks>
internal sealed class Packer
{
    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    public Packer(byte version) => Byte(version);

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public Packer Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
        return this;
    }

    public Packer Count(int value)
    {
        var left = (uint)value;
        while (left >= 0x80)
        {
            Byte((byte)(left | 0x80));
            left >>= 7;
        }

        return Byte((byte)left);
    }

    public Packer Long(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
        return this;
    }

    public Packer Text(string? value)
    {
        if (value is null)
        {
            return Count(0);
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Count(length + 1);
        Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length));
        _bytes.Advance(length);
        return this;
    }

    public Packer Instant(DateTimeOffset? value) => Long(value?.ToMicro() ?? long.MinValue);
}

/// <summary>Reads what <see cref="Packer"/> wrote, in the same order.</summary>
internal ref struct Unpacker
{
    private ReadOnlySpan<byte> _left;

    public Unpacker(ReadOnlySpan<byte> bytes)
    {
        _left = bytes;
        Version = Byte();
    }

    public byte Version { get; }

    public byte Byte()
    {
        var value = _left[0];
        _left = _left[1..];
        return value;
    }

    public int Count()
    {
        var (value, shift) = (0u, 0);
        byte next;
        do
        {
            next = Byte();
            value |= (uint)(next & 0x7F) << shift;
            shift += 7;
        }
        while ((next & 0x80) != 0);
        return (int)value;
    }

    public long Long()
    {
        var value = BinaryPrimitives.ReadInt64BigEndian(_left);
        _left = _left[8..];
        return value;
    }

    public string? Text() => TryTake(out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>A text that many values share, a code or its label: made once and handed out again.</summary>
    /// <remarks>Never for what names a person: the texts stay in memory.</remarks>
    public string? Common() => TryTake(out var bytes) ? CommonTexts.Of(bytes) : null;

    private bool TryTake(out ReadOnlySpan<byte> bytes)
    {
        var length = Count() - 1;
        bytes = length < 0 ? default : _left[..length];
        _left = length < 0 ? _left : _left[length..];
        return length >= 0;
    }

    public DateTimeOffset? Instant()
    {
        var micro = Long();
        return micro == long.MinValue ? null : Instants.FromMicro(micro);
    }
}
