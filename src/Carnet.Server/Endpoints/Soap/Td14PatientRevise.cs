using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Wsdl;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>PRPA_IN201314: TD1.4 closes a record, TD1.2 opens a closed one again, TD1.3b changes administrative data.</summary>
/// <remarks>Source: HL7 v3 PRPA; rule L-8; DMP 1.2 TD1.2, TD1.3b, TD1.4.</remarks>
internal sealed class Td14PatientRevise(
    IUseCase<CloseRecord, RecordId> close, IUseCase<ReactivateRecord, RecordId> reactivate,
    IUseCase<ReviseRecord, RecordId> revise, Scribe scribe, Hl7Desk desk)
    : ISoapTransaction
{
    private const string AtTheirRequest = "La personne";

    public WsdlService Service => WsdlService.Patients;

    public SoftwareProfiles Profiles => SoftwareProfiles.Creation;

    public string Action => DmpCodes.ActionOf(DmpCodes.Revise);

    public (string Name, string Namespace) Body => (DmpCodes.Revise, "urn:hl7-org:v3");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        using var body = call.Envelope.OpenBody();
        var message = PatientRegistration.Read(body);
        var closes = message.Reason is DmpCodes.Close;
        var revises = message.Reason is DmpCodes.ModifyData;
        var traced = closes ? TraceAct.CloseRecord : revises ? TraceAct.ChangeContact : TraceAct.ReactivateRecord;
        if (Hl7Desk.PatientDefect(call.Patient, message.Patient.Ids) is { } defect)
        {
            return Answer(message, await scribe.RefuseAsync(call.Caller, traced, defect, ct));
        }

        if (revises && message.Patient.Relationships.Count > 0)
        {
            return Answer(message, await scribe.RefuseAsync(call.Caller, traced, SoapFailures.RepresentativesAtDesk, ct));
        }

        if (message.Patient.StatusCode != (closes ? "terminated" : "active"))
        {
            return Answer(message, await scribe.RefuseAsync(call.Caller, traced, SoapFailures.PatientStatus, ct));
        }

        var patient = ((Outcome<Ins>.Done)call.Patient).Value;
        var outcome = revises ? await revise.RunAsync(call.Caller, Hl7ToRecord.Revision(patient, message.Patient), ct)
            : !closes ? await reactivate.RunAsync(call.Caller, new ReactivateRecord(patient, AtTheirRequest), ct)
            : ClosingReasons.Read(message.MotiveCode) switch
            {
                Outcome<ClosingReason>.Done(var reason) => await close.RunAsync(
                    call.Caller, new CloseRecord(patient, message.MotiveText, reason, AtTheirRequest), ct),
                Outcome<ClosingReason>.Failed(var unknown) => await scribe.RefuseAsync(call.Caller, traced, unknown, ct),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        return outcome.Match(
            _ => Answer(desk.Registered(message, DmpCodes.ReviseAccepted) with { StatusCode = closes ? "terminated" : "active" }),
            failure => Answer(message, failure));
    }

    private SoapAnswer Answer(PatientRegistration message, Failure failure) => Answer(
        desk.Registered(message, DmpCodes.ReviseRefused) with
        {
            Refused = Hl7Desk.Complaint(failure),
            StatusCode = message.Patient.StatusCode ?? "active",
        });

    private static SoapAnswer Answer(PatientRegistrationAnswer answer)
        => new(DmpCodes.ResponseActionOf(DmpCodes.Revise), answer.WriteTo);
}
