using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents.Personal;

/// <summary>What the person has written of their wishes and their health, in its last version.</summary>
internal sealed record ReadWishes;

/// <summary>One form as it was last filled in.</summary>
/// <param name="Values">By field; lines joined by line feeds. Empty where nothing was written yet.</param>
internal sealed record Wish(WishForm Form, DocumentId? Document, DateTimeOffset? At, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Title and lines of what was answered.</summary>
    public IEnumerable<(string Title, IReadOnlyList<string> Lines)> Answered => Form.Parts
        .Where(part => Values.ContainsKey(part.Field))
        .Select(part => (part.Title, (IReadOnlyList<string>)Values[part.Field].Split('\n')));

    public override string ToString() => "wish ***";
}

/// <summary>All of them, and whether the caller may change those that are the person's alone.</summary>
internal sealed record WishList(IReadOnlyList<Wish> Wishes, bool IsThePerson)
{
    public Wish Of(WishKind kind) => Wishes.First(wish => wish.Form.Kind == kind);
}

/// <summary>Reads the documents themselves: there is no second place where wishes would lie. Source: rules V-5, T-1.</summary>
internal sealed class ReadWishesHandler(
    IDbContextFactory<CarnetDb> databases, Reading reading, Vault vault, IPersonalDocuments personal, Scribe scribe)
    : IUseCase<ReadWishes, WishList>
{
    public async Task<Outcome<WishList>> RunAsync(Caller caller, ReadWishes request, CancellationToken ct)
    {
        if (caller.PersonalRecord is not { } id)
        {
            return RecordFailures.Unknown;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var (outcome, rows) = await reading.EnterWithRowsAsync(db, caller, id, Transaction.Read, TraceAct.ReadDocument, ct);
        return await outcome.UseAsync<EnteredRecord, WishList>(async entered =>
        {
            List<Wish> wishes = [];
            foreach (var form in WishForm.All)
            {
                var row = rows.Where(row => row.TypeCode == form.TypeCode && row.ByPatient)
                    .FirstOrDefault(row => entered.See(row, statusAsked: false) is { MayOpen: true } seen
                        && entered.Describe(seen).Description!.Title == form.Title);
                wishes.Add(row is null ? new Wish(form, null, null, new Dictionary<string, string>()) : Open(entered, row, form));
                if (row is not null)
                {
                    await scribe.WriteAsync(caller, entered.Record,
                        new Happening(TraceAct.ReadDocument, TraceOutcome.Done,
                            $"ground.{entered.Entry.Ground}".ToLowerInvariant())
                        {
                            Document = row.DocumentId,
                            Secret = row.IsSecret,
                        });
                }
            }

            return new WishList(wishes, caller is Caller.Patient);
        });
    }

    private Wish Open(EnteredRecord entered, DocumentRow row, WishForm form)
    {
        using var content = new CheckedStream(vault.Open(entered.Record.Id, row.BlobId, entered.Record.Key), row.Sha256);
        var read = personal.Read(content);
        return new Wish(form, row.DocumentId, row.CreatedAt, form.Parts
            .Select(part => (part.Field, read.FirstOrDefault(section => section.Title == part.Title).Lines))
            .Where(part => part.Lines is { Count: > 0 })
            .ToDictionary(part => part.Field, part => string.Join('\n', part.Lines)));
    }
}
