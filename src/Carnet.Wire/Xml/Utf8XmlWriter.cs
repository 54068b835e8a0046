using System.Buffers;
using System.Globalization;

namespace Carnet.Wire.Xml;

/// <summary>
/// Writes XML as UTF-8 bytes, markup given as literals and content escaped, with no bookkeeping at all.
/// </summary>
/// <remarks>
/// For the answers that are written thousands of times a second. Nothing is buffered here, so there is nothing to flush.
/// The caller owes balanced tags and declared prefixes. Content can never break out of its place: what XML forbids
/// becomes U+FFFD, and carriage returns are written as references so that they survive a reader.
/// What comes out of <see cref="Text(ReadOnlySpan{char})"/> and <see cref="Value(ReadOnlySpan{char})"/> is already in
/// canonical form. Source: W3C xml-c14n §2.3.
/// </remarks>
public sealed class Utf8XmlWriter(IBufferWriter<byte> output)
{
    // Answers are written into rented memory, literal by literal: known as such, each costs a copy and no virtual call.
    private readonly PooledBytes? _pooled = output as PooledBytes;

    /// <summary>Markup exactly as given: <c>Raw("&lt;rim:Slot name=\""u8)</c>.</summary>
    public Utf8XmlWriter Raw(ReadOnlySpan<byte> markup)
    {
        if (_pooled is { } pooled)
        {
            pooled.Write(markup);
        }
        else
        {
            output.Write(markup);
        }

        return this;
    }

    /// <summary>The content of an element.</summary>
    public Utf8XmlWriter Text(ReadOnlySpan<char> text)
    {
        XmlEscape.Text(output, text);
        return this;
    }

    /// <summary>The content of an element.</summary>
    public Utf8XmlWriter Text(string? text) => Text(text.AsSpan());

    /// <summary>The content of an attribute, between double quotes that the caller writes.</summary>
    public Utf8XmlWriter Value(ReadOnlySpan<char> text)
    {
        XmlEscape.Attribute(output, text);
        return this;
    }

    /// <summary>The content of an attribute, between double quotes that the caller writes.</summary>
    public Utf8XmlWriter Value(string? text) => Value(text.AsSpan());

    /// <summary>
    /// A whole attribute with the space before it; <paramref name="name"/> is trusted markup, no prefix check.
    /// </summary>
    public Utf8XmlWriter Attribute(ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        Raw(" "u8).Raw(name).Raw("=\""u8);
        XmlEscape.Attribute(output, value);
        return Raw("\""u8);
    }

    /// <summary>A whole attribute, or nothing when the value is null.</summary>
    public Utf8XmlWriter Attribute(ReadOnlySpan<byte> name, string? value)
        => value is null ? this : Attribute(name, value.AsSpan());

    /// <summary>A whole number in decimal digits.</summary>
    public Utf8XmlWriter Number(long value)
    {
        var span = output.GetSpan(20);
        value.TryFormat(span, out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
        return this;
    }

    /// <summary>Bytes as base64 in one line, without a copy of the whole.</summary>
    public Utf8XmlWriter Base64(ReadOnlySpan<byte> bytes)
    {
        // A multiple of three, so that padding only appears at the end.
        const int Step = 3 * 4096;
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(Step, bytes.Length)];
            var span = output.GetSpan((piece.Length + 2) / 3 * 4);
            System.Buffers.Text.Base64.EncodeToUtf8(piece, span, out _, out var written);
            output.Advance(written);
            bytes = bytes[piece.Length..];
        }

        return this;
    }
}
