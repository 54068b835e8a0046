using System.CommandLine;
using System.Data.Common;
using Microsoft.Extensions.Options;

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
            VerifyTrailCommand.Create(),
        };
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OptionsValidationException wrong)
        {
            return Refuse(wrong.Failures);
        }
        catch (Exception cause) when (cause is InvalidOperationException or IOException or DbException)
        {
            return Refuse([cause.Message]);
        }
    }

    // What keeps the server from starting is said in sentences; a stack would hide them.
    private static int Refuse(IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            Console.Error.WriteLine(sentence);
        }

        return 2;
    }
}
