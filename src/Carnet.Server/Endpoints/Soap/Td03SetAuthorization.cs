using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Wsdl;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>TD0.3: the professional declares that the person agrees, or withdraws that.</summary>
/// <remarks>The body names nobody: person and professional come from the token. Source: DMP 1.2 TD0.3.</remarks>
internal sealed class Td03SetAuthorization(IUseCase<SetAuthorisation, AuthorisationChange> set, Scribe scribe)
    : ISoapTransaction
{
    public WsdlService Service => WsdlService.Habilitations;

    public string Action => SetAuthorizationRequest.SoapAction;

    public (string Name, string Namespace) Body => ("setAuthorization", SetAuthorizationRequest.Namespace);

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        using var body = call.Envelope.OpenBody();
        var request = SetAuthorizationRequest.Read(body);
        var remove = request.Action is AuthorizationAction.Suppression;
        if (call.Patient is not Outcome<Ins>.Done(var patient))
        {
            return await scribe.RefuseAsync(
                call.Caller, remove ? TraceAct.Withdraw : TraceAct.Authorise, ((Outcome<Ins>.Failed)call.Patient).Failure, ct);
        }

        return await set.RunAsync(call.Caller, new SetAuthorisation(patient, remove, request.TreatingPhysician), ct) switch
        {
            Outcome<AuthorisationChange>.Done(var change) => new SoapAnswer(
                SetAuthorizationResponse.SoapAction,
                new SetAuthorizationResponse(SetAuthorizationResponse.Ok, Context(change)).WriteTo),
            Outcome<AuthorisationChange>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string Context(AuthorisationChange change) => change switch
    {
        AuthorisationChange.Added => "Autorisation ajoutée",
        AuthorisationChange.AlreadyThere => "Autorisation déjà existante",
        AuthorisationChange.Removed => "Autorisation supprimée",
        AuthorisationChange.NothingToRemove => "Aucune autorisation à supprimer",
    };
}
