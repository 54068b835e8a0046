using System.Buffers;

namespace Carnet.Wire.Cda;

/// <summary>Holds a header against the French minimal structure.</summary>
/// <remarks>
/// Refused is what makes a document unattributable or unreadable: no patient, no author, no body … The rest is a
/// remark,
/// because documents of former years, which hospitals still send, break it. Source: CI-SIS Structuration minimale 1.16.
/// </remarks>
public static class CdaHeaderRules
{
    private const string Root = "/ClinicalDocument";

    private static readonly SearchValues<char> UidCharacters = SearchValues.Create("0123456789.");

    private static readonly string[] Once =
    [
        "typeId", "id", "code", "title", "effectiveTime", "recordTarget", "custodian", "legalAuthenticator",
            "componentOf",
        "component", "confidentialityCode", "languageCode", "setId", "versionNumber", "realmCode",
    ];

    /// <summary>All defects, the refusing ones first.</summary>
    public static IReadOnlyList<CdaDefect> Check(CdaHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        List<CdaDefect> defects =
        [
            .. Once.Where(name => header.Occurrences.GetValueOrDefault(name) > 1).Select(name => new CdaDefect(
                $"cda.{name}-twice", $"L'élément {name} est présent plusieurs fois.", $"{Root}/{name}", Refuses: true)),
            .. Refusals(header).Concat(PatientRefusals(header.Patient)).Concat(Remarks(header)).OfType<CdaDefect>(),
        ];
        return [.. defects.OrderByDescending(defect => defect.Refuses)];
    }

    private static IEnumerable<CdaDefect?> Refusals(CdaHeader header)
    {
        yield return Refuse(header.TypeId is not { Root: "2.16.840.1.113883.1.3", Extension: "POCD_HD000040" },
            "cda.type-id", "L'élément typeId n'est pas celui d'un CDA R2 (POCD_HD000040).", "typeId");
        yield return Refuse(string.IsNullOrEmpty(header.Id?.Root), "cda.id", "L'identifiant du document manque.", "id");
        yield return Refuse(!string.IsNullOrEmpty(header.Id?.Root) && !IsUid(header.Id.Root)
                && !IsUuid(header.Id.Root),
            "cda.id-form", "L'identifiant du document n'est ni un OID ni un UUID.", "id/@root");
        yield return Refuse(string.IsNullOrEmpty(header.Code?.Code) || string.IsNullOrEmpty(header.Code.CodeSystem),
            "cda.code", "Le type du document (code et codeSystem) manque.", "code");
        yield return Refuse(header.EffectiveTime?.Value is null,
            "cda.effective-time", "La date du document manque ou est illisible.", "effectiveTime/@value");
        yield return Refuse(header.Authors.Count == 0, "cda.author", "L'auteur manque.", "author");
        yield return Refuse(header.Authors.Any(author => author.Ids.Count == 0),
            "cda.author-id", "Un auteur n'a pas d'identifiant.", "author/assignedAuthor/id");
        yield return Refuse(header.Custodian is not { Ids.Count: > 0 }, "cda.custodian",
            "L'organisation chargée de la conservation, ou son identifiant, manque.",
            "custodian/assignedCustodian/representedCustodianOrganization/id");
        yield return Refuse(header.LegalAuthenticator is not { Ids.Count: > 0 }, "cda.legal-authenticator",
            "Le responsable du document, ou son identifiant, manque.", "legalAuthenticator/assignedEntity/id");
        yield return Refuse(header.Body.Kind == CdaBodyKind.None, "cda.body", "Le corps du document manque.",
            "component");
        yield return Refuse(header.Body is { Kind: CdaBodyKind.NonXml, MediaType: null }, "cda.body-text",
            "Le corps non structuré est vide.", "component/nonXMLBody/text");
        yield return Refuse(header.Body.Compression is not null, "cda.body-compression",
            "Le corps du CDA est compressé, ce qui n'est pas admis.", "component/nonXMLBody/text/@compression");
    }

    private static IEnumerable<CdaDefect?> PatientRefusals(CdaPatient? patient)
    {
        const string Role = "recordTarget/patientRole";
        if (patient is null)
        {
            yield return Refuse(true, "cda.patient", "Le patient manque.", Role);
            yield break;
        }

        yield return Refuse(patient.Ins is null, "cda.patient-ins", "L'INS du patient manque.", Role + "/id");
        yield return Refuse(patient.Ids.Where(id => CdaOids.InsRoots.Contains(id.Root ?? "")).Distinct().Skip(1).Any(),
            "cda.patient-ins-several", "Le patient a plusieurs INS différents.", Role + "/id");
        yield return Refuse(patient.BirthName is null && patient.UsedName is null, "cda.patient-name",
            "Le nom du patient manque.", Role + "/patient/name/family");
        yield return Refuse(patient.FirstGivenName is null && patient.UsedGivenName is null, "cda.patient-given-name",
            "Le prénom du patient manque.", Role + "/patient/name/given");
        yield return Refuse(patient.Sex is not ("M" or "F" or "UN" or "U"), "cda.patient-sex",
            "Le sexe du patient manque ou n'est pas M, F, UN ou U.", Role + "/patient/administrativeGenderCode/@code");
        yield return Refuse(patient.BirthTime?.Value is null, "cda.patient-birth-time",
            "La date de naissance du patient manque ou est illisible.", Role + "/patient/birthTime/@value");
    }

