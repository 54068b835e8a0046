using System.Buffers;
using System.Xml;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Xds;

/// <summary>The plain answer of ITI-41 and ITI-57: a status and what went wrong.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.4.</remarks>
public sealed record RegistryResponse(ResponseStatus Status, IReadOnlyList<RegistryError> Errors)
{
    public static RegistryResponse Success { get; } = new(ResponseStatus.Success, []);

    public static RegistryResponse Failure(params IReadOnlyList<RegistryError> errors)
        => new(ResponseStatus.Failure, errors);

    /// <summary>Warnings alone leave a success; errors beside results make it partial.</summary>
    public static ResponseStatus StatusOf(IReadOnlyList<RegistryError> errors, bool anyResult)
        => !errors.Any(e => e.Severity == RegistryError.Error) ? ResponseStatus.Success
            : anyResult ? ResponseStatus.PartialSuccess : ResponseStatus.Failure;

    /// <summary>Reads from the reader's element; an <c>xds.…</c> code for the first defect.</summary>
    public static RegistryResponse Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "RegistryResponse", RimText.Rs, "xds.body");
        var status = ResponseFrame.StatusOf(reader);
        IReadOnlyList<RegistryError> errors = [];
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName == "RegistryErrorList" && reader.NamespaceURI == RimText.Rs)
            {
                errors = ResponseFrame.Errors(reader);
            }
        }

        return new(status, errors);
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<rs:RegistryResponse xmlns:rs=\"urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0\" status=\""u8)
            .Raw(ResponseFrame.Urn(Status)).Raw("\">"u8);
        ResponseFrame.Write(xml, Errors);
        xml.Raw("</rs:RegistryResponse>"u8);
    }
}
