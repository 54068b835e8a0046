using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Documents;

/// <summary>Sets the marks of one document: masks it, unmasks it, makes it visible.</summary>
/// <param name="Marks">All marks that it is to carry from now on.</param>
/// <param name="Patient">The person whom the token names; null where the person acts in their own record.</param>
/// <param name="Version">The metadata version that the caller has read; null takes the present one.</param>
/// <remarks>On the wire ITI-57, TD3.3a and TD3.3b. What is invisible may become visible, never the reverse.</remarks>
internal sealed record SetMarks(DocumentId Document, Marks Marks, Ins? Patient = null, int? Version = null)
{
    /// <summary>Where the caller sent the whole description again: what of it is not as they see it, else null.</summary>
    public Restatement? Restated { get; init; }
}

/// <summary>Names the first attribute of a restated description that is not the document's, or null.</summary>
internal delegate string? Restatement(StoredDocument seen);

/// <summary>Decides each mark that changes by its own line of the functional rights.</summary>
/// <remarks>
/// Masking concerns every version of the document, else the one before would still tell what this one hides. The
/// metadata version rises in place: no older row is left behind that could be read with fewer marks.
/// Source: rules F-7, V-2, V-3, A-8; DMP TD3.3a, TD3.3b.
/// </remarks>
internal sealed class SetMarksHandler(
    IDbContextFactory<CarnetDb> databases, Amending amending, IOptions<FeedingOptions> options)
    : IUseCase<SetMarks, AmendedDocument>
{
    private static readonly (Marks Mark, bool Set, Transaction Act, TraceAct Traced, string Code)[] Changes =
    [
        (Marks.MaskedToProfessionals, true, Transaction.Mask, TraceAct.ChangeMask, "mask.set"),
        (Marks.MaskedToProfessionals, false, Transaction.Unmask, TraceAct.ChangeMask, "mask.lifted"),
        (Marks.HiddenFromPatient, false, Transaction.MakeVisible, TraceAct.MakeVisible, "visible.patient"),
        (Marks.HiddenFromRepresentatives, false, Transaction.MakeVisible, TraceAct.MakeVisible, "visible.representatives"),
    ];

    public async Task<Outcome<AmendedDocument>> RunAsync(Caller caller, SetMarks request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await amending.FindAsync(db, caller, request.Patient, request.Document, TraceAct.ChangeMask, ct)
            .UseAsync(subject => SetAsync(caller, subject, request, ct));
    }

    private async Task<Outcome<AmendedDocument>> SetAsync(
        Caller caller, AmendedSubject subject, SetMarks request, CancellationToken ct)
    {
        var row = subject.Row;
        var wanted = Changes.Where(change => row.Marks.HasFlag(change.Mark) != request.Marks.HasFlag(change.Mark)
            && request.Marks.HasFlag(change.Mark) == change.Set).ToList();
        var traced = wanted.Count > 0 ? wanted[0].Traced : TraceAct.ChangeMask;
        if ((Defect(row, request) ?? Altered(subject, request)) is { } defect)
        {
            return await amending.RefuseAsync(caller, subject, traced, defect);
        }

        foreach (var change in wanted)
        {
            if (subject.Decide(row, change.Act) is AccessDecision.Refused(var cause, _))
            {
                return await amending.RefuseAsync(caller, subject, change.Traced, AccessFailures.Of(cause));
            }
        }

        IReadOnlyList<Happening> happened = wanted.Count > 0
            ? [.. wanted.Select(change => new Happening(change.Traced, TraceOutcome.Done, change.Code))]
            : [new Happening(traced, TraceOutcome.Done, "marks.unchanged")];
        var stored = await amending.WriteAsync(caller, subject, happened, wanted.Count == 0 ? null : writing =>
        {
            foreach (var version in Touched(subject, wanted[0].Mark))
            {
                writing.Change(version, changed =>
                {
                    changed.Marks = version == row ? request.Marks : WithMask(version.Marks, request.Marks);
                    changed.Version++;
                });
            }
        });

        // Somebody else changed the same document in the same moment: look again. Who named a version is told then.
        return stored is LedgerResult.Stored
            ? new AmendedDocument(row.DocumentId, row.LogicalId, wanted.Count == 0 ? row.Version : row.Version + 1,
                request.Marks, row.Status)
            : await RunAsync(caller, request, ct);
    }

    private Failure? Defect(DocumentRow row, SetMarks request)
    {
        const Marks together = Marks.MaskedToProfessionals | Marks.HiddenFromPatient;
        return request.Version is { } version && version != row.Version ? DocumentFailures.Outdated
            : row.Status is DocumentStatus.Deleted && row.Marks != request.Marks ? DocumentFailures.AlreadySo
            : (request.Marks & ~row.Marks & ~Marks.MaskedToProfessionals) != 0 ? DocumentFailures.VisibleStays
            : !options.Value.AllowMaskedAndHidden && request.Marks.HasFlag(together) && !row.Marks.HasFlag(together)
                ? DocumentFailures.MarksTogether
            : null;
    }

    private static Failure? Altered(AmendedSubject subject, SetMarks request)
        => request.Restated?.Invoke(subject.Seen()) is { } attribute ? DocumentFailures.OnlyMarks(attribute) : null;

    // The mask goes through all versions that the caller may change too; the other marks are of the one document alone.
    private static IEnumerable<DocumentRow> Touched(AmendedSubject subject, Marks first)
        => first is not Marks.MaskedToProfessionals ? [subject.Row]
            : subject.Versions.Where(version => version == subject.Row
                || (version.Status is not DocumentStatus.Deleted
                    && version.Marks.HasFlag(first) == subject.Row.Marks.HasFlag(first)
                    && subject.Decide(version, subject.Row.Marks.HasFlag(first) ? Transaction.Unmask : Transaction.Mask).IsGranted));

    private static Marks WithMask(Marks marks, Marks wanted)
        => (marks & ~Marks.MaskedToProfessionals) | (wanted & Marks.MaskedToProfessionals);
}
