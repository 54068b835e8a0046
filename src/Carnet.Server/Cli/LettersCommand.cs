using System.CommandLine;
using Carnet.Server.Platform.Letters;

namespace Carnet.Server.Cli;

/// <summary><c>carnet letters</c>.</summary>
internal static class LettersCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DOSSIER") { Description = "Où écrire les PDF, lisibles par leur seul propriétaire" };
        var export = new Command("export", "Remet les courriers en attente au prestataire : les écrit en PDF, puis les oublie")
        {
            folder, ServeCommand.Data,
        };
        export.SetAction(async (parsed, ct) =>
        {
            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            var count = await workshop.Services.GetRequiredService<LetterSpool>().ExportAsync(parsed.GetRequiredValue(folder), ct);
            Console.WriteLine(count switch
            {
                0 => "Aucun courrier en attente.",
                1 => "1 courrier remis.",
                _ => $"{count} courriers remis.",
            });
            return ExitCodes.Done;
        });
        return new Command("letters", "Courriers à poster") { export };
    }
}
