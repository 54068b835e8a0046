using System.Globalization;
using System.Text;
using System.Xml;

namespace Carnet.Wire.Cda.Drafting;

/// <summary>Writes a French clinical document that holds the minimal structure and the CI-SIS schema.</summary>
/// <remarks>Same draft, same bytes. Source: CI-SIS Structuration minimale 1.16.</remarks>
public static class CdaWriter
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        IndentChars = " ",
        NewLineChars = "\n",
    };

    /// <summary>The document as UTF-8 bytes.</summary>
    public static byte[] Write(CdaDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            var writer = new CdaElementWriter(xml);
            using (writer.Element("ClinicalDocument"))
            {
                Head(writer, draft);
                writer.Patient(draft.Patient);
                Actors(writer, draft);
                Context(writer, draft);
                using (writer.Element("component"))
                {
                    CdaBodyWriter.Write(xml, writer, draft);
                }
            }
        }

        return stream.ToArray();
    }

    private static void Head(CdaElementWriter writer, CdaDraft draft)
    {
        writer.Empty("realmCode", ("code", "FR"));
        writer.Empty("typeId", ("root", "2.16.840.1.113883.1.3"), ("extension", "POCD_HD000040"));
        writer.Id("templateId", new CdaId(CdaOids.HealthLevelSevenFrance, null));
        writer.Id("templateId", new CdaId(CdaOids.MinimalStructure, null));
        if (draft.Content is not null)
        {
            writer.Id("templateId", new CdaId(CdaOids.Unstructured, null));
        }

        foreach (var template in draft.Templates)
        {
            writer.Id("templateId", template);
        }

        writer.Id("id", draft.Id);
        writer.Code("code", draft.Code);
        writer.Text("title", draft.Title);
        writer.Time("effectiveTime", draft.Created);
        writer.Code("confidentialityCode", new CdaCode("N", CdaOids.Confidentiality, "Normal"));
        writer.Empty("languageCode", ("code", "fr-FR"));
        writer.Id("setId", draft.SetId);
        writer.Empty("versionNumber", ("value", draft.Version.ToString(CultureInfo.InvariantCulture)));
    }

    private static void Actors(CdaElementWriter writer, CdaDraft draft)
    {
        using (writer.Element("author"))
        {
            if (draft.Author.Function is { } function)
            {
                writer.Code("functionCode", function);
            }

            writer.Time("time", draft.Created);
            writer.Entity("assignedAuthor", draft.Author, null);
        }

        using (writer.Element("custodian"))
        using (writer.Element("assignedCustodian"))
        {
            writer.Organization("representedCustodianOrganization", draft.Custodian, null);
        }

        using (writer.Element("legalAuthenticator"))
        {
            writer.Time("time", draft.Created);
            writer.Empty("signatureCode", ("code", "S"));
            writer.Entity("assignedEntity", draft.LegalAuthenticator ?? draft.Author, null);
        }
    }

    private static void Context(CdaElementWriter writer, CdaDraft draft)
    {
        using (writer.Element("documentationOf"))
        using (writer.Element("serviceEvent"))
        {
            if (draft.Act.Code is { } code)
            {
                writer.Code("code", code);
            }

            writer.Interval(draft.Act.Start, draft.Act.End);
            using (writer.Element("performer", ("typeCode", "PRF")))
            {
                writer.Entity("assignedEntity", draft.Author, draft.Act.PracticeSetting);
            }
        }

        if (draft.Replaces is { } replaced)
        {
            using (writer.Element("relatedDocument", ("typeCode", "RPLC")))
            using (writer.Element("parentDocument"))
            {
                writer.Id("id", replaced);
            }
        }

        using (writer.Element("componentOf"))
        using (writer.Element("encompassingEncounter"))
        {
            writer.Code("code", draft.Encounter.Code);
            writer.Interval(draft.Encounter.Start, draft.Encounter.End);
            using (writer.Element("location"))
            using (writer.Element("healthCareFacility"))
            {
                writer.Code("code", draft.Encounter.Facility);
            }
        }
    }
}
