using System.CommandLine;
using System.Data.Common;
using Carnet.Server.Cli.Conformance;
using Carnet.Server.Cli.Governance;
using Carnet.Server.Cli.Hl7v2;
using Carnet.Server.Cli.Lps;
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
            LpsCommand.Create(),
            Hl7v2Command.Create(),
            CheckCommand.Create(),
            ConformanceCommand.Create(),
            RecordsCommand.Create(),
            PersonsCommand.Create(),
            ExplainCommand.Create(),
            JobsCommand.Create(),
            CampaignCommand.Create(),
            RegistryCommand.Create(),
            DestructionCommand.Create(),
            DestructionCommand.CreateVerify(),
            CardsCommand.Create(),
            OperatorsCommand.Create(),
            RulesCommand.Create(),
            ReviewCommand.Create(),
            ReportsCommand.Create(),
            AgreementsCommand.Create(),
            SoftwareCommand.Create(),
            DemoCommand.Create(),
            NoticesCommand.Create(),
            LettersCommand.Create(),
            QuarantineCommand.Create(),
            ReadPdfCommand.Create(),
        };
        SuspendCommands.Create().ToList().ForEach(root.Subcommands.Add);
        try
        {
            var parsed = root.Parse(args);
            var exit = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCodes.WrongUse : exit;
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

    // What keeps a command from starting is said in sentences; a stack would hide them.
    private static int Refuse(IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            Console.Error.WriteLine(sentence);
        }

        return ExitCodes.WrongUse;
    }
}
