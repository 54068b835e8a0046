using System.CommandLine;
using Carnet.Server.Formats;

namespace Carnet.Server.Cli;

/// <summary><c>carnet read-pdf</c>: the server starts it for itself, see <see cref="PdfReader"/>.</summary>
internal static class ReadPdfCommand
{
    public static Command Create()
    {
        var command = new Command(PdfReader.Command, "Lit des PDF pour le serveur, dans un processus à part") { Hidden = true };
        command.SetAction(async (_, ct) =>
        {
            await using var input = Console.OpenStandardInput();
            await using var output = Console.OpenStandardOutput();
            await PdfWords.ServeAsync(input, output, ct);
            return ExitCodes.Done;
        });
        return command;
    }
}
