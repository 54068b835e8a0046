using System.CommandLine;
using Carnet.Client;
using Carnet.Wire.Habilitations;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps authorizations</c>: TD1.6.</summary>
internal static class LpsAuthorizationsCommand
{
    public static Command Create()
    {
        var options = new LpsOptions();
        var blocked = new Option<bool>("--blocked") { Description = "Les seuls professionnels écartés" };
        var all = new Option<bool>("--all") { Description = "Autorisés et écartés" };
        var command = new Command("authorizations", "Liste les professionnels autorisés ou écartés (TD1.6)") { blocked, all };
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => ListAsync(
            desk,
            parsed.GetValue(all) ? AuthorizationListMode.Toute
                : parsed.GetValue(blocked) ? AuthorizationListMode.Interdite : AuthorizationListMode.Active,
            ct)));
        return command;
    }

    private static async Task<int> ListAsync(LpsDesk desk, AuthorizationListMode mode, CancellationToken ct)
    {
        switch (await desk.Client.ListAuthorizationsAsync(desk.Call, new(mode), ct))
        {
            case Answer<ListAuthorizationByPatientResponse>.Received(var response):
                response.Professionals.Select(Line).ToList().ForEach(Console.WriteLine);
                Console.Error.WriteLine($"{response.Status}  {response.Professionals.Count} professionnel(s)");
                return LpsCommand.Accepted;
            case Answer<ListAuthorizationByPatientResponse>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Line(AuthorizedProfessional who) => string.Join("  ", new[]
    {
        who.NationalId, $"{who.LastName} {who.FirstName}".Trim(), who.Speciality, who.Mode, who.Start, who.SpecificRight,
    }.Where(part => !string.IsNullOrEmpty(part)));
}
