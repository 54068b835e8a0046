using System.Globalization;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire.Habilitations;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Wsdl;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>patientCertif: whether the person of the token bears that number and was born that day.</summary>
/// <remarks>
/// Withdrawn with the INS-C, so shut by default. Who opens the rights and the rank of birth are read for their form: this
/// server has no file of the insured to compare them with. Source: DMP 1.1.
/// </remarks>
internal sealed class IdentityCertification(
    IUseCase<ConsultRecord, RecordSheet> consult, Scribe scribe, IOptions<RegistryOptions> registry) : ISoapTransaction
{
    public WsdlService Service => WsdlService.PatientCertif;

    public string Action => IdentityCertificationRequest.SoapAction;

    public (string Name, string Namespace) Body => ("identityCertification", IdentityCertificationRequest.Namespace);

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        using var body = call.Envelope.OpenBody();
        var asked = IdentityCertificationRequest.Read(body);
        var defect = !registry.Value.CertifyIdentity ? SoapFailures.CertificationClosed
            : call.Patient is Outcome<Ins>.Failed(var failed) ? failed
            : ((Outcome<Ins>.Done)call.Patient).Value.Value != asked.PersonNir ? SoapFailures.PatientMismatch
            : null;
        if (defect is not null)
        {
            return await scribe.RefuseAsync(call.Caller, TraceAct.TestExistence, defect, ct);
        }

        var patient = ((Outcome<Ins>.Done)call.Patient).Value;
        return await consult.RunAsync(call.Caller, new ConsultRecord(patient, Administrative: false), ct) switch
        {
            Outcome<RecordSheet>.Done(var sheet) => new SoapAnswer(
                IdentityCertificationResponse.SoapAction,
                new IdentityCertificationResponse(SetAuthorizationResponse.Ok,
                    sheet.Details.Traits.BirthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture) == asked.BirthDate).WriteTo),
            Outcome<RecordSheet>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
