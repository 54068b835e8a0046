using System.CommandLine;
using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Server.Cli.Governance;
using Carnet.Server.Features.Directory;

namespace Carnet.Server.Cli;

/// <summary><c>carnet software</c>: which products may call, where <c>Carnet:Vihf:RequireRegisteredSoftware</c> asks for it.</summary>
internal static class SoftwareCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Nom du logiciel, comme dans LPS_Nom" };
        var version = new Option<string>("--version")
        {
            Description = "Version, comme dans LPS_Version ; par défaut toutes",
            DefaultValueFactory = _ => RegisteredSoftware.AnyVersion,
        };
        var homologation = new Option<string>("--homologation")
        {
            Description = "Numéro d'homologation (LPS_ID_HOMOLOGATION_DMP) ; il n'est gardé que haché",
            Required = true,
        };
        var profiles = new Option<string[]>("--profiles")
        {
            Description = $"Profils homologués : {string.Join(", ", SoftwareProfileCodes.All)}",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var add = new Command("add", "Inscrit un logiciel") { name, version, homologation, profiles }.With();
        add.SetAction((parsed, ct) => OperatorOptions.ActAsync<AddSoftware, RegisteredSoftware>(
            parsed,
            new AddSoftware(
                parsed.GetRequiredValue(name), parsed.GetRequiredValue(version), parsed.GetRequiredValue(homologation),
                SoftwareProfileCodes.Of(parsed.GetRequiredValue(profiles)
                    .SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries)))),
            Line, ct));
        var remove = new Command("remove", "Retire un logiciel") { name, version }.With();
        remove.SetAction((parsed, ct) => OperatorOptions.ActAsync<RemoveSoftware, RegisteredSoftware>(
            parsed, new RemoveSoftware(parsed.GetRequiredValue(name), parsed.GetRequiredValue(version)), Line, ct));
        var list = new Command("list", "Liste les logiciels inscrits") { ServeCommand.Data };
        list.SetAction(async (parsed, ct) =>
        {
            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            return OperatorOptions.Say(
                await workshop.RunAsync<ListSoftware, SoftwareList>(OperatorOptions.Nobody, new ListSoftware(), ct),
                known => known.Software.Count == 0 ? "Aucun logiciel n'est inscrit." : string.Join('\n', known.Software.Select(Line)));
        });
        return new Command("software", "Logiciels inscrits") { add, remove, list };
    }

    private static string Line(RegisteredSoftware software) => string.Join("  ", software.Name, software.Version,
        string.Join(',', SoftwareProfileCodes.CodesOf(software.Profiles)),
        software.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
