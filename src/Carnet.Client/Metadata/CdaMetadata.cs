using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Wire.Cda;
using Carnet.Wire.Xds;

namespace Carnet.Client.Metadata;

/// <summary>Who deposits, as software that holds a card knows it.</summary>
/// <param name="Person">PS_IdNat of a professional or employee; null where a structure deposits.</param>
/// <param name="Specialty">Author specialty, e.g. <c>G15_10/SM26</c>; null without one.</param>
public sealed record Depositor(
    string? Person, string? FamilyName, string? GivenName, string? Specialty, string Structure, string StructureName,
    string Sector);

/// <summary>Makes the XDS metadata of a deposit from the header of the document, as a practice software does.</summary>
/// <remarks>Source: DMP 6.2 (CI-SIS mapping of CDA to XDS), 3.7.</remarks>
public static class CdaMetadata
{
    private const string FormatSystem = "1.3.6.1.4.1.19376.1.2.3";
    private const string FrenchFormats = "1.2.250.1.213.1.1.4.2.282";

    private static readonly Dictionary<string, string> FormatByTemplate = new(StringComparer.Ordinal)
    {
        ["1.2.250.1.213.1.1.1.13"] = "urn:asip:ci-sis:vsm:2012",
        ["1.2.250.1.213.1.1.1.51"] = "urn:ihe:pcc:ips:2020",
        ["1.2.250.1.213.1.1.1.55"] = "urn:ihe:lab:xd-lab:2008",
        ["1.2.250.1.213.1.1.1.21"] = "urn:asip:ci-sis:ldl-ees:2017",
        ["1.2.250.1.213.1.1.1.29"] = "urn:asip:ci-sis:ldl-ses:2017",
        ["1.2.250.1.213.1.1.1.22"] = "urn:asip:ci-sis:dlu:2015",
        ["1.2.250.1.213.1.1.1.37"] = "urn:asip:ci-sis:vac:2019",
        ["1.2.250.1.213.1.1.1.46"] = "urn:asip:ci-sis:vac-note:2021",
        ["1.2.250.1.213.1.1.1.36"] = "urn:asip:ci-sis:hr:2019",
        ["1.2.250.1.213.1.1.1.39"] = "urn:ihe:pharm:pre:2010",
        ["1.2.250.1.213.1.1.1.54"] = "urn:ihe:pharm:dis:2010",
        ["1.2.250.1.213.1.1.1.45"] = "urn:ihe:rad:CDA:ImagingReportStructuredHeadings:2013",
        ["1.2.250.1.213.1.1.1.57"] = "urn:ihe:palm:apsr:2016",
    };

