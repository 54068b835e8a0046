using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Carnet.Server.Formats;

namespace Carnet.Server.Cli;

/// <summary><c>carnet check</c>: holds a message or document against the rules and says what to change.</summary>
internal static class CheckCommand
{
    private const long Largest = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static Command Create()
    {
        var files = new Argument<string[]>("fichiers")
        {
            Description = "Message SOAP, VIHF, métadonnées XDS, CDA, HL7 v3 ou HL7 v2",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Répond en JSON" };
        var command = new Command("check", "Vérifie un message ou un document : règle, ligne, cause, correction") { files, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(files), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] files, bool json)
    {
        var checkers = new Checkers();
        List<(string File, CheckAnswer Answer)> answers = [];
        foreach (var file in files)
        {
            if (!File.Exists(file) || new FileInfo(file).Length > Largest)
            {
                Console.Error.WriteLine($"« {file} » n'existe pas, ou dépasse 64 Mio.");
                return ExitCodes.WrongUse;
            }

            answers.Add((file, checkers.Check(File.ReadAllBytes(file))));
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                answers.Select(one => new
                {
                    one.File,
                    one.Answer.Kinds,
                    one.Answer.Unreadable,
                    one.Answer.Rules,
                    one.Answer.Errors,
                    one.Answer.Lines,
                }),
                Json));
        }
        else
        {
            answers.ForEach(checkedFile => Print(checkedFile.File, checkedFile.Answer));
        }

        return answers.TrueForAll(checkedFile => checkedFile.Answer is { Unreadable: null, Errors: 0 }) ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static void Print(string file, CheckAnswer answer)
    {
        Console.WriteLine($"{file} : " + (answer.Unreadable
            ?? $"{string.Join(", ", answer.Kinds)} ; {answer.Errors} erreur(s), {answer.Remarks} remarque(s), {answer.Rules} règles"));
        foreach (var line in answer.Lines)
        {
            Console.WriteLine($"  {(line.Refuses ? "erreur" : "remarque")} {line.Rule}{(line.Line > 0 ? $" ligne {line.Line}" : "")} {line.Place}");
            Console.WriteLine($"    {line.Cause} {line.Remedy}");
            if (line.Fragment is { } fragment)
            {
                Console.WriteLine($"    {fragment}");
            }
        }
    }
}
