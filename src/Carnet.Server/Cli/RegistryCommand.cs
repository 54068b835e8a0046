using System.CommandLine;
using System.Text.Json;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Openings;

namespace Carnet.Server.Cli;

/// <summary><c>carnet registry</c>: whom the insurer knows, so that they can open a record by themselves.</summary>
internal static class RegistryCommand
{
    public static Command Create()
    {
        var list = new Option<string>("--list") { Description = "Fichier JSON, une personne par ligne, comme pour une campagne", Required = true };
        var import = new Command("import", "Ajoute ou remplace les personnes de la liste ; n'ouvre aucun carnet")
        {
            list, ServeCommand.Data,
        };
        import.SetAction(async (parsed, ct) =>
        {
            var path = parsed.GetRequiredValue(list);
            if (!File.Exists(path))
            {
                Console.Error.WriteLine($"« {path} » ne se lit pas.");
                return ExitCodes.WrongUse;
            }

            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            return await ImportAsync(workshop, path, ct);
        });
        return new Command("registry", "Personnes connues de la caisse, qui peuvent ouvrir leur carnet en ligne") { import };
    }

    // One person at a time; the file may be longer than memory.
    private static async Task<int> ImportAsync(Workshop workshop, string path, CancellationToken ct)
    {
        var caller = new Caller.Desk("Registre") { Origin = new Origin(Door.CommandLine, "carnet registry import") };
        var (rank, stored, exit) = (0, 0, ExitCodes.Done);
        await foreach (var line in File.ReadLinesAsync(path, ct))
        {
            rank++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var outcome = Read(line) switch
            {
                Outcome<RegisteredPerson>.Done(var person) => await workshop.RunAsync<RegisterPerson, RecordId>(
                    caller, new RegisterPerson(person), ct),
                Outcome<RegisteredPerson>.Failed(var failure) => failure,
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            stored += outcome.Match(_ => 1, failure =>
            {
                Console.Error.WriteLine($"ligne {rank}  {failure.Code} : {failure.Detail}");
                exit = ExitCodes.Refused;
                return 0;
            });
        }

        Console.WriteLine($"enregistrées {stored}");
        return exit;
    }

    private static Outcome<RegisteredPerson> Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line.TrimStart('\uFEFF'));
            return OpeningLine.Read(json.RootElement) switch
            {
                Outcome<Opening>.Done(var opening) => new RegisteredPerson(opening.Ins, opening.Traits, opening.Contact)
                {
                    RepresentedBy = OpeningLine.Texts(json.RootElement, "representedBy"),
                },
                Outcome<Opening>.Failed(var failure) => failure,
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (JsonException)
        {
            return OpeningLine.NotAnObject;
        }
    }
}
