using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Carnet.Client;
using Carnet.Server.Formats;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Pki;
using Carnet.Wire;
using Carnet.Wire.Checker.Schemas;
using Microsoft.Extensions.Options;

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
        var schemas = new Option<string?>("--schemas") { Description = "Dossier de schémas (.xsd) et de schématrons (.sch)" };
        var ca = new Option<string?>("--ca") { Description = "Racine (PEM) des certificats de signature" };
        var command = new Command("check", "Vérifie un message ou un document : règle, ligne, cause, correction, signatures")
        {
            files, json, schemas, ca,
        };
        command.SetAction(parsed =>
        {
            try
            {
                return Run(parsed.GetRequiredValue(files), parsed.GetValue(json), Create(parsed.GetValue(schemas), parsed.GetValue(ca)));
            }
            catch (Exception wrong) when (wrong is WireFormatException or CardException)
            {
                Console.Error.WriteLine(wrong.Message);
                return ExitCodes.WrongUse;
            }
        });
        return command;
    }

    // Whoever waits at a command may wait longer than at a page.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static Checkers Create(string? schemas, string? ca)
    {
        if (schemas is not null)
        {
            SchemaShelf.Open(schemas); // says now what it would say at the first message
        }

        if (ca is not null)
        {
            CardFolder.ReadRoots(ca);
        }

        return new Checkers(schemas, ca is null
            ? null
            : new CertificateTrust(Options.Create(new TrustOptions { Roots = ca }), TimeProvider.System).TrustedSigner, Longest);
    }

    private static int Run(string[] files, bool json, Checkers checkers)
    {
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
                    one.Answer.Signatures,
                    one.Answer.Schemas,
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
        foreach (var schemas in answer.Schemas)
        {
            Console.WriteLine($"  schémas : {schemas}");
        }

        foreach (var signature in answer.Signatures)
        {
            Console.WriteLine($"  {signature.What} {signature.Place}".TrimEnd() + $" : {signature.Sentence}"
                + (signature.Reason.Length > 0 ? $" ({signature.Reason})" : ""));
        }

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
