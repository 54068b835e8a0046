namespace Carnet.Wire.Cda;

/// <summary>From header elements to records; tolerant, for the rules judge afterwards.</summary>
internal static class CdaMapping
{
    public static CdaId Id(CdaElement element) => new(Trimmed(element["root"]), Trimmed(element["extension"]));

    public static CdaCode? Code(CdaElement? element)
        => element is null ? null : new(Trimmed(element["code"]), Trimmed(element["codeSystem"]),
            element["displayName"]);

    public static CdaOrganization Organization(CdaElement element) => new(
        Ids(element), element.At("name")?.Text, Code(element.At("standardIndustryClassCode")));

    public static CdaActor Actor(CdaElement element, string role)
    {
        var entity = element.At(role);
        var person = entity?.At("assignedPerson") ?? entity?.At("associatedPerson");
        var device = entity?.At("assignedAuthoringDevice");
        var organization = entity?.At("representedOrganization") ?? entity?.At("scopingOrganization");
        return new CdaActor(
            element["typeCode"],
            Instant(element.At("time")),
            Code(element.At("functionCode")),
            entity is null ? [] : Ids(entity),
            Code(entity?.At("code")),
            person?.At("name") is { } name ? PersonName(name) : null,
            device is null ? null : JoinTexts(device.Children),
            organization is null ? null : Organization(organization));
    }

    public static CdaServiceEvent ServiceEvent(CdaElement act) => new(
        Ids(act),
        Code(act.At("code")),
        Interval(act.At("effectiveTime")),
        [.. act.All("performer").Select(performer => Actor(performer, "assignedEntity"))]);

    public static CdaEncounter Encounter(CdaElement encounter)
    {
        var facility = encounter.At("location", "healthCareFacility");
        return new CdaEncounter(
            Ids(encounter),
            Code(encounter.At("code")),
            Interval(encounter.At("effectiveTime")),
            Code(facility?.At("code")),
            facility?.At("location", "name")?.Text,
            encounter.At("responsibleParty") is { } responsible ? Actor(responsible, "assignedEntity") : null);
    }

    public static CdaRelatedDocument RelatedDocument(CdaElement link)
    {
        var parent = link.At("parentDocument");
        return new CdaRelatedDocument(
            link["typeCode"],
            parent is null ? [] : Ids(parent),
            parent?.At("setId") is { } set ? Id(set) : null,
            CdaHeaderReader.Number(parent?.At("versionNumber")?["value"]));
    }

    public static CdaPatient Patient(CdaElement role)
    {
        var patient = role.At("patient");
        var families = Qualified(patient, "family");
        var givens = Qualified(patient, "given");
        var list = JoinTexts(givens.Where(given => given["qualifier"] is null));
        var place = patient?.At("birthplace", "place");
        return new CdaPatient(
            Ids(role),
            BirthName: With(families, "BR") ?? families.Find(family => family["qualifier"] is null)?.Text,
            UsedName: With(families, "CL") ?? With(families, "SP"),
            BirthGivenNames: list,
            FirstGivenName: With(givens, "BR") ?? list?.Split(' ')[0],
            UsedGivenName: With(givens, "CL") ?? With(givens, "SP"),
            Sex: patient?.At("administrativeGenderCode")?["code"],
            BirthTime: Instant(patient?.At("birthTime")),
            BirthPlaceCode: place?.At("addr", "county")?.Text,
            BirthPlaceName: place?.At("addr", "city")?.Text ?? place?.At("name")?.Text,
            DeceasedTime: Instant(patient?.At("deceasedTime")));
    }

    private static CdaPersonName PersonName(CdaElement name)
    {
        var person = new CdaPersonName(JoinTexts(name.All("prefix")), JoinTexts(name.All("given")),
            JoinTexts(name.All("family")), JoinTexts(name.All("suffix")));
        return person == new CdaPersonName(null, null, null, null) ? person with { Family = name.Text } : person;
    }

    private static List<CdaElement> Qualified(CdaElement? patient, string part)
        => patient is null ? [] : [.. patient.All("name").SelectMany(name => name.All(part))];

    // A qualifier is a set: "BR CL" says that birth name and used name are the same.
    private static string? With(List<CdaElement> parts, string qualifier)
        => parts.Find(part => part["qualifier"]?.Split(' ').Contains(qualifier) is true)?.Text;

    private static CdaInterval? Interval(CdaElement? time) => time is null
        ? null
        : new CdaInterval(Instant(time.At("low")) ?? (time["value"] is null ? null : Instant(time)),
            Instant(time.At("high")));

    private static CdaTime? Instant(CdaElement? time) => time is null
        ? null
        : CdaTime.Parse(time["value"] ?? time.At("low")?["value"]);

    private static CdaId[] Ids(CdaElement element) => [.. element.All("id").Select(Id)];

    private static string? JoinTexts(IEnumerable<CdaElement> elements)
    {
        var texts = elements.Select(element => element.Text).Where(text => text is not null).ToArray();
        return texts.Length == 0 ? null : string.Join(' ', texts);
    }

    private static string? Trimmed(string? text) => text?.Trim();
}
