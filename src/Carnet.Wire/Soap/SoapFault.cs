using System.Buffers;
using System.Globalization;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Soap;

/// <summary>Who is to blame for a fault.</summary>
public enum SoapFaultCode
{
    Sender,
    Receiver,
    MustUnderstand,
    VersionMismatch,
}

/// <summary>A refusal below the transaction.</summary>
/// <param name="Code">Who is to blame.</param>
/// <param name="Subcodes">From the outermost to the innermost.</param>
/// <param name="Reason">French, without any content of the message.</param>
/// <param name="Detail">Our dotted code, in an element of our own; null for none.</param>
/// <remarks>Source: W3C soap12-part1 5.4.</remarks>
public sealed record SoapFault(
    SoapFaultCode Code, IReadOnlyList<XmlQualifiedName> Subcodes, string Reason, string? Detail = null)
{
    /// <summary>Namespace of the detail element <c>code</c> and of our subcodes.</summary>
    public const string Namespace = "urn:carnet:fault";

    /// <summary>Reads from the reader's element; <c>soap.fault</c> where the code is missing or unknown.</summary>
    public static SoapFault Read(XmlReader reader) => SoapFaultReader.Read(reader);

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<soap:Fault xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"><soap:Code><soap:Value>soap:"u8)
            .Text(Code.ToString()).Raw("</soap:Value>"u8);
        for (var i = 0; i < Subcodes.Count; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"s{i}");
            xml.Raw("<soap:Subcode><soap:Value xmlns:"u8).Raw(System.Text.Encoding.ASCII.GetBytes(prefix))
                .Raw("=\""u8).Value(Subcodes[i].Namespace).Raw("\">"u8).Text(prefix).Raw(":"u8)
                .Text(Subcodes[i].Name).Raw("</soap:Value>"u8);
        }

        for (var i = 0; i < Subcodes.Count; i++)
        {
            xml.Raw("</soap:Subcode>"u8);
        }

        xml.Raw("</soap:Code><soap:Reason><soap:Text xml:lang=\"fr\">"u8).Text(Reason)
            .Raw("</soap:Text></soap:Reason>"u8);
        if (Detail is { } detail)
        {
            xml.Raw("<soap:Detail><f:code xmlns:f=\"urn:carnet:fault\">"u8).Text(detail)
                .Raw("</f:code></soap:Detail>"u8);
        }

        xml.Raw("</soap:Fault>"u8);
    }
}
