using System.CommandLine;
using Carnet.Client;
using Carnet.Server.Platform;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps get</c>: ITI-43.</summary>
internal static class LpsGetCommand
{
    public static Command Create()
    {
        var options = new LpsOptions();
        var id = new Argument<string>("uniqueId") { Description = "Identifiant du document (uniqueId)" };
        var output = new Option<string?>("--out") { Description = "Fichier ; par défaut la sortie standard" };
        var repository = new Option<string>("--repository")
        {
            Description = "OID de l'entrepôt",
            DefaultValueFactory = _ => new RegistryOptions().RepositoryUniqueId,
        };
        var command = new Command("get", "Lit un document (ITI-43)") { id, output, repository };
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => GetAsync(
            desk, new DocumentRequest(parsed.GetRequiredValue(repository), parsed.GetRequiredValue(id)), parsed.GetValue(output), ct)));
        return command;
    }

    private static async Task<int> GetAsync(LpsDesk desk, DocumentRequest wanted, string? path, CancellationToken ct)
    {
        switch (await desk.Client.RetrieveAsync(desk.Call, new RetrieveDocumentSetRequest([wanted]), ct))
        {
            case Answer<RetrievedSet>.Received({ Response: { Documents: [var document, ..] } } set):
                await WriteAsync(path, set.Contents[document.DocumentUniqueId], ct);
                Console.Error.WriteLine(
                    $"reçu  {document.DocumentUniqueId}  {document.MimeType}  {set.Contents[document.DocumentUniqueId].Length} octets{(path is null ? "" : $"  {path}")}");
                return LpsCommand.Errors(set.Response.Status, set.Response.Errors);
            case Answer<RetrievedSet>.Received(var set):
                LpsCommand.Errors(set.Response.Status, set.Response.Errors);
                return LpsCommand.Refused;
            case Answer<RetrievedSet>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task WriteAsync(string? path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        try
        {
            await using var target = path is null ? Console.OpenStandardOutput() : File.Create(path);
            await target.WriteAsync(content, ct);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new LpsUsageException($"« {path} » ne peut être écrit.", cause);
        }
    }
}
