using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Delays;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Documents;

/// <summary>By which date a list of patients is narrowed.</summary>
internal enum PatientDate
{
    LetIn,
    LastDocument,
}

/// <summary>Whom a professional may read, by the persons' own agreement.</summary>
/// <param name="Owner">Whose patients; null for those of who asks.</param>
internal sealed record ListPatients(DateTimeOffset Since, PatientDate By, PsIdNat? Owner = null);

/// <summary>One person of the list.</summary>
/// <param name="Waits">A document waits for the treating doctor to speak of it (V-3).</param>
/// <param name="LastAccess">When the professional last looked into the record; null for who lists for another one.</param>
/// <param name="LastUpdate">When something of what they see was last changed.</param>
/// <param name="LastAdd">When the last document came that they see.</param>
internal sealed record ListedPatient(
    Ins Ins, IdentityTraits Traits, bool Treating, bool Waits, DateTimeOffset? LastAccess, DateTimeOffset? LastUpdate,
    DateTimeOffset? LastAdd)
{
    public override string ToString() => "listed patient ***";
}

/// <summary>Section <c>Carnet:PatientList</c>: how much one caller learns at once, and how often.</summary>
internal sealed class PatientListOptions
{
    /// <summary>Most persons of one list; a longer one is refused, to be narrowed by its date. Default 200.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 5000)]
    public int Most { get; set; } = 200;

    /// <summary>Most lists of one caller in an hour, on each server. Default 30.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 10_000)]
    public int PerHour { get; set; } = 30;

    /// <summary>How far back a list may go. Default 366 days.</summary>
    [System.ComponentModel.DataAnnotations.Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan Longest { get; set; } = TimeSpan.FromDays(366);
}

/// <summary>Expected failures of a list of patients; every code is listed in docs/failures.md.</summary>
internal static class PatientListFailures
{
    public static Failure TooMany { get; } = new(FailureKind.Invalid, "list.too-many",
        "La liste compte trop de personnes : demandez une date plus récente (startDate).");

    public static Failure TooOften { get; } = new(FailureKind.Refused, "list.too-often",
        "Le nombre de listes de patients d'une heure est atteint : gardez la dernière, ou attendez l'heure suivante.");

    public static Failure TooFar { get; } = new(FailureKind.Invalid, "list.too-far",
        "La date de début (startDate) est trop ancienne ou dans l'avenir.");

    public static Failure Owner { get; } = new(FailureKind.Refused, "list.owner",
        "Seuls vos propres patients, ou ceux d'un professionnel de votre structure pour son secrétariat, se listent (psOwnerId).");

    public static Failure NoDocuments { get; } = new(FailureKind.Refused, "list.no-documents",
        "Une structure ne lit pas les dossiers : elle liste par date d'autorisation seulement (LASTAUTORIZATION).");
}

/// <summary>Counts the lists that each caller has had in this hour.</summary>
internal sealed class PatientListLimit(IOptions<PatientListOptions> options, TimeProvider clock)
{
    private const int MostCallers = 50_000;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, (long Hour, int Count)> _counts = new();

