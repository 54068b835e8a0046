using System.Buffers;
using System.Xml;

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

    public static SoapFault Read(XmlReader reader) => throw new NotImplementedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();
}
