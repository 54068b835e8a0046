using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Wsdl;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>PRPA_IN201311: TD1.1, opens a record with the consent of the person.</summary>
/// <remarks>
/// The answer carries identifier and temporary password, so that the software prints the paper which the person is handed
/// (L-5). Absent from the matrix of rights of 2024 (U7): who may is rule L-1. Source: HL7 v3 PRPA; DMP 1.2 TD1.1.
/// </remarks>
internal sealed class Td11PatientAdd(IUseCase<OpenRecord, OpenedAnswer> open, Scribe scribe, Hl7Desk desk) : ISoapTransaction
{
    private const int MostRepresentatives = 4;

    public WsdlService Service => WsdlService.Patients;

    public SoftwareProfiles Profiles => SoftwareProfiles.Creation;

    public string Action => DmpCodes.ActionOf(DmpCodes.Add);

    public (string Name, string Namespace) Body => (DmpCodes.Add, "urn:hl7-org:v3");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        using var body = call.Envelope.OpenBody();
        var message = PatientRegistration.Read(body);
        if (Hl7Desk.PatientDefect(call.Patient, message.Patient.Ids) is { } defect)
        {
            return Refused(message, await scribe.RefuseAsync(call.Caller, TraceAct.OpenRecord, defect, ct));
        }

        if (message.Patient.Relationships.Count > MostRepresentatives)
        {
            return Refused(message, await scribe.RefuseAsync(call.Caller, TraceAct.OpenRecord, SoapFailures.TooManyRepresentatives, ct));
        }

        if (OpeningRules.ChannelOf(call.Caller) is not { } channel)
        {
            return Refused(message, await scribe.RefuseAsync(call.Caller, TraceAct.OpenRecord, AccessFailures.NoRight, ct));
        }

        var ins = ((Outcome<Ins>.Done)call.Patient).Value;
        var request = new OpenRecord(Hl7ToRecord.Opening(ins, message.Patient, call.Caller, channel));
        return (await open.RunAsync(call.Caller, request, ct)).Match(
            opened => Answer(desk.Registered(message, DmpCodes.AddAccepted) with
            {
                Observations =
                [
                    .. Paper(opened.Credentials, DmpCodes.Login, DmpCodes.TemporaryPassword),
                    .. opened.Representatives.SelectMany((given, rank) => Paper(
                        given, Ranked(DmpCodes.RepresentativeLogin, rank), Ranked(DmpCodes.RepresentativePassword, rank))),
                ],
            }),
            failure => Refused(message, failure));
    }

    // The order is that of the message, so that each paper finds its holder; the first keeps the name that it has alone.
    private static string Ranked(string code, int rank) => rank == 0 ? code : FormattableString.Invariant($"{code}{rank + 1}");

    // A child has none yet; a representative who has a login already gets none.
    private static Hl7Observation[] Paper(Credentials? given, string login, string password) => given is not { Login.Length: > 0 } ? []
        : [new(login, DmpCodes.AccountSystem, "ST", given.Login), new(password, DmpCodes.AccountSystem, "ST", given.Password)];

    private SoapAnswer Refused(PatientRegistration message, Failure failure)
        => Answer(desk.Registered(message, DmpCodes.AddRefused) with { Refused = Hl7Desk.Complaint(failure) });

    private static SoapAnswer Answer(PatientRegistrationAnswer answer)
        => new(DmpCodes.ResponseActionOf(DmpCodes.Add), answer.WriteTo);
}
