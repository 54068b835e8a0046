using System.Xml;
using System.Xml.Schema;
using System.Xml.XPath;

namespace Carnet.Wire.Xml;

/// <summary>The only place in Carnet that opens XML.</summary>
/// <remarks>
/// No DTD, no resolver, no external reference, and limits enforced while reading, before any tree exists. Other ways to
/// parse are banned in BannedSymbols.txt. Everything that can go wrong surfaces as <see cref="WireFormatException"/>
/// when the errors pass through <see cref="Wrap(XmlException)"/>. Source: control C-60.
/// </remarks>
public static class SafeXml
{
    /// <summary>Opens a forward reader; the caller disposes it, the stream stays open.</summary>
    public static XmlReader Open(Stream stream, XmlLimits limits)
        => new LimitedXmlReader(XmlReader.Create(stream, Settings(limits)), limits);

    /// <summary>Opens a forward reader over bytes in memory.</summary>
    public static XmlReader Open(ReadOnlyMemory<byte> bytes, XmlLimits limits)
        => Open(new ReadOnlyMemoryStream(bytes), limits);

    /// <summary>A whole document as a tree for XPath, with lines; read through the same limits.</summary>
    /// <exception cref="WireFormatException">It is not well-formed, or beyond the limits.</exception>
    public static XPathNavigator Navigate(ReadOnlyMemory<byte> bytes, XmlLimits limits)
    {
        using var reader = Open(bytes, limits);
#pragma warning disable RS0030 // the one place where the tree is made, from our own reader
        return new XPathDocument(reader, XmlSpace.Preserve).CreateNavigator();
#pragma warning restore RS0030
    }

    /// <summary>Opens a reader that also holds the document against compiled schemas; complaints go to the handler.</summary>
    public static XmlReader OpenValidating(
        ReadOnlyMemory<byte> bytes, XmlLimits limits, XmlSchemaSet schemas, ValidationEventHandler onFault)
    {
        ArgumentNullException.ThrowIfNull(schemas);
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += onFault;
        return XmlReader.Create(Open(bytes, limits), settings);
    }

    /// <summary>Opens a schema file of the operator; what it includes is found by its address.</summary>
    public static XmlReader OpenSchema(Stream stream, string path)
        => XmlReader.Create(stream, Settings(XmlLimits.Document), path);

    /// <summary>Turns a parser's complaint into ours, with line and column and without content.</summary>
    public static WireFormatException Wrap(XmlException cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        var code = cause.Message.Contains("DTD", StringComparison.Ordinal) ? "xml.dtd" : "xml.malformed";
        var message = code is "xml.dtd"
            ? "Le message contient une DTD, qui n'est pas admise."
            : FormattableString.Invariant(
                $"Le XML est mal formé (ligne {cause.LineNumber}, colonne {cause.LinePosition}).");
        return new WireFormatException(code, message);
    }

    private static XmlReaderSettings Settings(XmlLimits limits) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = limits.Characters,
        MaxCharactersFromEntities = 1024,
        CheckCharacters = true,
        IgnoreWhitespace = false,
        IgnoreComments = false,
        CloseInput = false,
    };
}

/// <summary>A read-only stream over memory, without a copy.</summary>
public sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> bytes) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, bytes.Length);
            _position = (int)value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, bytes.Length - _position);
        bytes.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        SeekOrigin.End => bytes.Length + offset,
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