    private static IEnumerable<CdaDefect?> Remarks(CdaHeader header)
    {
        var patient = header.Patient;
        yield return Remark(IsUuid(header.Id?.Root), "cda.id-uuid",
            "L'identifiant du document est un UUID, un OID est attendu.", "id/@root");
        yield return Remark(header.RealmCode != "FR", "cda.realm-code", "Le domaine (realmCode) n'est pas FR.",
            "realmCode");
        yield return Remark(header.TemplateIds.All(id => id.Root != CdaOids.HealthLevelSevenFrance)
                || header.TemplateIds.All(id => id.Root != CdaOids.MinimalStructure),
            "cda.template-id", "Les modèles HL7 France et CI-SIS ne sont pas tous deux déclarés.", "templateId");
        yield return Remark(string.IsNullOrEmpty(header.Code?.DisplayName), "cda.code-display",
            "Le libellé du type de document manque.", "code/@displayName");
        yield return Remark(header.Title is null, "cda.title", "Le titre manque.", "title");
        yield return Remark(header.EffectiveTime is { Value: not null, HasZone: false }, "cda.effective-time-zone",
            "La date du document n'a pas de fuseau horaire.", "effectiveTime/@value");
        yield return Remark(header.Confidentiality is not { Code: "N" }, "cda.confidentiality",
            "Le niveau de confidentialité n'est pas N.", "confidentialityCode");
        yield return Remark(header.LanguageCode != "fr-FR", "cda.language", "La langue n'est pas fr-FR.",
            "languageCode");
        yield return Remark(header.SetId is null, "cda.set-id", "L'identifiant de la lignée (setId) manque.", "setId");
        yield return Remark(header.VersionNumber is not >= 1, "cda.version-number",
            "Le numéro de version manque ou n'est pas un entier positif.", "versionNumber");
        yield return Remark(patient?.BirthName is null, "cda.patient-birth-name",
            "Le nom de naissance du patient manque.",
            "recordTarget/patientRole/patient/name/family[@qualifier='BR']");
        yield return Remark(patient?.BirthGivenNames is null, "cda.patient-given-list",
            "La liste des prénoms de naissance manque.",
                "recordTarget/patientRole/patient/name/given[not(@qualifier)]");
        yield return Remark(patient?.BirthPlaceCode is null, "cda.patient-birth-place",
            "Le lieu de naissance (code COG) manque.", "recordTarget/patientRole/patient/birthplace/place/addr/county");
        yield return Remark(header.Authors.Any(author => author.Time?.Value is null), "cda.author-time",
            "Un auteur n'a pas de date.", "author/time");
        yield return Remark(header.LegalAuthenticator is { Time.Value: null }, "cda.legal-authenticator-time",
            "La signature du responsable n'a pas de date.", "legalAuthenticator/time");
        yield return Remark(header.ServiceEvents.Count == 0, "cda.service-event",
            "Aucun acte documenté n'est indiqué.", "documentationOf/serviceEvent");
        yield return Remark(header.ServiceEvents is [{ Time.Low.Value: null }, ..], "cda.service-event-time",
            "Le premier acte n'a pas de date de début.", "documentationOf[1]/serviceEvent/effectiveTime/low");
        yield return Remark(header.PracticeSetting?.Code is null, "cda.practice-setting",
            "Le cadre d'exercice manque.",
            "documentationOf[1]/serviceEvent/performer/assignedEntity/representedOrganization/standardIndustryClassCode");
        yield return Remark(header.Encounter is null, "cda.encounter",
            "La prise en charge (componentOf) manque.", "componentOf/encompassingEncounter");
        yield return Remark(header.Encounter is { Facility.Code: null }, "cda.encounter-facility",
            "Le type du lieu de prise en charge manque.",
            "componentOf/encompassingEncounter/location/healthCareFacility/code");
        yield return Remark(header.SelfPresenting, "cda.self-presenting",
            "Le document est autoprésentable : sa feuille de style n'est pas employée.", "");
        yield return Remark(header.RelatedDocuments.Any(link => link.TypeCode != "RPLC"), "cda.related-document",
            "Un lien vers un autre document n'est pas un remplacement (RPLC).", "relatedDocument/@typeCode");
    }

    private static CdaDefect? Refuse(bool broken, string code, string message, string path)
        => broken ? new CdaDefect(code, message, $"{Root}/{path}", Refuses: true) : null;

    private static CdaDefect? Remark(bool broken, string code, string message, string path)
        => broken ? new CdaDefect(code, message, path.Length == 0 ? Root : $"{Root}/{path}", Refuses: false) : null;

    private static bool IsUuid(string? root) => Guid.TryParseExact(root, "D", out _);

    // An XDS uniqueId is an OID of at most 64 characters, optionally with an extension.
    private static bool IsUid(string root)
        => root.Length <= 64 && root[0] is >= '0' and <= '2' && root[^1] != '.'
            && !root.Contains("..", StringComparison.Ordinal) && !root.AsSpan().ContainsAnyExcept(UidCharacters);
}
