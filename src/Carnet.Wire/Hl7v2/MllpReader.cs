using System.Buffers;
using System.IO.Pipelines;

namespace Carnet.Wire.Hl7v2;

/// <summary>Takes messages out of a connection, one after the other: <c>0x0B</c>, the message, <c>0x1C 0x0D</c>.</summary>
/// <remarks>
/// What stands outside a frame is refused but for line ends, and a second start within a frame says that the first was
/// cut off. After a <see cref="WireFormatException"/> the connection cannot be used further. Source: HL7 v2.5 (Minimal
/// Lower Layer Protocol).
/// </remarks>
public sealed class MllpReader(PipeReader input, int maxBytes)
{
    public const byte StartBlock = 0x0B;
    public const byte EndBlock = 0x1C;
    public const byte CarriageReturn = 0x0D;

    /// <summary>Waits for the first byte of a message; false when the other side has closed between two messages.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken ct)
    {
        while (true)
        {
            var read = await input.ReadAsync(ct);
            var found = read.Buffer.PositionOf(StartBlock);
            var before = found is { } start ? read.Buffer.Slice(0, start) : read.Buffer;
            foreach (var piece in before)
            {
                if (piece.Span.ContainsAnyExcept(CarriageReturn, (byte)'\n'))
                {
                    throw new WireFormatException("mllp.frame", "Des octets se trouvent hors d'une trame MLLP (0x0B … 0x1C 0x0D).");
                }
            }

            input.AdvanceTo(found ?? read.Buffer.End);
            if (found is not null || read.IsCompleted)
            {
                return found is not null;
            }
        }
    }

    /// <summary>Reads the message whose first byte was awaited.</summary>
    /// <param name="progress">Told after each piece how many bytes have come in all.</param>
    /// <exception cref="WireFormatException">Codes <c>mllp.too-large</c>, <c>mllp.frame</c>, <c>mllp.truncated</c>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Action<int> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var message = new ArrayBufferWriter<byte>(4096);
        var started = false;
        while (true)
        {
            var read = await input.ReadAsync(ct);
            var buffer = started || read.Buffer.IsEmpty ? read.Buffer : read.Buffer.Slice(1);
            started |= !read.Buffer.IsEmpty;
            var end = buffer.PositionOf(EndBlock);
            foreach (var piece in end is { } at ? buffer.Slice(0, at) : buffer)
            {
                if (message.WrittenCount + piece.Length > maxBytes)
                {
                    input.AdvanceTo(read.Buffer.End);
                    throw new WireFormatException("mllp.too-large",
                        FormattableString.Invariant($"Le message dépasse la limite de {maxBytes / 1024} Kio."));
                }

                if (piece.Span.Contains(StartBlock))
                {
                    input.AdvanceTo(read.Buffer.End);
                    throw new WireFormatException("mllp.frame", "Une trame MLLP commence avant la fin de la précédente (0x0B sans 0x1C 0x0D).");
                }

                message.Write(piece.Span);
            }

            input.AdvanceTo(end is { } found ? buffer.GetPosition(1, found) : read.Buffer.End);
            progress(message.WrittenCount);
            if (end is not null)
            {
                await EndAsync(ct);
                return message.WrittenMemory;
            }

            if (read.IsCompleted)
            {
                throw new WireFormatException("mllp.truncated", "La connexion s'est fermée avant la fin de la trame (0x1C 0x0D).");
            }
        }
    }

    private async ValueTask EndAsync(CancellationToken ct)
    {
        var read = await input.ReadAsync(ct);
        if (read.Buffer.IsEmpty || read.Buffer.FirstSpan[0] != CarriageReturn)
        {
            input.AdvanceTo(read.Buffer.Start);
            throw new WireFormatException("mllp.frame", "La fin de la trame MLLP (0x1C) n'est pas suivie de 0x0D.");
        }

        input.AdvanceTo(read.Buffer.GetPosition(1));
    }
}
