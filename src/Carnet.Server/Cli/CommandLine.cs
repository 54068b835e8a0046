using System.CommandLine;
using Carnet.Server.Cli.Lps;

namespace Carnet.Server.Cli;

/// <summary>The <c>carnet</c> command: a table of contents, one file for each command.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Carnet : un dossier médical partagé que l'on fait tourner soi-même.")
        {
            ServeCommand.Create(),
            MigrateCommand.Create(),
            LpsCommand.Create(),
            RecordsCommand.Create(),
            CardsCommand.Create(),
            DemoCommand.Create(),
        };
        var parsed = root.Parse(args);
        var exit = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? ExitCodes.WrongUse : exit;
    }
}