    /// <summary>The metadata of one document.</summary>
    /// <param name="entryId">Its name within the message.</param>
    public static DocumentEntry Entry(CdaHeader header, Ins patient, Depositor depositor, string entryId, Marks marks)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(patient);
        ArgumentNullException.ThrowIfNull(depositor);
        var type = header.Code?.Code ?? "";
        DocumentTypes.TryFind(type, out var known);
        var act = header.ServiceEvents is [var performed, ..] ? performed : null;
        return new DocumentEntry
        {
            EntryUuid = entryId,
            MimeType = "text/xml",
            Authors = [Author(header, depositor)],
            ClassCode = new CodedValue(known?.ClassCode ?? "10", DocumentTypes.ClassSystem,
                DocumentTypes.ClassLabel(known?.ClassCode ?? "10")),
            TypeCode = new CodedValue(type, header.Code?.CodeSystem ?? "", known?.Label ?? header.Code?.DisplayName),
            FormatCode = Format(header),
            HealthcareFacilityTypeCode = Coded(header.Encounter?.Facility)
                ?? new CodedValue(depositor.Sector, CdaOids.Facilities, depositor.Sector),
            PracticeSettingCode = Coded(header.PracticeSetting)
                ?? new CodedValue("AMBULATOIRE", CdaOids.PracticeSettings, "Ambulatoire"),
            ConfidentialityCodes =
            [
                new CodedValue("N", MarkCodes.BaseSystem, "Normal"),
                .. MarkCodes.Codes(marks).Select(mark => new CodedValue(mark.Code, MarkCodes.System, mark.Label)),
            ],
            EventCodes = [.. header.ServiceEvents.Select(service => Coded(service.Code)).OfType<CodedValue>().Distinct()],
            PatientId = new Cx(patient.Value, patient.Oid, "NH"),
            UniqueId = header.UniqueId,
            CreationTime = Time(header.EffectiveTime) ?? "",
            ServiceStartTime = Time(act?.Time?.Low),
            ServiceStopTime = Time(act?.Time?.High),
            LanguageCode = header.LanguageCode ?? "fr-FR",
            LegalAuthenticator = header.LegalAuthenticator is { Ids: [{ Extension: { } id } first, ..], Person: { } person }
                ? new Xcn(id, person.Family, person.Given, first.Root, "D", "IDNPS")
                : null,
            SourcePatientId = new Cx(patient.Value, patient.Oid, "NH"),
            SourcePatientInfo = PatientInfo(header.Patient),
            Title = new LocalizedString(header.Title ?? known?.Label ?? type),
        };
    }

    /// <summary>The author of the set: the depositor.</summary>
    public static Author SetAuthor(Depositor depositor) => new()
    {
        Person = depositor.Person is { } id
            ? new Xcn(id, depositor.FamilyName, depositor.GivenName, PsIdNat.Oid, "D", "IDNPS")
            : null,
        Institutions = [new Xon(depositor.StructureName, StructIdNat.Oid, "IDNST", depositor.Structure)],
        Specialties = depositor.Specialty is { } code ? [$"{code}^^{CdaOids.Professions}"] : [],
    };

    // A structure deposits what one of its people wrote: the person of the document, the institution of the certificate.
    private static Author Author(CdaHeader header, Depositor depositor)
    {
        var inside = header.Authors.FirstOrDefault(author => author.Person is not null);
        return depositor.Person is not null || inside is not { Ids: [{ Extension: { } id } first, ..] }
            ? SetAuthor(depositor)
            : SetAuthor(depositor) with
            {
                Person = new Xcn(id, inside.Person!.Family, inside.Person.Given, first.Root, "D", "IDNPS"),
                Specialties = inside.Code is { Code: { } trade }
                    ? [$"{trade}^{inside.Code.DisplayName}^{inside.Code.CodeSystem}"]
                    : [],
            };
    }

    private static CodedValue Format(CdaHeader header)
    {
        if (header.Body.Kind is CdaBodyKind.NonXml)
        {
            return header.Body.MediaType switch
            {
                "application/pdf" => new("urn:ihe:iti:xds-sd:pdf:2008", FormatSystem, "Document à corps non structuré en PDF"),
                "text/rtf" => new("urn:ihe:iti-fr:xds-sd:rtf:2010", FormatSystem, "Document à corps non structuré en RTF"),
                "image/jpeg" => new("urn:ihe:iti-fr:xds-sd:jpeg:2010", FormatSystem, "Document à corps non structuré en JPEG"),
                "image/tiff" => new("urn:ihe:iti-fr:xds-sd:tiff:2010", FormatSystem, "Document à corps non structuré en TIFF"),
                _ => new("urn:ihe:iti:xds-sd:text:2008", FormatSystem, "Document à corps non structuré en texte"),
            };
        }

        var format = header.TemplateIds.Select(template => FormatByTemplate.GetValueOrDefault(template.Root ?? ""))
            .LastOrDefault(known => known is not null);
        return format is null
            ? new("urn:asipSante:modelesHorsProfils:2011", FrenchFormats, "Document structuré hors profil")
            : new(format, FormatSystem, format);
    }

    private static string[] PatientInfo(CdaPatient? patient) => patient is null ? [] :
    [
        $"PID-5|{patient.BirthName ?? patient.UsedName}^{patient.FirstGivenName}^^^^^L",
        .. patient.BirthTime?.Day is { } day ? [$"PID-7|{day:yyyyMMdd}"] : Array.Empty<string>(),
        $"PID-8|{(patient.Sex is "M" or "F" ? patient.Sex : "U")}",
    ];

    private static CodedValue? Coded(CdaCode? code)
        => code is { Code: { Length: > 0 } value, CodeSystem: { Length: > 0 } system }
            ? new CodedValue(value, system, code.DisplayName ?? value)
            : null;

    private static string? Time(CdaTime? time) => time?.Value is { } value ? Dtm.Format(value) : null;
}
