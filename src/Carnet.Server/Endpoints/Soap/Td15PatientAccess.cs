using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire.Habilitations;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Wsdl;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>TD1.5: logins of persons, given by a professional's software where the operator opens that.</summary>
/// <remarks>Withdrawn from the national service on 11 June 2024, so shut by default. Source: DMP 1.2 TD1.5; rule L-5.</remarks>
internal abstract class Td15PatientAccess(PatientAccessOperation operation, Scribe scribe) : ISoapTransaction
{
    public WsdlService Service => WsdlService.PatientSpecific;

    public SoftwareProfiles Profiles => SoftwareProfiles.Creation;

    public string Action => PatientAccessRequest.ActionOf(operation);

    public (string Name, string Namespace) Body => (PatientAccessRequest.NameOf(operation), "urn:si-dmp-patients");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        using var body = call.Envelope.OpenBody();
        var request = PatientAccessRequest.Read(body, operation);
        if (call.Patient is not Outcome<Ins>.Done(var patient))
        {
            return await scribe.RefuseAsync(call.Caller, TraceAct.IssueCredentials, ((Outcome<Ins>.Failed)call.Patient).Failure, ct);
        }

        return await ActAsync(call, patient, request, ct) switch
        {
            Outcome<Credentials?>.Done(var given) => Answer(given),
            Outcome<Credentials?>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Null where nothing is to be handed over.</summary>
    protected abstract Task<Outcome<Credentials?>> ActAsync(
        SoapCall call, Ins patient, PatientAccessRequest request, CancellationToken ct);

    protected static Contact ContactOf(PatientAccessRequest request)
        => request.Sms is true ? new Contact(null, request.Channel) : new Contact(request.Channel, null);

    private SoapAnswer Answer(Credentials? given)
    {
        var answer = new PatientAccessResponse(operation, SetAuthorizationResponse.Ok, given?.Login, given?.Password);
        return new SoapAnswer(answer.SoapAction, answer.WriteTo);
    }
}

/// <summary><c>createPatientAccess</c>: a first login, with where its codes go.</summary>
internal sealed class Td15CreatePatientAccess(IUseCase<IssueCredentials, IssuedCredentials> issue, Scribe scribe)
    : Td15PatientAccess(PatientAccessOperation.Create, scribe)
{
    protected override async Task<Outcome<Credentials?>> ActAsync(
        SoapCall call, Ins patient, PatientAccessRequest request, CancellationToken ct)
        => (await issue.RunAsync(call.Caller, new IssueCredentials(patient) { Again = false, Contact = ContactOf(request) }, ct))
            .Match<Outcome<Credentials?>>(issued => issued.Credentials, failure => failure);
}

/// <summary><c>updatePatientAccess</c>: a new temporary password.</summary>
internal sealed class Td15UpdatePatientAccess(IUseCase<IssueCredentials, IssuedCredentials> issue, Scribe scribe)
    : Td15PatientAccess(PatientAccessOperation.Update, scribe)
{
    protected override async Task<Outcome<Credentials?>> ActAsync(
        SoapCall call, Ins patient, PatientAccessRequest request, CancellationToken ct)
        => (await issue.RunAsync(call.Caller, new IssueCredentials(patient) { Again = true }, ct))
            .Match<Outcome<Credentials?>>(issued => issued.Credentials, failure => failure);
}

/// <summary><c>patientOTPUpdate</c>: where the codes of a login go.</summary>
internal sealed class Td15PatientOtpUpdate(IUseCase<ChangeCodeChannel, RecordId> change, Scribe scribe)
    : Td15PatientAccess(PatientAccessOperation.OtpUpdate, scribe)
{
    protected override async Task<Outcome<Credentials?>> ActAsync(
        SoapCall call, Ins patient, PatientAccessRequest request, CancellationToken ct)
    {
        var address = request.Action is OtpAction.Suppression ? null : request.Channel;
        return (await change.RunAsync(call.Caller, new ChangeCodeChannel(patient, request.Sms is true, address), ct))
            .Match<Outcome<Credentials?>>(_ => (Credentials?)null, failure => failure);
    }
}
