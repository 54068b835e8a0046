using Carnet.Wire;
using Carnet.Wire.Hl7v3;

namespace Carnet.Tests.Wire.Hl7v3;

/// <summary>The messages of the Patients service: what is written is read back whole, what is wrong has a code.</summary>
public class Hl7MessageTests
{
    [Fact]
    public void A_question_about_a_person_is_read_back()
    {
        var read = Hl7Samples.RoundTrip(Hl7Samples.Query.WriteTo, PatientQuery.Read, value => value.WriteTo);
        Assert.Equal((DmpCodes.TestExistence, Hl7Samples.Ins), (read.Reason, read.Patient));
    }

    [Fact]
    public void An_answer_carries_the_person_the_authorisation_and_the_flags()
    {
        var answer = new PatientQueryAnswer(Hl7Samples.Head(DmpCodes.GetDemographicsAnswer), Hl7Samples.Query, new Ii("1.2.9"))
        {
            Patient = Hl7Samples.Patient,
            Authorisation = "VALIDE",
            Treating = true,
        };
        var read = Hl7Samples.Read(Hl7Samples.Text(answer.WriteTo), PatientQueryAnswer.Read);
        Assert.Equal(("VALIDE", true, null, "OK"), (read.Authorisation, read.Treating, read.Refused, read.ResponseCode));
        var patient = read.Patient!;
        Assert.Equal(Hl7Samples.Ins, Assert.Single(patient.Ids));
        Assert.Equal(("LEFÈVRE", "D'ORMESSON & FILS", "Zoé Marie", "MME"),
            (patient.Name!.BirthName, patient.Name.UsedName, string.Join(' ', patient.Name.Given), patient.Name.Prefix));
        Assert.Equal(Hl7Samples.Patient.Telecoms, patient.Telecoms);
        Assert.Equal(("F", "19800131", "75120"), (patient.Gender, patient.BirthTime, patient.BirthPlace));
        Assert.Equal(("29019", "1 rue <du> Port"), (patient.Address!.PostalCode, Assert.Single(patient.Address.Lines)));
        var parent = Assert.Single(patient.Relationships);
        Assert.Equal(("MTH", "Anne", "tel:0612345679"), (parent.Code, parent.Name.Given[0], parent.Telecoms[0].Value));
        Assert.Equal(Hl7Samples.Patient.Observations, patient.Observations);
        Assert.Equal((false, null), (patient.Flag(DmpCodes.BreakGlassOpposition), patient.Flag(DmpCodes.EmergencyOpposition)));
        Assert.Equal("Départ à l'étranger", patient.Text(DmpCodes.ClosingReason));
    }

    [Theory]
    [InlineData(null, "NF")]
    [InlineData("DMPAccessDenied", "AE")]
    public void An_answer_without_person_says_why(string? code, string response)
    {
        var answer = new PatientQueryAnswer(Hl7Samples.Head(DmpCodes.GetDemographicsAnswer), Hl7Samples.Query, new Ii("1.2.9"))
        {
            Refused = code is null ? null : new Hl7Complaint(code, "access.no-right : Non."),
        };
        var text = Hl7Samples.Text(answer.WriteTo);
        Assert.Contains($"<queryResponseCode code=\"{response}\"/>", text, StringComparison.Ordinal);
        var read = Hl7Samples.Read(text, PatientQueryAnswer.Read);
        Assert.Null(read.Patient);
        Assert.Equal(code, read.Refused?.Code);
    }

    [Fact]
    public void A_search_and_its_candidates_are_read_back()
    {
        var read = Hl7Samples.RoundTrip(Hl7Samples.Candidates.WriteTo, CandidateQuery.Read, value => value.WriteTo);
        Assert.Equal(("LEFÈVRE", "F", "19800131", 75, 5), (read.Family, read.Gender, read.BirthTime, read.MinimumMatch, read.Quantity));
        var answer = new CandidateQueryAnswer(Hl7Samples.Head(DmpCodes.FindCandidatesAnswer), read, new Ii("1.2.9"),
            [Hl7Samples.Patient with { MatchPercentage = 88 }, Hl7Samples.Patient with { MatchPercentage = 60, Observations = [] }]);
        var back = Hl7Samples.Read(Hl7Samples.Text(answer.WriteTo), CandidateQueryAnswer.Read);
        Assert.Equal([88, 60], back.Candidates.Select(candidate => candidate.MatchPercentage));
        Assert.Equal("OK", back.ResponseCode);
    }

    [Theory]
    [InlineData(DmpCodes.Add, null)]
    [InlineData(DmpCodes.Revise, DmpCodes.ModifyData)]
    [InlineData(DmpCodes.Revise, DmpCodes.Close)]
    [InlineData(DmpCodes.Revise, DmpCodes.Reactivate)]
    public void A_registration_is_read_back(string interaction, string? reason)
    {
        var message = new PatientRegistration(Hl7Samples.Head(interaction), reason, Hl7Samples.Patient)
        {
            Author = new Ii("1.2.250.1.71.4.2.1", "899700000001"),
            AuthorStructure = new Ii("1.2.250.1.71.4.2.2", "1990000010"),
            MotiveCode = "FERMETURE_DEMANDE_PATIENT",
            MotiveText = "La personne part.",
        };
        var read = Hl7Samples.RoundTrip(message.WriteTo, PatientRegistration.Read, value => value.WriteTo);
        Assert.Equal((reason, message.Author, message.AuthorStructure, message.MotiveCode, message.MotiveText),
            (read.Reason, read.Author, read.AuthorStructure, read.MotiveCode, read.MotiveText));
    }