    /// <summary>False when the caller has had enough for this hour.</summary>
    public bool Take(string caller)
    {
        var hour = clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerHour;
        if (_counts.Count >= MostCallers)
        {
            _counts.Clear();
        }

        return _counts.AddOrUpdate(caller, (hour, 1), (_, known) => known.Hour == hour ? (hour, known.Count + 1) : (hour, 1))
            .Count <= options.Value.PerHour;
    }
}

/// <summary>Gathers the persons who let the professional in, decides each record anew, and tells each that they were listed.</summary>
/// <remarks>
/// Closed records and those from which the professional is shut out are as if absent; dates are those of what they may
/// see. An employee lists for a professional of their structure, an establishment the stays declared to it since a date,
/// both without dates of documents. Source: rules, T-1, V-6; DMP 1.4 TD0.4, FI-526 notes 2 and 3.
/// </remarks>
internal sealed class ListPatientsHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, IRuleBooks rules, IProfessionals professionals, Scribe scribe,
    Tracing tracing, PatientListLimit limit, IOptions<PatientListOptions> options, TimeProvider clock)
    : IUseCase<ListPatients, IReadOnlyList<ListedPatient>>
{
    private static readonly List<TraceAct> Reads = [TraceAct.FindDocuments, TraceAct.ReadDocument];
    private static readonly List<TraceAct> Changes =
        [TraceAct.ChangeMask, TraceAct.MakeVisible, TraceAct.Archive, TraceAct.Unarchive, TraceAct.Delete];

    public async Task<Outcome<IReadOnlyList<ListedPatient>>> RunAsync(Caller caller, ListPatients request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await DefectAsync(db, caller, request, ct) is { } defect)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ListPatients, defect, ct);
        }

        var owner = request.Owner ?? (caller as Caller.Professional)?.Who.Id;
        var found = owner is { } holder
            ? await OfHolderAsync(db, holder, request, ct)
            : await OfStructureAsync(db, AccessRules.StructureOf(caller)!.Value, request, ct);
        if (found.Count > options.Value.Most)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ListPatients, PatientListFailures.TooMany, ct);
        }

        var entry = new LedgerEntry();
        List<ListedPatient> listed = [];
        foreach (var id in found)
        {
            if (await ListedAsync(db, caller, owner, id, request, entry, ct) is { } person)
            {
                listed.Add(person);
            }
        }

        if (listed.Count == 0)
        {
            await scribe.WriteAsync(caller, new Happening(TraceAct.ListPatients, TraceOutcome.Done, "patients.none"), ct);
        }
        else
        {
            await scribe.WriteAsync(caller, entry);
        }

        return listed;
    }

    private async Task<Failure?> DefectAsync(CarnetDb db, Caller caller, ListPatients request, CancellationToken ct)
    {
        if (!TransactionRules.Use(caller, Transaction.ListOwnPatients, treating: false, rules.Current).IsGranted)
        {
            return AccessFailures.NoRight;
        }

        var now = clock.Now();
        if (request.Since > now || request.Since < now - options.Value.Longest)
        {
            return PatientListFailures.TooFar;
        }

        return caller switch
        {
            Caller.Professional p when request.Owner is { } owner && owner != p.Who.Id => PatientListFailures.Owner,
            Caller.Employee e when request.Owner is not { } owner
                || !(await professionals.OfAsync(db, [owner.Value], ct)).Any(who => who.Structure == e.Structure.Value)
                => PatientListFailures.Owner,
            Caller.Establishment when request.Owner is not null => PatientListFailures.Owner,
            Caller.Establishment or Caller.Employee when request.By is PatientDate.LastDocument => PatientListFailures.NoDocuments,
            _ => limit.Take(KeyOf(caller)) ? null : PatientListFailures.TooOften,
        };
    }

    private static string KeyOf(Caller caller) => caller switch
    {
        Caller.Professional p => p.Who.Id.Value,
        Caller.Employee e => e.Id.Value,
        _ => AccessRules.StructureOf(caller)!.Value.Value,
    };

    private async Task<List<RecordId>> OfHolderAsync(CarnetDb db, PsIdNat holder, ListPatients request, CancellationToken ct)
    {
        var (number, since, now) = (holder.Value, request.Since.Micro(), clock.Now());
        var grants = db.Set<GrantRow>().AsNoTracking()
            .Where(grant => grant.Holder == number && !grant.Blocked && (grant.Until == null || grant.Until > now));
        var ids = request.By is PatientDate.LetIn
            ? grants.Where(grant => grant.Since >= since).Select(grant => grant.RecordId)
            : grants.Where(grant => db.Set<DocumentRow>()
                .Any(document => document.RecordId == grant.RecordId && document.SubmittedAt >= since)).Select(grant => grant.RecordId);
        return await ids.OrderBy(id => id).Take(options.Value.Most + 1).ToListAsync(ct);
    }

    private async Task<List<RecordId>> OfStructureAsync(CarnetDb db, StructIdNat structure, ListPatients request, CancellationToken ct)
    {
        var (number, since, now) = (structure.Value, request.Since.Micro(), clock.Now());
        return await db.Set<CareTeamRow>().AsNoTracking()
            .Where(team => team.StructureId == number && team.Since >= since && team.Until > now)
            .Select(team => team.RecordId).Distinct().OrderBy(id => id).Take(options.Value.Most + 1).ToListAsync(ct);
    }

    private async Task<ListedPatient?> ListedAsync(
        CarnetDb db, Caller caller, PsIdNat? owner, RecordId id, ListPatients request, LedgerEntry entry, CancellationToken ct)
    {
        var documents = new DocumentRows(id);
        using var record = await records.FindAsync(db, id, ct, documents);
        if (record is not { Facts.Status: RecordStatus.Open })
        {
            return null;
        }

        var visible = caller is Caller.Professional p ? Visible(p, record, documents.Rows) : [];
        var lastAdd = visible?.Count > 0 ? visible.Max(row => row.SubmittedAt) : (DateTimeOffset?)null;
        if (visible is null || (request.By is PatientDate.LastDocument && !(lastAdd >= request.Since)))
        {
            return null;
        }

        var grant = owner is { } holder ? record.Facts.GrantOf(holder) : null;
        var secret = owner is { Value: var number } && await db.Set<GrantRow>()
            .AnyAsync(row => row.RecordId == id && row.Holder == number && row.Secret, ct);
        entry.Traces.Add(tracing.Line(id, record.Key, caller,
            new Happening(TraceAct.ListPatients, TraceOutcome.Done, "patients.listed") { Secret = secret }));
        var details = record.Details();
        return new ListedPatient(details.Ins, details.Traits, grant is { Treating: true }, false, null, null, lastAdd) is var person
            && caller is Caller.Professional self
                ? await WithDatesAsync(db, self, id, person, visible, ct)
                : person;
    }

    // Null where the professional does not enter by the person's agreement; an emergency changes nothing to a list.
    private List<DocumentRow>? Visible(Caller.Professional caller, OpenedRecord record, List<DocumentRow> rows)
    {
        var book = rules.Current;
        var question = new AccessQuestion(caller with { Mode = AccessMode.Normal }, record.Facts, clock.Now());
        if (AccessRules.Enter(question, Transaction.FindMetadata, book)
            is not AccessDecision.Granted { Ground: not Ground.Author } granted)
        {
            return null;
        }

        var decide = new DocumentRules(granted, question, book);
        return [.. rows.Where(row => !row.IsSignature && row.Status is not DocumentStatus.Deleted
            && decide.Decide(row.Facts(), Purpose.Metadata, statusAsked: true).IsGranted)];
    }

    private static async Task<ListedPatient> WithDatesAsync(
        CarnetDb db, Caller.Professional caller, RecordId id, ListedPatient person, List<DocumentRow> visible, CancellationToken ct)
    {
        var self = caller.Who.Id.Value;
        var seen = visible.Select(row => (DocumentId?)row.DocumentId).ToHashSet();
        var lines = await db.Set<TraceRow>().AsNoTracking()
            .Where(line => line.RecordId == id && line.Outcome == TraceOutcome.Done
                && ((line.ActorId == self && Reads.Contains(line.Act)) || Changes.Contains(line.Act)))
            .Select(line => new { line.At, line.Act, line.DocumentId }).ToListAsync(ct);
        var waits = person.Treating && await db.Set<ProfessionalTaskRow>()
            .AnyAsync(task => task.RecordId == id && task.Holder == self && task.DoneAt == null, ct);
        return person with
        {
            Waits = waits,
            LastAccess = Last(lines.Where(line => Reads.Contains(line.Act)).Select(line => line.At)),
            LastUpdate = Last(lines.Where(line => Changes.Contains(line.Act) && seen.Contains(line.DocumentId))
                .Select(line => line.At)),
        };

        static DateTimeOffset? Last(IEnumerable<DateTimeOffset> instants) => instants.Select(at => (DateTimeOffset?)at).Max();
    }
}
