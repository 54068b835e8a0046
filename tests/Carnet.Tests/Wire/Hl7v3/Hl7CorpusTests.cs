using System.Text;
using System.Xml;
using System.Xml.Schema;
using Carnet.Tests.Support;
using Carnet.Tests.Wire.Soap;
using Carnet.Wire;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;
using Xunit.Abstractions;

namespace Carnet.Tests.Wire.Hl7v3;

/// <summary>Messages of other people: each is understood or refused with a code; and what we write against the schemas.</summary>
public class Hl7CorpusTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void Every_message_of_others_is_read_or_refused_with_a_code()
    {
        SortedDictionary<string, int> table = new(StringComparer.Ordinal);
        foreach (var file in Corpus.Files("hl7v3-patient", "*.xml").Concat(Corpus.Files("adversarial/hl7v3", "*.xml")))
        {
            var outcome = Outcome(File.ReadAllBytes(file));
            output.WriteLine($"{outcome,-40} {Path.GetRelativePath(Corpus.Root, file)}");
            table[outcome] = table.GetValueOrDefault(outcome) + 1;
        }

        Assert.True(table.Where(row => row.Key.StartsWith("read", StringComparison.Ordinal)).Sum(row => row.Value) >= 10);
        Assert.DoesNotContain(table.Keys, key => key.StartsWith("BUG", StringComparison.Ordinal));
    }

    [CorpusTheory]
    [InlineData("ipf/iti47/01_PDQQuery1.xml", "Jones|Jimmy|M|19630804|75|2")]
    [InlineData("ipf/translation/pdq/v3/PDQ_Maximal_Query.xml", "Wurm|MARY,Annemarie|F|19400101|75|2")]
    public void A_search_of_others_is_understood(string file, string expected)
    {
        using var reader = SafeXml.Open(File.ReadAllBytes(Path.Combine(Corpus.Root, "hl7v3-patient", file)), XmlLimits.Envelope);
        var query = CandidateQuery.Read(reader);
        Assert.Equal(expected,
            $"{query.Family}|{string.Join(',', query.Given)}|{query.Gender}|{query.BirthTime}|{query.MinimumMatch}|{query.Quantity}");
    }

    [CorpusFact]
    public void What_we_write_is_what_the_schemas_of_the_standard_allow()
    {
        var query = Hl7Samples.Candidates;
        Assert.Empty(Problems(Hl7Samples.Text(query.WriteTo), "PRPA_IN201305UV02.xsd"));

        // The statements of the DMP (subjectOf without number) are an extension of the standard; without them it holds.
        var candidate = Hl7Samples.Patient with { Observations = [], MatchPercentage = 88, BirthPlace = null, Relationships = [] };
        Assert.Empty(Problems(Hl7Samples.Text(new CandidateQueryAnswer(
            Hl7Samples.Head(DmpCodes.FindCandidatesAnswer), query, new Ii("1.2.9"), [candidate]).WriteTo), "PRPA_IN201306UV02.xsd"));
        Assert.NotEmpty(Problems(Hl7Samples.Text(query.WriteTo).Replace("queryId", "numero", StringComparison.Ordinal), "PRPA_IN201305UV02.xsd"));
    }

    [Fact]
    public void A_thousand_damaged_messages_are_read_or_refused_with_a_code()
    {
        var genuine = Encoding.UTF8.GetBytes(Hl7Samples.Text(
            new PatientRegistration(Hl7Samples.Head(DmpCodes.Revise), DmpCodes.Close, Hl7Samples.Patient).WriteTo));
        var refused = 0;
        for (var seed = 1u; seed <= 1_000; seed++)
        {
            var error = Record.Exception(() =>
            {
                using var reader = SafeXml.Open(MtomMutationTests.Damage(genuine, seed), XmlLimits.Envelope);
                return PatientRegistration.Read(reader);
            });
            Assert.True(error is null or WireFormatException, $"seed {seed}: {error}");
            refused += error is null ? 0 : 1;
        }

        Assert.InRange(refused, 100, 1_000);
    }

    private static string Outcome(byte[] bytes)
    {
        try
        {
            using var reader = SafeXml.Open(bytes, XmlLimits.Envelope);
            while (reader.NodeType != XmlNodeType.Element && reader.Read())
            {
            }

            if (reader.LocalName != "Envelope")
            {
                return Message(reader);
            }

            var envelope = SoapEnvelope.ReadAnswer(bytes);
            using var body = envelope.OpenBody();
            return Message(body) + " in SOAP";
        }
        catch (WireFormatException refused)
        {
            return "refused " + refused.Code;
        }
        catch (Exception bug)
        {
            return $"BUG {bug}";
        }
    }

    private static string Message(XmlReader reader)
    {
        while (reader.NodeType != XmlNodeType.Element && reader.Read())
        {
        }

        switch (reader.LocalName)
        {
            case DmpCodes.FindCandidates:
                CandidateQuery.Read(reader);
                return "read 201305";
            case DmpCodes.FindCandidatesAnswer:
                CandidateQueryAnswer.Read(reader);
                return "read 201306";
            case DmpCodes.GetDemographics:
                PatientQuery.Read(reader);
                return "read 201307";
            case DmpCodes.GetDemographicsAnswer:
                PatientQueryAnswer.Read(reader);
                return "read 201308";
            default:
                // Feeds, merges and cross references are not of this service; the door refuses them by their action.
                PatientRegistration.Read(reader);
                return "read registration";
        }
    }

    private static List<string> Problems(string xml, string schema)
    {
        List<string> problems = [];
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        var folder = Path.Combine(Corpus.Root, "schemas", "hl7v3-ne2008", "HL7V3", "NE2008", "multicacheschemas");
        using (var definition = XmlReader.Create(Path.Combine(folder, schema)))
        {
            schemas.Add(null, definition);
        }

        schemas.Compile();
        Assert.True(schemas.IsCompiled);
        var settings = new XmlReaderSettings
        {
            ValidationType = ValidationType.Schema,
            ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings,
            Schemas = schemas,
        };
        settings.ValidationEventHandler += (_, e) => problems.Add(e.Message);
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        while (reader.Read())
        {
        }

        return problems;
    }
}