    [Theory]
    [InlineData(DmpCodes.AddAccepted, null, "PRPA_IN201311UV02_Response")]
    [InlineData(DmpCodes.AddRefused, "DMPFound", "PRPA_IN201311UV02_Response")]
    [InlineData(DmpCodes.ReviseAccepted, null, "PRPA_IN201314UV02_Response")]
    [InlineData(DmpCodes.ReviseRefused, "DMPClosed", "PRPA_IN201314UV02_Response")]
    public void The_answer_to_a_registration_lies_in_its_wrapper(string interaction, string? code, string wrapper)
    {
        var answer = new PatientRegistrationAnswer(Hl7Samples.Head(interaction), new Ii("1.2.3", "m0"), Hl7Samples.Ins, new Ii("1.2.9"))
        {
            Refused = code is null ? null : new Hl7Complaint(code, "record.exists : Déjà."),
            StatusCode = "terminated",
        };
        var read = Hl7Samples.RoundTrip(answer.WriteTo, PatientRegistrationAnswer.Read, value => value.WriteTo);
        Assert.StartsWith($"<gdp:{wrapper} ", Hl7Samples.Text(answer.WriteTo), StringComparison.Ordinal);
        Assert.Equal((code, "terminated"), (read.Refused?.Code, read.StatusCode));
    }

    [Theory]
    [InlineData("code=\"TEST_EXST\"", "code=\"CURIOSITE\"", "patients.reason")]
    [InlineData("PRPA_IN201307UV02\"/>", "PRPA_IN201305UV02\"/>", "patients.interaction")]
    [InlineData("<patientIdentifier>", "<patientIdentifier/><patientIdentifier>", "patients.repeated")]
    [InlineData("patientIdentifier>", "livingSubjectId>", "patients.missing")]
    [InlineData("root=\"1.2.250.1.213.1.4.10\"", "root=\"abc\"", "patients.id")]
    [InlineData(" extension=\"279035121518989\"", "", "patients.missing")]
    [InlineData("value=\"20261124080000\"", "value=\"hier\"", "patients.time")]
    [InlineData("<creationTime value=\"20261124080000\"/>", "", "patients.missing")]
    [InlineData("<queryId root=\"1.2.3.4\" extension=\"q1\"/>", "", "patients.missing")]
    [InlineData("controlActProcess", "controleActe", "patients.missing")]
    [InlineData("<sender typeCode", "<envoyeur typeCode", "xml.malformed")]
    [InlineData("urn:hl7-org:v3", "urn:autre", "patients.interaction")]
    public void A_wrong_question_has_a_code_of_its_own(string part, string instead, string code)
    {
        var text = Hl7Samples.Text(Hl7Samples.Query.WriteTo);
        Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Equal(code, Code(text.Replace(part, instead, StringComparison.Ordinal), PatientQuery.Read));
    }

    [Theory]
    [InlineData("code=\"FERM\"", "code=\"OUVRE\"", "patients.reason-change")]
    [InlineData("<patient classCode", "<personne classCode", "xml.malformed")]
    [InlineData("value=\"false\"", "value=\"peut-être\"", "patients.flag")]
    [InlineData("<family qualifier=\"BR\">LEFÈVRE</family>", "<family qualifier=\"BR\"><b/></family>", "patients.text")]
    [InlineData("<code code=\"MTH\"", "<code nom=\"MTH\"", "patients.missing")]
    public void A_wrong_registration_has_a_code_of_its_own(string part, string instead, string code)
    {
        var text = Hl7Samples.Text(new PatientRegistration(Hl7Samples.Head(DmpCodes.Revise), DmpCodes.Close, Hl7Samples.Patient).WriteTo);
        Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Equal(code, Code(text.Replace(part, instead, StringComparison.Ordinal),
            reader => PatientRegistration.Read(reader).Patient.Flag(DmpCodes.BreakGlassOpposition)));
    }

    [Fact]
    public void A_thousand_telecoms_are_too_many()
    {
        var patient = Hl7Samples.Patient with { Telecoms = [.. Enumerable.Repeat(new Hl7Telecom("tel:0612345678", "MC"), 1_000)] };
        var text = Hl7Samples.Text(new PatientRegistration(Hl7Samples.Head(DmpCodes.Add), null, patient).WriteTo);
        Assert.Equal("patients.too-many", Code(text, PatientRegistration.Read));
    }

    private static string Code<T>(string xml, Func<System.Xml.XmlReader, T> read)
    {
        var error = Record.Exception(() => Hl7Samples.Read(xml, read));
        return Assert.IsType<WireFormatException>(error).Code;
    }
}
