using System.Xml;

namespace Carnet.Wire.Soap;

/// <summary>Reads a fault, ours or that of another server.</summary>
/// <remarks>Source: W3C soap12-part1 5.4.</remarks>
internal static class SoapFaultReader
{
    private const string Defect = "soap.fault";

    public static SoapFault Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "Fault", SoapNames.Envelope, Defect);
        List<XmlQualifiedName> codes = [];
        string? reason = null;
        string? detail = null;
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            switch (reader.LocalName)
            {
                case "Code":
                    ReadCode(reader, codes);
                    break;
                case "Reason":
                    reason = First(reader, "Text") ?? reason;
                    break;
                case "Detail":
                    detail = First(reader, "code") ?? detail;
                    break;
            }
        }

        if (codes is [{ Namespace: SoapNames.Envelope, Name: var name }, .. var subcodes]
            && Enum.TryParse<SoapFaultCode>(name, out var code) && char.IsAsciiLetter(name[0]))
        {
            return new(code, subcodes, reason ?? "", detail);
        }

        throw new WireFormatException(Defect, "Le code d'une erreur SOAP manque ou est inconnu.");
    }

    private static void ReadCode(XmlReader reader, List<XmlQualifiedName> codes)
    {
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName == "Value")
            {
                codes.Add(QualifiedName(reader));
            }
            else if (reader.LocalName == "Subcode")
            {
                ReadCode(reader, codes);
            }
        }
    }

    private static XmlQualifiedName QualifiedName(XmlReader reader)
    {
        // The prefix is declared on this element or above, so it is looked up at its end, still in scope.
        var text = XmlWalk.Text(reader, Defect);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return new(text[(colon + 1)..], reader.LookupNamespace(colon < 0 ? "" : text[..colon]) ?? "");
    }

    private static string? First(XmlReader reader, string name)
    {
        string? first = null;
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (first is null && reader.LocalName == name)
            {
                first = XmlWalk.Text(reader, Defect);
            }
        }

        return first;
    }
}
