using System.CommandLine;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps send</c>: ITI-41 (TD2.1, TD2.2).</summary>
internal static class LpsSendCommand
{
    public static Command Create()
    {
        var options = new LpsOptions();
        var files = new Argument<string[]>("fichiers")
        {
            Description = "Documents CDA du lot ; un PDF ou un texte est mis dans un CDA de niveau 1",
            Arity = ArgumentArity.OneOrMore,
        };
        var replace = new Option<string?>("--replace") { Description = "Entrée (urn:uuid:…) que le document remplace" };
        var masked = new Option<bool>("--masked") { Description = "Masqué aux professionnels" };
        var hidden = new Option<bool>("--hide-from-patient") { Description = "Non visible par le patient" };
        var secret = new Option<bool>("--hide-from-representatives") { Description = "Non visible par les représentants légaux" };
        var type = new Option<string?>("--type") { Description = "Type (LOINC ou TRE_A05) d'un fichier qui n'est pas un CDA" };
        var signed = new Option<bool>("--signed") { Description = "Ajoute la signature du lot" };
        var title = new Option<string?>("--title") { Description = "Titre" };
        var command = new Command("send", "Dépose un lot de documents (ITI-41)")
        {
            files, replace, masked, hidden, secret, type, signed, title,
        };
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk =>
        {
            var marks = (parsed.GetValue(masked) ? Marks.MaskedToProfessionals : Marks.None)
                | (parsed.GetValue(hidden) ? Marks.HiddenFromPatient : Marks.None)
                | (parsed.GetValue(secret) ? Marks.HiddenFromRepresentatives : Marks.None);
            var reader = new LpsFiles(
                desk.Client.Card, desk.Person, parsed.GetValue(type), parsed.GetValue(title), TimeProvider.System);
            var replaced = ReplacedOf(parsed.GetValue(replace), parsed.GetRequiredValue(files).Length);
            var documents = parsed.GetRequiredValue(files)
                .Select(file => reader.Read(file) with { Marks = marks, Replaces = replaced }).ToList();
            return SendAsync(desk, documents, parsed.GetValue(signed), ct);
        }));
        return command;
    }

    private static async Task<int> SendAsync(LpsDesk desk, List<CdaDocument> documents, bool signed, CancellationToken ct)
    {
        var submission = Submission.Of(
            desk.Client.Card, desk.Patient, documents, TimeProvider.System.GetUtcNow(), signed);
        switch (await desk.Client.ProvideAndRegisterAsync(desk.Call, submission, ct))
        {
            case Answer<RegistryResponse>.Received({ Status: ResponseStatus.Success }):
                Console.WriteLine($"déposé  {string.Join("  ", submission.Metadata.DocumentEntries.Take(documents.Count)
                    .Select(entry => $"{entry.UniqueId} {entry.EntryUuid}"))}");
                return LpsCommand.Accepted;
            case Answer<RegistryResponse>.Received(var response):
                return LpsCommand.Errors(response.Status, response.Errors);
            case Answer<RegistryResponse>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string? ReplacedOf(string? text, int files) => text switch
    {
        null => null,
        _ when files > 1 => throw new LpsUsageException("--replace demande un seul fichier."),
        _ when Guid.TryParse(text, out var bare) => $"urn:uuid:{bare}",
        _ when text.StartsWith("urn:uuid:", StringComparison.Ordinal) => text,
        _ => throw new LpsUsageException("--replace demande une entrée (entryUUID), de la forme urn:uuid:…"),
    };
}
