using System.Globalization;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Cda;

/// <summary>Reads the header of a clinical document in one forward pass.</summary>
/// <remarks>
/// Style-sheet instructions, schema locations and foreign extensions are passed over, never followed. A document that
/// is
/// no CDA throws <see cref="WireFormatException"/> with code <c>cda.root</c>. Source: HL7 CDA R2.
/// </remarks>
public static class CdaHeaderReader
{
    private const string StyleSheetNamespace = "http://www.w3.org/1999/XSL/Transform";

    /// <summary>Reads up to the body and stops there: what follows may still be malformed.</summary>
    public static CdaHeader Read(Stream stream)
    {
        using var reader = SafeXml.Open(stream, XmlLimits.Document);
        return ReadHeader(reader);
    }

    /// <summary>Reads the header and goes through the rest, so that the whole is known to be well-formed and in
    /// limits.</summary>
    public static CdaHeader ReadWhole(Stream stream)
    {
        using var reader = SafeXml.Open(stream, XmlLimits.Document);
        var header = ReadHeader(reader);
        while (reader.Read())
        {
            if (IsRoot(reader))
            {
                throw new WireFormatException("cda.root", "Le fichier contient plusieurs documents CDA.");
            }
        }

        return header;
    }

    /// <summary>Stands on ClinicalDocument afterwards; says whether it lay inside a style sheet.</summary>
    internal static bool MoveToRoot(XmlReader reader)
    {
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (IsRoot(reader))
            {
                return reader.Depth > 0;
            }

            if (reader.Depth == 0 && reader.NamespaceURI != StyleSheetNamespace)
            {
                break;
            }
        }

        throw new WireFormatException("cda.root", "La racine du document n'est pas ClinicalDocument (HL7 CDA R2).");
    }

    private static bool IsRoot(XmlReader reader)
        => reader.NodeType == XmlNodeType.Element && reader.LocalName == "ClinicalDocument"
            && reader.NamespaceURI == CdaElement.Namespace;

    /// <summary>Reads the header; the reader then stands on nonXMLBody's text, on structuredBody or on the root's
    /// end.</summary>
    internal static CdaHeader ReadHeader(XmlReader reader)
    {
        var header = new CdaHeader { SelfPresenting = MoveToRoot(reader) };
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var depth = reader.Depth;
        var budget = 0;
        if (reader.IsEmptyElement)
        {
            return header;
        }

        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.NamespaceURI != CdaElement.Namespace)
            {
                CdaElement.SkipInside(reader);
                continue;
            }

            counts[reader.LocalName] = counts.GetValueOrDefault(reader.LocalName) + 1;
            switch (reader.LocalName)
            {
                case "component":
                    return header with { Body = CdaBody.Detect(reader), Occurrences = counts };
                case "informant" or "informationRecipient" or "dataEnterer" or "authenticator" or "inFulfillmentOf"
                    or "authorization":
                    CdaElement.SkipInside(reader);
                    break;
                default:
                    header = Apply(header, CdaElement.Read(reader, ref budget), counts[reader.LocalName] == 1);
                    break;
            }
        }

        return header with { Occurrences = counts };
    }

    // Of an element that may stand only once the first counts; the rules refuse the second.
    private static CdaHeader Apply(CdaHeader header, CdaElement element, bool first) => element.Name switch
    {
        "templateId" => header with { TemplateIds = [.. header.TemplateIds, CdaMapping.Id(element)] },
        "author" => header with { Authors = [.. header.Authors, CdaMapping.Actor(element, "assignedAuthor")] },
        "participant" => header with
        {
            Participants = [.. header.Participants, CdaMapping.Actor(element, "associatedEntity")],
        },
        "documentationOf" when element.At("serviceEvent") is { } act => header with
        {
            ServiceEvents = [.. header.ServiceEvents, CdaMapping.ServiceEvent(act)],
        },
        "relatedDocument" => header with
        {
            RelatedDocuments = [.. header.RelatedDocuments, CdaMapping.RelatedDocument(element)],
        },
        _ when !first => header,
        "realmCode" => header with { RealmCode = element["code"] },
        "typeId" => header with { TypeId = CdaMapping.Id(element) },
        "id" => header with { Id = CdaMapping.Id(element) },
        "code" => header with { Code = CdaMapping.Code(element) },
        "title" => header with { Title = element.Text },
        "effectiveTime" => header with { EffectiveTime = CdaTime.Parse(element["value"]) },
        "confidentialityCode" => header with { Confidentiality = CdaMapping.Code(element) },
        "languageCode" => header with { LanguageCode = element["code"] },
        "setId" => header with { SetId = CdaMapping.Id(element) },
        "versionNumber" => header with { VersionNumber = Number(element["value"]) },
        "recordTarget" when element.At("patientRole") is { } role => header with { Patient = CdaMapping.Patient(role) },
        "custodian" when element.At("assignedCustodian", "representedCustodianOrganization") is { } keeper
            => header with { Custodian = CdaMapping.Organization(keeper) },
        "legalAuthenticator" => header with { LegalAuthenticator = CdaMapping.Actor(element, "assignedEntity") },
        "componentOf" when element.At("encompassingEncounter") is { } encounter
            => header with { Encounter = CdaMapping.Encounter(encounter) },
        _ => header,
    };

    internal static int? Number(string? text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
