using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>Reads the patient of any message. Source: HL7 v3 PRPA; DMP 1.3.</summary>
internal static class Hl7PatientReader
{
    private const int MostRelationships = 20;
    private const int MostTelecoms = 20;

    public static Hl7Patient Read(TapeElement patient)
    {
        var ids = patient.All("id").Select(id => id.Identifier()).ToList();
        var person = patient.One("patientPerson");
        var (observations, match) = Observations(patient);
        return new Hl7Patient
        {
            Ids = ids.Count > 0 ? ids : throw Hl7Walk.Missing("patient/id"),
            StatusCode = patient.One("statusCode")?.Value("code"),
            Name = person is { } named ? Name(named) : null,
            Telecoms = person is { } reached ? Telecoms(reached) : [],
            Gender = person?.One("administrativeGenderCode")?.Value("code"),
            BirthTime = person is { } born ? born.One("birthTime").Instant("birthTime") : null,
            BirthPlace = person?.At("birthPlace", "addr", "censusTract")?.TextOf()
                ?? person?.At("birthPlace", "place", "addr", "censusTract")?.TextOf(),
            Address = person?.All("addr").Select(Address).FirstOrDefault(),
            Relationships = person is { } represented ? Relationships(represented) : [],
            Observations = observations,
            MatchPercentage = match,
        };
    }

    /// <summary>The name of the element, several names put together: one may carry the name of birth alone.</summary>
    public static Hl7Name? Name(TapeElement holder)
    {
        string? birth = null, used = null, bare = null, prefix = null;
        List<string> given = [];
        foreach (var name in holder.All("name"))
        {
            foreach (var family in name.All("family"))
            {
                var text = family.TextOf();
                switch (family.Value("qualifier"))
                {
                    case "BR":
                        birth ??= text;
                        break;
                    case "SP":
                        used ??= text;
                        break;
                    default:
                        bare ??= text;
                        break;
                }
            }

            if (given.Count == 0)
            {
                given.AddRange(name.All("given").Select(part => part.TextOf()).OfType<string>());
            }

            prefix ??= name.All("prefix").Select(part => part.TextOf()).FirstOrDefault();
        }

        return birth is null && bare is null && used is null && given.Count == 0
            ? null
            : new Hl7Name(birth ?? bare, used ?? (birth is null ? null : bare), given, prefix);
    }

    private static List<Hl7Telecom> Telecoms(TapeElement holder)
    {
        var telecoms = holder.All("telecom").Where(telecom => telecom.Value("value") is not null)
            .Select(telecom => new Hl7Telecom(telecom.Value("value")!, telecom.Value("use"))).ToList();
        return telecoms.Count <= MostTelecoms ? telecoms
            : throw new WireFormatException("patients.too-many", "La personne a trop d'éléments « telecom ».");
    }

    private static Hl7Address Address(TapeElement address) => new(
        [.. address.All("streetAddressLine").Select(line => line.TextOf()).OfType<string>()],
        address.One("postalCode")?.TextOf(), address.One("city")?.TextOf(), address.One("country")?.TextOf());

    private static List<Hl7Relationship> Relationships(TapeElement person)
    {
        List<Hl7Relationship> found = [];
        foreach (var relationship in person.All("personalRelationship"))
        {
            var holder = relationship.One("relationshipHolder1") ?? relationship.One("relationshipHolder");
            if (found.Count == MostRelationships)
            {
                throw new WireFormatException("patients.too-many", "La personne a trop d'éléments « personalRelationship ».");
            }

            found.Add(new Hl7Relationship(
                relationship.Required("code").Value("code") ?? throw Hl7Walk.Missing("personalRelationship/code"),
                (holder is { } named ? Name(named) : null) ?? throw Hl7Walk.Missing("relationshipHolder1/name"),
                [.. Telecoms(relationship), .. holder is { } reached ? Telecoms(reached) : []]));
        }

        return found;
    }

    // Samples write subjectOf, the standard subjectOf1 and subjectOf2.
    private static (List<Hl7Observation> Observations, int? Match) Observations(TapeElement patient)
    {
        List<Hl7Observation> found = [];
        int? match = null;
        foreach (var name in (string[])["subjectOf", "subjectOf1", "subjectOf2"])
        {
            foreach (var subject in patient.All(name))
            {
                if (subject.One("queryMatchObservation") is { } matched)
                {
                    match = Hl7Walk.Integer(matched.One("value")?.Value("value"));
                }

                if (subject.One("administrativeObservation") is { } stated)
                {
                    found.Add(Observation(stated));
                }
            }
        }

        return (found, match);
    }

    private static Hl7Observation Observation(TapeElement stated)
    {
        var code = stated.Required("code");
        var value = stated.Required("value");
        var type = value.TypeOf() ?? "ST";
        return new Hl7Observation(
            code.Value("code") ?? throw Hl7Walk.Missing("administrativeObservation/code"), code.Value("codeSystem"), type,
            type is "ST" ? value.TextOf() : value.Value("value") ?? value.Value("code"));
    }
}
