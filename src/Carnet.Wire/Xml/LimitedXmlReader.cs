using System.Xml;
using System.Xml.Schema;

namespace Carnet.Wire.Xml;

/// <summary>Passes a reader through and stops at the first limit that is crossed.</summary>
internal sealed class LimitedXmlReader(XmlReader inner, XmlLimits limits) : XmlReader, IXmlLineInfo, IXmlNamespaceResolver
{
    private static readonly string[] Encodings = ["utf-8", "us-ascii", "utf-16", "iso-8859-1"];

    public override bool Read()
    {
        bool read;
        try
        {
            read = inner.Read();
        }
        catch (XmlException cause)
        {
            throw SafeXml.Wrap(cause);
        }
        catch (Exception cause) when (cause is ArgumentException or System.Text.DecoderFallbackException)
        {
            throw BadEncoding(cause);
        }

        if (read)
        {
            Check();
        }

        return read;
    }

    private void Check()
    {
        switch (inner.NodeType)
        {
            case XmlNodeType.Element:
                if (inner.Depth >= limits.Depth)
                {
                    throw new WireFormatException("xml.depth", $"Le XML a plus de {limits.Depth} niveaux.");
                }

                if (inner.AttributeCount > limits.Attributes)
                {
                    throw new WireFormatException("xml.attributes",
                        $"Un élément XML a plus de {limits.Attributes} attributs.");
                }

                if (inner.Name.Length > limits.NameLength)
                {
                    throw new WireFormatException("xml.name",
                        $"Un nom XML a plus de {limits.NameLength} caractères.");
                }

                break;
            case XmlNodeType.XmlDeclaration
                when inner.GetAttribute("encoding") is { } encoding
                    && !Encodings.Contains(encoding, StringComparer.OrdinalIgnoreCase):
                throw new WireFormatException("xml.encoding", "L'encodage du XML n'est pas admis : employez UTF-8.");
            case XmlNodeType.DocumentType or XmlNodeType.EntityReference or XmlNodeType.Entity:
                throw new WireFormatException("xml.dtd", "Le message contient une DTD, qui n'est pas admise.");
        }
    }

    public override int AttributeCount => inner.AttributeCount;

    public override string BaseURI => inner.BaseURI;

    public override int Depth => inner.Depth;

    public override bool EOF => inner.EOF;

    public override bool IsEmptyElement => inner.IsEmptyElement;

    public override string LocalName => inner.LocalName;

    public override string Name => inner.Name;

    public override string NamespaceURI => inner.NamespaceURI;

    public override XmlNameTable NameTable => inner.NameTable;

    public override XmlNodeType NodeType => inner.NodeType;

    public override string Prefix => inner.Prefix;

    public override ReadState ReadState => inner.ReadState;

    /// <remarks>
    /// The parser reads the rest of a long text only when its value is asked for, and may complain then.
    /// </remarks>
    public override string Value
    {
        get
        {
            try
            {
                return inner.Value;
            }
            catch (XmlException cause)
            {
                throw SafeXml.Wrap(cause);
            }
            catch (Exception cause) when (cause is ArgumentException or System.Text.DecoderFallbackException)
            {
                throw BadEncoding(cause);
            }
        }
    }

    public override bool HasValue => inner.HasValue;

    public override bool IsDefault => inner.IsDefault;

    public override string XmlLang => inner.XmlLang;

    public override XmlSpace XmlSpace => inner.XmlSpace;

    public override IXmlSchemaInfo? SchemaInfo => inner.SchemaInfo;

    public override bool CanReadBinaryContent => inner.CanReadBinaryContent;

    public override bool CanReadValueChunk => inner.CanReadValueChunk;

    public override string GetAttribute(int i) => inner.GetAttribute(i);

    public override string? GetAttribute(string name) => inner.GetAttribute(name);

    public override string? GetAttribute(string name, string? namespaceURI) => inner.GetAttribute(name, namespaceURI);

    public override string? LookupNamespace(string prefix) => inner.LookupNamespace(prefix);

    public IDictionary<string, string> GetNamespacesInScope(XmlNamespaceScope scope)
        => ((IXmlNamespaceResolver)inner).GetNamespacesInScope(scope);

    public string? LookupPrefix(string namespaceName) => ((IXmlNamespaceResolver)inner).LookupPrefix(namespaceName);

    public override bool MoveToAttribute(string name) => inner.MoveToAttribute(name);

    public override bool MoveToAttribute(string name, string? ns) => inner.MoveToAttribute(name, ns);

    public override void MoveToAttribute(int i) => inner.MoveToAttribute(i);

    public override bool MoveToElement() => inner.MoveToElement();

    public override bool MoveToFirstAttribute() => inner.MoveToFirstAttribute();

    public override bool MoveToNextAttribute() => inner.MoveToNextAttribute();

    public override bool ReadAttributeValue() => inner.ReadAttributeValue();

    public override void ResolveEntity()
        => throw new WireFormatException("xml.dtd", "Le message contient une entité, qui n'est pas admise.");

    public override int ReadContentAsBase64(byte[] buffer, int index, int count)
        => Guarded(() => inner.ReadContentAsBase64(buffer, index, count));

    public override int ReadElementContentAsBase64(byte[] buffer, int index, int count)
        => Guarded(() => inner.ReadElementContentAsBase64(buffer, index, count));

    public override int ReadValueChunk(char[] buffer, int index, int count)
        => Guarded(() => inner.ReadValueChunk(buffer, index, count));

    public bool HasLineInfo() => inner is IXmlLineInfo line && line.HasLineInfo();

    public int LineNumber => inner is IXmlLineInfo line ? line.LineNumber : 0;

    public int LinePosition => inner is IXmlLineInfo line ? line.LinePosition : 0;

    public override void Close() => inner.Close();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static WireFormatException BadEncoding(Exception cause)
        => new("xml.encoding", "L'encodage du XML n'est pas admis : employez UTF-8.", cause);

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException cause)
        {
            throw SafeXml.Wrap(cause);
        }
        catch (Exception cause) when (cause is ArgumentException or System.Text.DecoderFallbackException)
        {
            throw BadEncoding(cause);
        }
    }
}
