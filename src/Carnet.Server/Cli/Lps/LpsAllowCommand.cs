using System.CommandLine;
using Carnet.Client;
using Carnet.Wire.Habilitations;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps allow</c>: TD0.3.</summary>
internal static class LpsAllowCommand
{
    public static Command Create()
    {
        var options = new LpsOptions();
        var treating = new Option<bool>("--treating") { Description = "En qualité de médecin traitant" };
        var remove = new Option<bool>("--remove") { Description = "Retire l'autorisation" };
        var command = new Command("allow", "Déclare l'accord de la personne (TD0.3)") { treating, remove };
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => AllowAsync(
            desk,
            new SetAuthorizationRequest(
                parsed.GetValue(remove) ? AuthorizationAction.Suppression : AuthorizationAction.Ajout, parsed.GetValue(treating)),
            ct)));
        return command;
    }

    private static async Task<int> AllowAsync(LpsDesk desk, SetAuthorizationRequest request, CancellationToken ct)
    {
        switch (await desk.Client.SetAuthorizationAsync(desk.Call, request, ct))
        {
            case Answer<SetAuthorizationResponse>.Received(var response):
                Console.WriteLine($"{response.Status}  {response.Context}");
                return response.Status == SetAuthorizationResponse.Ok ? LpsCommand.Accepted : LpsCommand.Refused;
            case Answer<SetAuthorizationResponse>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
