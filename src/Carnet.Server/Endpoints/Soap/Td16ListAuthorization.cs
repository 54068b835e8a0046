using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Wsdl;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>TD1.6: whom the person has authorised or blocked.</summary>
/// <remarks>The body names nobody: the person comes from the token. Source: DMP 1.4, A.3.</remarks>
internal sealed class Td16ListAuthorization(IUseCase<ListAuthorisations, IReadOnlyList<ListedGrant>> list, Scribe scribe)
    : ISoapTransaction
{
    public WsdlService Service => WsdlService.Habilitations;

    public string Action => ListAuthorizationByPatientRequest.SoapAction;

    public (string Name, string Namespace) Body => ("listAuthorizationByPatient", SetAuthorizationRequest.Namespace);

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        using var body = call.Envelope.OpenBody();
        var mode = ListAuthorizationByPatientRequest.Read(body).Mode;
        if (call.Patient is not Outcome<Ins>.Done(var patient))
        {
            return await scribe.RefuseAsync(call.Caller, TraceAct.ListAuthorisations, ((Outcome<Ins>.Failed)call.Patient).Failure, ct);
        }

        var request = new ListAuthorisations(
            patient, mode is not AuthorizationListMode.Interdite, mode is not AuthorizationListMode.Active);
        return await list.RunAsync(call.Caller, request, ct) switch
        {
            Outcome<IReadOnlyList<ListedGrant>>.Done(var grants) => new SoapAnswer(
                ListAuthorizationByPatientResponse.SoapAction,
                new ListAuthorizationByPatientResponse([.. grants.Select(Line)], SetAuthorizationResponse.Ok).WriteTo),
            Outcome<IReadOnlyList<ListedGrant>>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static AuthorizedProfessional Line(ListedGrant listed) => new(
        listed.Grant.Holder.Value, listed.Who?.GivenName, listed.Who?.FamilyName,
        listed.Who is { } who ? $"G15_{who.Profession}" + (who.Qualification is { } qualification ? $"/{qualification}" : "") : null,
        listed.Who is { } named ? Trades.ProfessionName(named.Profession) : null,
        Text(listed.Grant.Since), Text(listed.Grant.Since),
        listed.State is GrantState.Blocked ? "INTERDITE" : "ACTIVE", listed.Grant.Treating ? "MT" : null);

    private static string Text(DateTimeOffset instant)
        => instant.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
