using System.CommandLine;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps mask|unmask|show|archive|unarchive|delete</c>: ITI-57.</summary>
internal static class LpsChangeCommands
{
    public static IEnumerable<Command> Create()
    {
        yield return Mark("mask", "Masque un document aux professionnels (TD3.3a)", marks => marks | Marks.MaskedToProfessionals);
        yield return Mark("unmask", "Démasque un document (TD3.3a)", marks => marks & ~Marks.MaskedToProfessionals);
        yield return Mark("show", "Rend un document visible au patient et à ses représentants (TD3.3b)",
            marks => marks & Marks.MaskedToProfessionals);
        yield return Status("archive", "Archive un document (TD3.3d)", AvailabilityStatuses.Archived);
        yield return Status("unarchive", "Sort un document de l'archive (TD3.3d)", AvailabilityStatuses.Approved);
        yield return Status("delete", "Supprime un document (TD3.3c)", AvailabilityStatuses.Deleted);
    }

    private static Command Mark(string name, string description, Func<Marks, Marks> change) => Command(
        name, description, async (desk, id, ct) => await FindAsync(desk, id, ct) is not { } entry
            ? Absent()
            : Say(name, await desk.Client.UpdateAsync(desk.Call, DocumentUpdate.Marks(
                desk.Client.Card, desk.Call.Patient!, entry, change(MarksOf(entry)), TimeProvider.System.GetUtcNow()), ct)));

    // A structure sees no metadata: what it names by its entry (urn:uuid:…) is taken to be in force.
    private static Command Status(string name, string description, string to) => Command(
        name, description, async (desk, id, ct) =>
        {
            var (entry, from) = id.StartsWith("urn:uuid:", StringComparison.Ordinal)
                ? (id, to is AvailabilityStatuses.Approved ? AvailabilityStatuses.Archived : AvailabilityStatuses.Approved)
                : await FindAsync(desk, id, ct) is { } found ? (found.EntryUuid, found.AvailabilityStatus!) : ("", "");
            return entry.Length == 0
                ? Absent()
                : Say(name, await desk.Client.UpdateAsync(desk.Call, DocumentUpdate.Status(
                    desk.Client.Card, desk.Call.Patient!, entry, from, to, TimeProvider.System.GetUtcNow()), ct));
        });

    private static Command Command(
        string name, string description, Func<LpsDesk, string, CancellationToken, Task<int>> act)
    {
        var options = new LpsOptions();
        var id = new Argument<string>("document") { Description = "Identifiant du document (uniqueId) ; pour un statut aussi l'entrée (urn:uuid:…)" };
        var command = new Command(name, description) { id };
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => act(desk, parsed.GetRequiredValue(id), ct)));
        return command;
    }

    private static async Task<DocumentEntry?> FindAsync(LpsDesk desk, string uniqueId, CancellationToken ct)
        => await desk.Client.QueryAsync(desk.Call, DocumentQueries.FindDocuments(desk.Call.Patient!, allStatuses: true), ct) switch
        {
            Answer<AdhocQueryResponse>.Received(var response) => response.DocumentEntries.FirstOrDefault(entry => entry.UniqueId == uniqueId),
            _ => null,
        };

    private static Marks MarksOf(DocumentEntry entry)
        => MarkCodes.Read(entry.ConfidentialityCodes.Where(code => code.CodingScheme == MarkCodes.System).Select(code => code.Code))
            .Match(marks => marks, _ => Marks.None);

    private static int Say(string name, Answer<RegistryResponse> answer)
    {
        switch (answer)
        {
            case Answer<RegistryResponse>.Received({ Status: ResponseStatus.Success }):
                Console.WriteLine($"fait  {name}");
                return LpsCommand.Accepted;
            case Answer<RegistryResponse>.Received(var response):
                return LpsCommand.Errors(response.Status, response.Errors);
            case Answer<RegistryResponse>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static int Absent()
    {
        Console.Error.WriteLine("Ce document ne se trouve pas parmi ceux que la carte peut voir.");
        return LpsCommand.Refused;
    }
}
