using System.CommandLine;
using System.Text.Json;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;

namespace Carnet.Server.Cli;

/// <summary><c>carnet records</c>.</summary>
internal static class RecordsCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from")
        {
            Description = "Fichier JSON : un tableau de personnes qui demandent l'ouverture de leur carnet",
            Required = true,
        };
        var open = new Command("open", "Ouvre des carnets au guichet (canal ACCUEIL)") { from, ServeCommand.Data };
        open.SetAction((parsed, ct) => OpenAsync(parsed.GetRequiredValue(from), parsed.GetValue(ServeCommand.Data), ct));
        return new Command("records", "Carnets") { open };
    }

    private static async Task<int> OpenAsync(string path, string? data, CancellationToken ct)
    {
        JsonDocument list;
        try
        {
            list = Parse(await File.ReadAllBytesAsync(path, ct));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            Console.Error.WriteLine(cause is JsonException
                ? $"« {path} » n'est pas du JSON lisible."
                : $"« {path} » ne se lit pas.");
            return ExitCodes.WrongUse;
        }

        using (list)
        {
            if (list.RootElement.ValueKind is not JsonValueKind.Array)
            {
                Console.Error.WriteLine($"« {path} » n'est pas un tableau JSON : une liste de personnes entre crochets est attendue.");
                return ExitCodes.WrongUse;
            }

            await using var workshop = await Workshop.OpenAsync(data, demo: false, ct);
            return await OpenAsync(workshop, list.RootElement, ct);
        }
    }

    private static async Task<int> OpenAsync(Workshop workshop, JsonElement list, CancellationToken ct)
    {
        var (rank, exit) = (0, ExitCodes.Done);
        foreach (var line in list.EnumerateArray())
        {
            var (word, more) = Describe(await OpenOneAsync(workshop, line, ct));
            Console.WriteLine($"{++rank}  {word}  {more}");
            exit = word is "refused" ? ExitCodes.Refused : exit;
        }

        return exit;
    }

    private static async Task<Outcome<OpenedAnswer>> OpenOneAsync(Workshop workshop, JsonElement line, CancellationToken ct)
    {
        switch (OpeningLine.Read(line))
        {
            case Outcome<Opening>.Done(var opening):
                var desk = new Caller.Desk(opening.Consent?.CollectedBy is { Length: > 0 } agent ? agent : "Accueil")
                {
                    Origin = new Origin(Door.CommandLine, "carnet records open"),
                };
                return await workshop.RunAsync<OpenRecord, OpenedAnswer>(desk, new OpenRecord(opening), ct);
            case Outcome<Opening>.Failed(var failure):
                return failure;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static (string Word, string More) Describe(Outcome<OpenedAnswer> outcome) => outcome switch
    {
        Outcome<OpenedAnswer>.Done(var opened)
            => ("opened", string.Join("  ", new[] { Paper("", opened.Credentials), Paper("représentant : ", opened.Representative) }
                .OfType<string>())),
        Outcome<OpenedAnswer>.Failed(var failure) => (
            failure == RecordFailures.AlreadyOpen ? "exists" : failure == RecordFailures.Closed ? "closed" : "refused",
            $"{failure.Code} : {failure.Detail}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // A child has no paper of their own, a representative who had an identifier before gets no other.
    private static string? Paper(string whose, Credentials? paper) => paper is { Login.Length: > 0 }
        ? $"{whose}identifiant {paper.Login}  mot de passe temporaire {paper.Password}"
        : null;

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
        => JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
}
