using System.Xml;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Xds;

/// <summary>Status and error list, which all three answers share; the prefix <c>rs</c> is declared by the
/// caller.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.4.</remarks>
internal static class ResponseFrame
{
    public static ReadOnlySpan<byte> Urn(ResponseStatus status) => status switch
    {
        ResponseStatus.Success => "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"u8,
        ResponseStatus.PartialSuccess => "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"u8,
        ResponseStatus.Failure => "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"u8,
    };

    public static ResponseStatus StatusOf(XmlReader reader) => RimText.Required(reader, "status") switch
    {
        "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success" => ResponseStatus.Success,
        "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess" => ResponseStatus.PartialSuccess,
        "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure" => ResponseStatus.Failure,
        _ => throw new WireFormatException("xds.status", "L'attribut « status » d'une réponse est inconnu."),
    };

    public static void Write(Utf8XmlWriter xml, IReadOnlyList<RegistryError> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        var highest = errors.Any(e => e.Severity == RegistryError.Error) ? RegistryError.Error : RegistryError.Warning;
        xml.Raw("<rs:RegistryErrorList highestSeverity=\""u8).Value(highest).Raw("\">"u8);
        foreach (var error in errors)
        {
            xml.Raw("<rs:RegistryError errorCode=\""u8).Value(error.ErrorCode).Raw("\" codeContext=\""u8)
                .Value(error.CodeContext).Raw("\""u8).Attribute("location"u8, error.Location)
                .Raw(" severity=\""u8).Value(error.Severity).Raw("\"/>"u8);
        }

        xml.Raw("</rs:RegistryErrorList>"u8);
    }

    public static List<RegistryError> Errors(XmlReader reader)
    {
        List<RegistryError> errors = [];
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName == "RegistryError" && reader.NamespaceURI == RimText.Rs)
            {
                errors.Add(new(RimText.Required(reader, "errorCode"), reader.GetAttribute("codeContext") ?? "",
                    reader.GetAttribute("location") is { Length: > 0 } location ? location : null,
                    reader.GetAttribute("severity") is { Length: > 0 } severity ? severity : RegistryError.Error));
            }
        }

        return errors;
    }
}
