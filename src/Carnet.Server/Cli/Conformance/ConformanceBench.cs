using System.Text;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Cli.Lps;
using Carnet.Wire.Cda.Drafting;
using Carnet.Wire.Soap;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Conformance;

/// <summary>What a trial got: accepted, or the standard's own code of the refusal.</summary>
internal sealed record TrialResult(bool Accepted, string Code)
{
    public static TrialResult Yes { get; } = new(true, "");

    public static TrialResult No(string why) => new(false, why);

    public static TrialResult Of(Answer<RegistryResponse> answer)
        => Of(answer, response => response.Status is ResponseStatus.Success, response => response.Errors);

    public static TrialResult Of<T>(Answer<T> answer, Func<T, bool> accepted, Func<T, IReadOnlyList<RegistryError>> errors) => answer switch
    {
        Answer<T>.Faulted(var fault) => Of(fault),
        Answer<T>.Received(var value) when errors(value) is [var error, ..] => new(accepted(value), error.ErrorCode),
        Answer<T>.Received(var value) => new(accepted(value), ""),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static TrialResult Of(SoapFault fault) => new(false, fault.Subcodes is [var subcode, ..] ? subcode.Name : fault.Code.ToString());
}

/// <summary>A card, a person and a server at work: what the trials share, and the documents that they leave behind.</summary>
/// <remarks>Every document is made here for the run and deleted by its last trials; nothing else of the record is touched.</remarks>
internal sealed class ConformanceBench
{
    private readonly LpsDesk _desk;
    private readonly TimeProvider _clock;

    public ConformanceBench(LpsDesk desk, TimeProvider clock)
    {
        (_desk, _clock) = (desk, clock);
        if (desk.Person is null)
        {
            throw new LpsUsageException("Les traits de la personne manquent : indiquez --people, le people.json de vos personnes de test.");
        }

        First = Set(Document("Essai de conformité"));
    }

    public DmpClient Client => _desk.Client;

    public DmpCall Call => _desk.Call;

    public Cx Patient => _desk.Call.Patient!;

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>The set that the run deposits, lists, reads and replaces.</summary>
    public Submission First { get; }

    /// <summary>The entry of the document in force, once it was found.</summary>
    public DocumentEntry? Entry { get; set; }

    /// <summary>Deposited in place of the first.</summary>
    public Submission? Second { get; set; }

    public string UniqueId => (Second ?? First).Metadata.DocumentEntries[0].UniqueId;

    public CdaDocument Document(string text, Func<CdaDraft, CdaDraft>? change = null)
    {
        var draft = new LpsFiles(Client.Card, _desk.Person, "11488-4", "Essai de conformité", _clock)
            .Draft("", "text/plain", Encoding.UTF8.GetBytes(text));
        return CdaDocument.Of(CdaWriter.Write(change is null ? draft : change(draft)));
    }

    public Submission Set(params IReadOnlyList<CdaDocument> documents)
        => Submission.Of(Client.Card, _desk.Patient, documents, Now);

    public async Task<TrialResult> DepositAsync(Submission set, DmpCall? call = null)
        => TrialResult.Of(await Client.ProvideAndRegisterAsync(call ?? Call, set));

    /// <summary>A deposit that is wrong in one thing of its entry.</summary>
    public Task<TrialResult> DepositAsync(Func<DocumentEntry, DocumentEntry> change)
    {
        var set = Set(Document("À refuser"));
        return DepositAsync(set with
        {
            Metadata = set.Metadata with { DocumentEntries = [.. set.Metadata.DocumentEntries.Select(change)] },
        });
    }

    /// <summary>The entries that a search finds.</summary>
    public async Task<(TrialResult Result, IReadOnlyList<DocumentEntry> Entries)> FindAsync(AdhocQueryRequest query, DmpCall? call = null)
    {
        var answer = await Client.QueryAsync(call ?? Call, query);
        return (TrialResult.Of(answer, response => response.Errors.Count == 0, response => response.Errors),
            answer is Answer<AdhocQueryResponse>.Received(var value) ? value.DocumentEntries : []);
    }

    /// <summary>Whether the document of the run is found among those in force.</summary>
    public async Task<TrialResult> ListedAsync(bool expected)
    {
        var (result, entries) = await FindAsync(DocumentQueries.FindDocuments(Patient));
        Entry = entries.FirstOrDefault(entry => entry.UniqueId == UniqueId) ?? Entry;
        return !result.Accepted ? result
            : entries.Any(entry => entry.UniqueId == UniqueId) == expected ? TrialResult.Yes
            : TrialResult.No(expected ? "document absent de la liste" : "document encore dans la liste");
    }

    public async Task<TrialResult> UpdateAsync(SubmitObjectsRequest update) => TrialResult.Of(await Client.UpdateAsync(Call, update));

    public Task<TrialResult> StatusAsync(string from, string to) => Entry is { } entry
        ? UpdateAsync(DocumentUpdate.Status(Client.Card, Patient, entry.EntryUuid, from, to, Now))
        : Task.FromResult(TrialResult.No("document introuvable"));

    /// <summary>Marks, on the entry as it was found last.</summary>
    public async Task<TrialResult> MarkAsync(Marks marks)
    {
        await ListedAsync(expected: true);
        return Entry is { } entry
            ? await UpdateAsync(DocumentUpdate.Marks(Client.Card, Patient, entry, marks, Now))
            : TrialResult.No("document introuvable");
    }

    /// <summary>Whether the holder of the card, or their structure where it has no holder, wrote the document.</summary>
    public bool IsOwn(DocumentEntry entry) => entry.Authors.Any(author => Client.Card.Kind is CardKind.Organization
        ? author.Institutions.Any(institution => institution.Id == Client.Card.StructureId)
        : author.Person?.Id == Client.Card.IdNat);

    /// <summary>A search with a token that is not as it should be.</summary>
    public Task<TrialResult> WithTokenAsync(Func<VihfToken, VihfToken> change, Func<byte[], byte[]>? alter = null)
    {
        var token = Client.Messages.Sign(change(DmpToken.For(Client.Card, Call, Now)));
        return RawAsync(Search(alter is null ? token : alter(token)));
    }

    public DmpMessage Search(ReadOnlyMemory<byte> token, string action = XdsActions.RegistryStoredQuery)
        => DmpMessages.Plain(DmpMessages.Registry, action, token, DocumentQueries.FindDocuments(Patient).WriteTo);

    public async Task<TrialResult> RawAsync(DmpMessage message) => TrialResult.Of(
        await Client.SendAsync(message, AdhocQueryResponse.Read, CancellationToken.None), response => response.Errors.Count == 0, response => response.Errors);

    /// <summary>Another person of the same register, whom nobody has: the number is valid and stands for no record.</summary>
    public Cx Nobody()
    {
        for (var serial = 1; ; serial++)
        {
            var thirteen = FormattableString.Invariant($"29913999990{serial:00}");
            var key = 97 - (long.Parse(thirteen, System.Globalization.CultureInfo.InvariantCulture) % 97);
            if (Ins.TryCreate(FormattableString.Invariant($"{thirteen}{key:00}"), Patient.AssigningAuthorityOid, out var ins) && ins.Value != Patient.Id)
            {
                return Patient with { Id = ins.Value };
            }
        }
    }
}
