using System.Globalization;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire.Habilitations;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Wsdl;
using Carnet.Wire.Xds;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>TD0.4: whom the professional may read. The token names no patient.</summary>
/// <remarks>Source: DMP 1.4, A.3.</remarks>
internal sealed class Td04PatientList(IUseCase<ListPatients, IReadOnlyList<ListedPatient>> list, Scribe scribe) : ISoapTransaction
{
    public WsdlService Service => WsdlService.PatientSpecific;

    public string Action => PatientListRequest.SoapAction;

    public (string Name, string Namespace) Body => ("patientList", "urn:si-dmp-patients");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        using var body = call.Envelope.OpenBody();
        var asked = PatientListRequest.Read(body);
        PsIdNat? owner = null;
        if (asked.OwnerId is { } number)
        {
            if (!PsIdNat.TryCreate(number, out var known))
            {
                return await scribe.RefuseAsync(call.Caller, TraceAct.ListPatients, PatientListFailures.Owner, ct);
            }

            owner = known;
        }

        var since = Dtm.TryParse(asked.StartDate, out var instant) ? instant : throw new System.Diagnostics.UnreachableException();
        var request = new ListPatients(
            since, asked.DateType is PatientListDate.LastDocument ? PatientDate.LastDocument : PatientDate.LetIn, owner);
        return await list.RunAsync(call.Caller, request, ct) switch
        {
            Outcome<IReadOnlyList<ListedPatient>>.Done(var people) => new SoapAnswer(
                PatientListResponse.SoapAction, new PatientListResponse([.. people.Select(Line)], SetAuthorizationResponse.Ok).WriteTo)
            {
                Size = (people.Count + 1) * 1024,
            },
            Outcome<IReadOnlyList<ListedPatient>>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static PatientListLine Line(ListedPatient person) => new(
        person.Ins.Value, person.Ins.Oid, person.Traits.UsedName ?? person.Traits.BirthName, person.Traits.BirthName,
        person.Traits.FirstGivenName, person.Traits.Sex switch { Sex.Male => "M", Sex.Female => "MME", Sex.Unknown => null },
        person.Traits.BirthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture), person.Treating, person.Waits,
        Text(person.LastAccess), Text(person.LastUpdate), Text(person.LastAdd));

    private static string? Text(DateTimeOffset? instant) => instant is { } at ? Dtm.Format(at) : null;
}
