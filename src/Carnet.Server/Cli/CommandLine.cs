using System.CommandLine;

namespace Carnet.Server.Cli;

/// <summary>The <c>carnet</c> command: a table of contents, one file for each command.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Carnet : un dossier médical partagé que l'on fait tourner soi-même.")
        {
            ServeCommand.Create(),
            MigrateCommand.Create(),
            VerifyTrailCommand.Create(),
        };
        return root.Parse(args).InvokeAsync();
    }
}
