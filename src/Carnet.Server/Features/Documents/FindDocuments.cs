using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Looks for documents of one person, or for the sets in which they came.</summary>
/// <param name="ReferencesOnly">Only numbers are wanted, e.g. to prepare a deletion.</param>
/// <param name="WithSubmissions">The sets are wanted too.</param>
internal sealed record FindDocuments(
    Ins Patient, DocumentCriteria Criteria, bool ReferencesOnly = false, bool WithSubmissions = false)
{
    /// <summary>Whether anything that lies sealed is asked for, or asked about.</summary>
    public bool NeedsDescriptions => !ReferencesOnly || Criteria.NeedsDescription || WithSubmissions;
}

/// <summary>What was found and may be seen; counts are taken after the decision.</summary>
internal sealed record FoundDocuments(
    IReadOnlyList<StoredDocument> Documents, IReadOnlyList<StoredSubmission> Submissions);

/// <summary>Reads the index rows of the one record and decides each with the same rule.</summary>
/// <remarks>Source: rules A-7, V-1 to V-8; IHE ITI TF-2 3.18; DMP TD3.1.</remarks>
internal sealed class FindDocumentsHandler(
    IDbContextFactory<CarnetDb> databases, Reading reading, EmergencyNotices emergencies, Scribe scribe)
    : IUseCase<FindDocuments, FoundDocuments>
{
    public async Task<Outcome<FoundDocuments>> RunAsync(Caller caller, FindDocuments request, CancellationToken ct)
    {
        var (act, traced) = request.ReferencesOnly
            ? (Transaction.FindReference, TraceAct.FindReferences)
            : (Transaction.FindMetadata, TraceAct.FindDocuments);
        await using var db = await databases.CreateDbContextAsync(ct);
        var (outcome, rows) = await reading.EnterWithRowsAsync(
            db, caller, request.Patient, act, traced, ct, references: !request.NeedsDescriptions);
        return await outcome.UseAsync(entered => FindAsync(db, caller, entered, rows, request, traced, ct));
    }

    private async Task<Outcome<FoundDocuments>> FindAsync(
        CarnetDb db, Caller caller, EnteredRecord entered, List<DocumentRow> rows, FindDocuments request,
        TraceAct traced, CancellationToken ct)
    {
        var insight = request.Criteria.ToInsight();
        List<StoredDocument> found = [];
        var visible = 0;
        foreach (var row in rows)
        {
            if (entered.See(row, statusAsked: insight.AsksFor(row)) is not { } seen)
            {
                continue;
            }

            visible++;
            if (!insight.MatchesRow(row))
            {
                continue;
            }

            var document = request.NeedsDescriptions ? entered.Describe(seen) : seen;
            if (document.Description is null || insight.Matches(row, document.Description))
            {
                found.Add(document);
            }
        }

        if (visible == 0 && entered.OnlyOwnDocuments)
        {
            await scribe.WriteAsync(caller, entered.Record,
                new Happening(traced, TraceOutcome.Refused, $"refused.{Refusal.NotAuthorised}".ToLowerInvariant()));
            return AccessFailures.NotAuthorised;
        }

        var submissions = request.WithSubmissions ? await SubmissionsAsync(db, entered, rows, found, ct) : [];
        var entry = new LedgerEntry();
        await emergencies.AddAsync(db, caller, entered, entry, ct);
        await scribe.WriteAsync(caller, entered.Record,
            new Happening(traced, TraceOutcome.Done, $"ground.{entered.Entry.Ground}".ToLowerInvariant())
            {
                Detail = found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
            entry);
        return new FoundDocuments(found, submissions);
    }

    private static async Task<IReadOnlyList<StoredSubmission>> SubmissionsAsync(
        CarnetDb db, EnteredRecord entered, List<DocumentRow> all, List<StoredDocument> found, CancellationToken ct)
    {
        // The words on a set speak of all its documents: who may not open each of them does not read them (V-8).
        var closed = all.Where(row => !row.IsSignature && entered.See(row, statusAsked: true) is not { MayOpen: true })
            .Select(row => row.SubmissionId).ToHashSet();
        var ids = found.Select(document => document.Row.SubmissionId).Distinct().ToList();
        var rows = await db.Set<SubmissionRow>().AsNoTracking()
            .Where(row => row.RecordId == entered.Record.Id && ids.Contains(row.SubmissionId)).ToListAsync(ct);
        return
        [
            .. rows.OrderByDescending(row => row.SubmittedAt).Select(row => new StoredSubmission(
                row,
                Shown(SubmissionDescriptionColumn.Open(entered.Record.Key, row.SubmissionId, row.Sealed),
                    closed.Contains(row.SubmissionId)),
                [.. found.Where(document => document.Row.SubmissionId == row.SubmissionId)])),
        ];
    }

    private static SubmissionDescription Shown(SubmissionDescription description, bool closed)
        => closed ? description with { Title = null, Comments = null } : description;
}
