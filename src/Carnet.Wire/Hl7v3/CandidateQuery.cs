using System.Buffers;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>PRPA_IN201305UV02: who could this be, by traits (TD0.5; IHE ITI-47)?</summary>
/// <param name="QueryId">Number of the question; comes back with the answer.</param>
/// <remarks>
/// Parameters that the standard knows beside these (address, mother's name, scoping organisations) are passed over: they
/// narrow no search here. Source: HL7 v3 PRPA; IHE ITI TF-2 3.47; DMP 1.2 TD0.5.
/// </remarks>
public sealed record CandidateQuery(Hl7Header Header, Ii QueryId)
{
    /// <summary>Name of birth or used name.</summary>
    public string? Family { get; init; }

    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>M, F or UN.</summary>
    public string? Gender { get; init; }

    /// <summary>yyyyMMdd, or a year, or a year and a month.</summary>
    public string? BirthTime { get; init; }

    /// <summary>An identifier among the parameters; a search by traits does not use it.</summary>
    public Ii? Id { get; init; }

    /// <summary>Per cent below which nobody is wanted; null for any.</summary>
    public int? MinimumMatch { get; init; }

    /// <summary>Most answers wanted; null for as many as there are.</summary>
    public int? Quantity { get; init; }

    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static CandidateQuery Read(XmlReader reader)
    {
        using var tape = Hl7Walk.Tape(reader);
        var header = Hl7Header.Read(tape.Root, DmpCodes.FindCandidates);
        var query = tape.Root.Required("controlActProcess").Required("queryByParameter");
        var parameters = query.Required("parameterList");
        var name = ValueOf(parameters, "livingSubjectName");
        return new CandidateQuery(header, query.Required("queryId").Identifier())
        {
            Family = name is { } family ? Families(family).FirstOrDefault() : null,
            Given = name is { } given ? [.. given.All("given").Select(part => part.TextOf()).OfType<string>()] : [],
            Gender = ValueOf(parameters, "livingSubjectAdministrativeGender")?.Value("code"),
            BirthTime = ValueOf(parameters, "livingSubjectBirthTime").Instant("livingSubjectBirthTime"),
            Id = ValueOf(parameters, "livingSubjectId")?.Identifier(),
            MinimumMatch = Hl7Walk.Integer(
                query.At("matchCriterionList", "minimumDegreeMatch", "value")?.Value("value")),
            Quantity = Hl7Walk.Integer(query.One("initialQuantity")?.Value("value")),
        };
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        Header.Open(xml);
        xml.Raw("<controlActProcess classCode=\"CACT\" moodCode=\"EVN\"><code code=\"PRPA_TE201305UV02\""u8)
            .Attribute("codeSystem"u8, Hl7Walk.InteractionRoot).Raw("/>"u8);
        WriteQuery(xml);
        xml.Raw("</controlActProcess>"u8);
        Header.Close(xml);
    }

    internal void WriteQuery(Utf8XmlWriter xml)
    {
        xml.Raw("<queryByParameter>"u8);
        Hl7Writer.Identifier(xml, "queryId"u8, QueryId);
        xml.Raw("<statusCode code=\"new\"/><responseModalityCode code=\"R\"/><responsePriorityCode code=\"I\"/>"u8);
        if (Quantity is { } most)
        {
            xml.Raw("<initialQuantity value=\""u8).Number(most).Raw("\"/>"u8);
        }

        if (MinimumMatch is { } least)
        {
            xml.Raw("<matchCriterionList><minimumDegreeMatch><value xsi:type=\"INT\" value=\""u8).Number(least)
                .Raw("\"/><semanticsText>Degree of match requested</semanticsText></minimumDegreeMatch></matchCriterionList>"u8);
        }

        xml.Raw("<parameterList>"u8);
        if (Gender is { } gender)
        {
            xml.Raw("<livingSubjectAdministrativeGender><value"u8).Attribute("code"u8, gender)
                .Raw("/><semanticsText>LivingSubject.administrativeGender</semanticsText></livingSubjectAdministrativeGender>"u8);
        }

        if (BirthTime is { } birth)
        {
            xml.Raw("<livingSubjectBirthTime><value"u8).Attribute("value"u8, birth)
                .Raw("/><semanticsText>LivingSubject.birthTime</semanticsText></livingSubjectBirthTime>"u8);
        }

        if (Family is not null || Given.Count > 0)
        {
            xml.Raw("<livingSubjectName><value>"u8);
            if (Family is { } family)
            {
                xml.Raw("<family>"u8).Text(family).Raw("</family>"u8);
            }

            foreach (var given in Given)
            {
                xml.Raw("<given>"u8).Text(given).Raw("</given>"u8);
            }

            xml.Raw("</value><semanticsText>LivingSubject.name</semanticsText></livingSubjectName>"u8);
        }

        xml.Raw("</parameterList></queryByParameter>"u8);
    }

    public override string ToString() => "candidate query ***";

    // Some software repeats a parameter; the first value is searched.
    private static TapeElement? ValueOf(TapeElement parameters, string name)
        => parameters.All(name).SelectMany(parameter => parameter.All("value")).Cast<TapeElement?>().FirstOrDefault();

    private static IEnumerable<string> Families(TapeElement name) => name.All("family")
        .OrderBy(family => family.Value("qualifier") is "BR" ? 0 : 1).Select(family => family.TextOf()).OfType<string>();
}
