using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Wsdl;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>PRPA_IN201307: TD0.2, existence and authorisation, and TD1.3a, administrative data.</summary>
/// <remarks>The person of the question must be the one of the token. Source: HL7 v3 PRPA; DMP 1.3.</remarks>
internal sealed class Td02PatientQuery(IUseCase<ConsultRecord, RecordSheet> consult, Scribe scribe, Hl7Desk desk) : ISoapTransaction
{
    public WsdlService Service => WsdlService.Patients;

    public string Action => DmpCodes.ActionOf(DmpCodes.GetDemographics);

    public (string Name, string Namespace) Body => (DmpCodes.GetDemographics, "urn:hl7-org:v3");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        using var body = call.Envelope.OpenBody();
        var query = PatientQuery.Read(body);
        var administrative = query.Reason is DmpCodes.ConsultData;
        if (Hl7Desk.PatientDefect(call.Patient, [query.Patient]) is { } defect)
        {
            return Answer(query, await scribe.RefuseAsync(
                call.Caller, administrative ? TraceAct.ReadAdministrativeData : TraceAct.TestExistence, defect, ct));
        }

        var patient = ((Outcome<Ins>.Done)call.Patient).Value;
        return (await consult.RunAsync(call.Caller, new ConsultRecord(patient, administrative), ct)).Match(
            sheet => Answer(Answer(query) with
            {
                Patient = RecordToHl7.Patient(sheet, administrative),
                Authorisation = RecordToHl7.StateOf(sheet.Authorisation),
                Treating = sheet.Treating,
            }),
            failure => Answer(query, failure));
    }

    // That there is no record is an answer and not an error.
    private SoapAnswer Answer(PatientQuery query, Failure failure) => Answer(Answer(query) with
    {
        Refused = failure.Code is "record.unknown" ? null : Hl7Desk.Complaint(failure),
    });

    private PatientQueryAnswer Answer(PatientQuery query)
        => new(desk.Answer(query.Header, DmpCodes.GetDemographicsAnswer), query, desk.Device);

    private static SoapAnswer Answer(PatientQueryAnswer answer)
        => new(DmpCodes.ActionOf(DmpCodes.GetDemographicsAnswer), answer.WriteTo);
}
