using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Records;

/// <summary>A professional changes the administrative data at the person's request; what is null stays as it is.</summary>
/// <param name="Stated">Identity as the message states it; it must be that of the record.</param>
/// <param name="BreakGlassRefused">True where the person now refuses it.</param>
/// <remarks>On the wire TD1.3b.</remarks>
internal sealed record ReviseRecord(
    Ins Patient, StatedTraits Stated, string? UsedName, Contact Contact, bool? BreakGlassRefused, bool? SamuRefused)
{
    public override string ToString() => "revise record ***";
}

/// <summary>Expected failures of a revision; every code is listed in docs/failures.md.</summary>
internal static class ReviseFailures
{
    public static Failure TraitsFixed { get; } = new(FailureKind.Refused, "record.traits-fixed",
        "Les traits d'identité du message ne sont pas ceux du dossier : ils viennent de l'INS et ne se changent pas ici.");

    public static Failure OppositionStays { get; } = new(FailureKind.Refused, "record.opposition-stays",
        "Une opposition ne se lève pas ici : la personne la lève elle-même, dans son espace.");
}

/// <summary>Changes how the person is told of things, and records their oppositions; told at the old and the new address.</summary>
/// <remarks>
/// Login codes go on to the address of the account, so that nobody else can turn them to themselves. An opposition is
/// only ever added: who could lift it could then break the glass. Source: rules L-2, L-3, A-6, N-7; DMP 1.2 TD1.3b.
/// </remarks>
internal sealed class ReviseRecordHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, Scribe scribe, NoticeWriter notices, TimeProvider clock)
    : IUseCase<ReviseRecord, RecordId>
{
    private const string NotStated = "NON RENSEIGNE";

    public async Task<Outcome<RecordId>> RunAsync(Caller caller, ReviseRecord request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, ids.Of(request.Patient), ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ChangeContact, RecordFailures.Unknown, ct);
        }

        if (LifeRules.Revise(new AccessQuestion(caller, record.Facts, clock.Now())) is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ChangeContact, AccessFailures.Of(cause));
        }

        var row = await db.Set<RecordRow>().AsNoTracking().SingleAsync(stored => stored.RecordId == record.Id, ct);
        var before = RecordDetails.Open(record.Key, row.Sealed);
        var after = before with { Contact = Merge(before.Contact, request.Contact) };
        if (Defect(before, row, request) is { } defect)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ChangeContact, defect);
        }

        var (glass, samu) = (request.BreakGlassRefused ?? row.BreakGlassRefused, request.SamuRefused ?? row.SamuRefused);
        var changed = Changed(before.Contact, after.Contact, row, glass, samu);
        var entry = new LedgerEntry
        {
            Change = changed.Count == 0 ? null : writing => writing.Change(row, revised =>
            {
                (revised.BreakGlassRefused, revised.SamuRefused) = (glass, samu);
                revised.Sealed = after.Seal(record.Key);
            }),
        };
        if (before.Contact != after.Contact)
        {
            notices.Tell(entry, NoticeKind.ContactChanged, record.Id, record.Key, before);
            notices.Tell(entry, NoticeKind.ContactChanged, record.Id, record.Key, after);
        }

        // Somebody else changed it in the same moment: look again.
        return await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.ChangeContact, TraceOutcome.Done, changed.Count == 0 ? "record.unchanged" : "record.revised")
            {
                Detail = string.Join(' ', changed),
            }, entry) is LedgerResult.Stored ? record.Id : await RunAsync(caller, request, ct);
    }

    private static Failure? Defect(RecordDetails before, RecordRow row, ReviseRecord request)
        => TraitComparison.Differences(before.Traits, request.Stated).Count > 0
            || (request.UsedName is { } used && before.Traits.UsedName is { } known && TraitComparison.Fold(used) is var folded
                && folded != NotStated && folded != TraitComparison.Fold(known)
                && folded != TraitComparison.Fold(before.Traits.BirthName))
                ? ReviseFailures.TraitsFixed
            : (row.BreakGlassRefused && request.BreakGlassRefused is false) || (row.SamuRefused && request.SamuRefused is false)
                ? ReviseFailures.OppositionStays
            : request.Contact.Defect();

    private static Contact Merge(Contact known, Contact stated) => new(
        stated.Email ?? known.Email, stated.Phone ?? known.Phone, stated.Address ?? known.Address);

    private static List<string> Changed(Contact before, Contact after, RecordRow row, bool glass, bool samu)
    {
        (string Name, bool Differs)[] all =
        [
            ("email", before.Email != after.Email), ("phone", before.Phone != after.Phone), ("address", before.Address != after.Address),
            ("break-glass-refused", row.BreakGlassRefused != glass), ("samu-refused", row.SamuRefused != samu),
        ];
        return [.. all.Where(one => one.Differs).Select(one => one.Name)];
    }
}
