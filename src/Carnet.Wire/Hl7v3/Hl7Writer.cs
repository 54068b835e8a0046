using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>Writes the parts that several messages have; the prefix xsi is declared by the message.</summary>
/// <remarks>Order of elements is that of the standard's schema. Source: HL7 v3 PRPA; DMP 1.3.</remarks>
internal static class Hl7Writer
{
    public static void Identifier(Utf8XmlWriter xml, ReadOnlySpan<byte> name, Ii id)
        => xml.Raw("<"u8).Raw(name).Attribute("root"u8, id.Root).Attribute("extension"u8, id.Extension).Raw("/>"u8);

    public static void Patient(Utf8XmlWriter xml, Hl7Patient patient)
    {
        xml.Raw("<patient classCode=\"PAT\">"u8);
        foreach (var id in patient.Ids)
        {
            Identifier(xml, "id"u8, id);
        }

        xml.Raw("<statusCode"u8).Attribute("code"u8, patient.StatusCode ?? "active").Raw("/>"u8);
        Person(xml, patient);
        if (patient.MatchPercentage is { } match)
        {
            xml.Raw("<subjectOf1><queryMatchObservation classCode=\"COND\" moodCode=\"EVN\"><code code=\"POURCENTAGE\"/>"u8)
                .Raw("<value xsi:type=\"INT\" value=\""u8).Number(match).Raw("\"/></queryMatchObservation></subjectOf1>"u8);
        }

        foreach (var observation in patient.Observations)
        {
            Observation(xml, observation);
        }

        xml.Raw("</patient>"u8);
    }

    public static void Name(Utf8XmlWriter xml, Hl7Name name)
    {
        xml.Raw("<name>"u8);
        Part(xml, "prefix"u8, name.Prefix);
        if (name.UsedName is { } used)
        {
            xml.Raw("<family qualifier=\"SP\">"u8).Text(used).Raw("</family>"u8);
        }

        if (name.BirthName is { } birth)
        {
            xml.Raw("<family qualifier=\"BR\">"u8).Text(birth).Raw("</family>"u8);
        }

        foreach (var given in name.Given)
        {
            Part(xml, "given"u8, given);
        }

        xml.Raw("</name>"u8);
    }

    private static void Person(Utf8XmlWriter xml, Hl7Patient patient)
    {
        xml.Raw("<patientPerson classCode=\"PSN\" determinerCode=\"INSTANCE\">"u8);
        if (patient.Name is { } name)
        {
            Name(xml, name);
        }

        Telecoms(xml, patient.Telecoms);
        Coded(xml, "administrativeGenderCode"u8, patient.Gender);
        if (patient.BirthTime is { } birth)
        {
            xml.Raw("<birthTime"u8).Attribute("value"u8, birth).Raw("/>"u8);
        }

        if (patient.Address is { } address)
        {
            Address(xml, address);
        }

        foreach (var relationship in patient.Relationships)
        {
            xml.Raw("<personalRelationship classCode=\"PRS\"><code"u8).Attribute("code"u8, relationship.Code)
                .Attribute("codeSystem"u8, Hl7Relationship.System).Raw("/>"u8);
            Telecoms(xml, relationship.Telecoms);
            xml.Raw("<relationshipHolder1 classCode=\"PSN\" determinerCode=\"INSTANCE\">"u8);
            Name(xml, relationship.Name);
            xml.Raw("</relationshipHolder1></personalRelationship>"u8);
        }

        if (patient.BirthPlace is { } place)
        {
            xml.Raw("<birthPlace><addr><censusTract>"u8).Text(place).Raw("</censusTract></addr></birthPlace>"u8);
        }

        xml.Raw("</patientPerson>"u8);
    }

    private static void Telecoms(Utf8XmlWriter xml, IReadOnlyList<Hl7Telecom> telecoms)
    {
        foreach (var telecom in telecoms)
        {
            xml.Raw("<telecom"u8).Attribute("value"u8, telecom.Value).Attribute("use"u8, telecom.Use).Raw("/>"u8);
        }
    }

    private static void Address(Utf8XmlWriter xml, Hl7Address address)
    {
        xml.Raw("<addr>"u8);
        foreach (var line in address.Lines)
        {
            Part(xml, "streetAddressLine"u8, line);
        }

        Part(xml, "postalCode"u8, address.PostalCode);
        Part(xml, "city"u8, address.City);
        Part(xml, "country"u8, address.Country);
        xml.Raw("</addr>"u8);
    }

    public static void Observation(Utf8XmlWriter xml, Hl7Observation observation)
    {
        xml.Raw("<subjectOf><administrativeObservation classCode=\"OBS\" moodCode=\"EVN\"><code"u8)
            .Attribute("code"u8, observation.Code).Attribute("codeSystem"u8, observation.System)
            .Raw("/><value xsi:type=\""u8).Text(observation.Type).Raw("\""u8);
        switch (observation)
        {
            case { Value: null }:
                xml.Raw(" nullFlavor=\"NI\"/>"u8);
                break;
            case { Type: "ST", Value: var text }:
                xml.Raw(">"u8).Text(text).Raw("</value>"u8);
                break;
            case { Type: "CD" or "CV" or "CE", Value: var code }:
                xml.Attribute("code"u8, code).Raw("/>"u8);
                break;
            default:
                xml.Attribute("value"u8, observation.Value).Raw("/>"u8);
                break;
        }

        xml.Raw("</administrativeObservation></subjectOf>"u8);
    }

    public static void Coded(Utf8XmlWriter xml, ReadOnlySpan<byte> name, string? code)
    {
        if (code is not null)
        {
            xml.Raw("<"u8).Raw(name).Attribute("code"u8, code).Raw("/>"u8);
        }
    }

    private static void Part(Utf8XmlWriter xml, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            xml.Raw("<"u8).Raw(name).Raw(">"u8).Text(text).Raw("</"u8).Raw(name).Raw(">"u8);
        }
    }
}
