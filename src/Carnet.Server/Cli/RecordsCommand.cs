using System.CommandLine;
using System.Text.Json;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Microsoft.Extensions.Options;

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
        var secrets = new Option<string?>("--secrets")
        {
            Description = "Dossier où écrire, pour chaque personne, la page de ses identifiants à imprimer ; rien n'est alors affiché",
        };
        var open = new Command("open", "Ouvre des carnets au guichet (canal ACCUEIL)") { from, secrets, ServeCommand.Data };
        open.SetAction((parsed, ct) => OpenAsync(
            parsed.GetRequiredValue(from), parsed.GetValue(secrets), parsed.GetValue(ServeCommand.Data), ct));
        var records = new Command("records", "Carnets") { open };
        RecordsLifeCommands.All().ToList().ForEach(records.Subcommands.Add);
        return records;
    }

    private static async Task<int> OpenAsync(string path, string? secrets, string? data, CancellationToken ct)
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
            return await OpenAsync(workshop, list.RootElement, secrets, ct);
        }
    }

    private static async Task<int> OpenAsync(Workshop workshop, JsonElement list, string? secrets, CancellationToken ct)
    {
        var (rank, exit) = (0, ExitCodes.Done);
        foreach (var line in list.EnumerateArray())
        {
            var (word, more) = Describe(await OpenOneAsync(workshop, line, ct), secrets, workshop.Services);
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

    private static (string Word, string More) Describe(Outcome<OpenedAnswer> outcome, string? secrets, IServiceProvider services)
        => outcome.Match(
            opened => ("opened", string.Join("  ", new[]
                {
                    Paper("", opened.Record, opened.Credentials, secrets, services),
                    Paper("représentant : ", opened.Record, opened.Representative, secrets, services),
                }.OfType<string>())),
            failure => (
                failure == RecordFailures.AlreadyOpen ? "exists" : failure == RecordFailures.Closed ? "closed" : "refused",
                $"{failure.Code} : {failure.Detail}"));

    private static DateTimeOffset Until(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow()
        + services.GetRequiredService<IOptions<AccountsOptions>>().Value.TemporaryPassword;

    // A child has no paper of their own, a representative who had an identifier before gets no other.
    private static string? Paper(string whose, RecordId record, Credentials? paper, string? secrets, IServiceProvider services)
        => paper is not { Login.Length: > 0 } ? null
            : secrets is null ? $"{whose}identifiant {paper.Login}  mot de passe temporaire {paper.Password}"
            : whose + SecretsPaper.Write(secrets, record, paper, Until(services), RecordsLifeCommands.PortalOf(services),
                whose.Length > 0 ? "-representant" : "");

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
        => JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
}
