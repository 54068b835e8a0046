using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>Asks for what everybody may know of a month.</summary>
internal sealed record ShowFigures;

/// <summary>The month so far and the one before; none while the server has not counted yet.</summary>
internal sealed record FiguresShown(IReadOnlyList<MonthFigures> Months);

/// <summary>What happened in one month, in counts that name nobody.</summary>
/// <param name="Month">First day.</param>
/// <param name="Readings">Documents read by professionals.</param>
/// <param name="Unjustified">Emergency entries whose review found no reason.</param>
internal sealed record MonthFigures(
    DateOnly Month, PublicCount Opened, PublicCount Documents, PublicCount Readings, PublicCount Emergencies, PublicCount Unjustified);

/// <summary>A count as it may be published.</summary>
/// <remarks>
/// Below ten it is not said, above it is rounded down to tens: nobody can be picked out by a small count, nor by looking
/// twice and subtracting. Source: control C-34.
/// </remarks>
internal readonly record struct PublicCount
{
    private const int Threshold = 10;

    private PublicCount(int? about) => About = about;

    /// <summary>Rounded down to tens; null where there are fewer than ten.</summary>
    public int? About { get; }

    public static PublicCount Of(int exact) => new(exact < Threshold ? null : exact - (exact % Threshold));
}

/// <summary>Keeps what was counted last; counting reads whole tables, so no visitor sets it off.</summary>
internal sealed class PublicFigures
{
    private volatile IReadOnlyList<MonthFigures> _months = [];

    public IReadOnlyList<MonthFigures> Months
    {
        get => _months;
        set => _months = value;
    }
}

/// <summary>Counts in the quiet of a job, four times a day, on each server for itself.</summary>
internal sealed class FiguresCount(IDbContextFactory<CarnetDb> databases, PublicFigures figures) : IJob
{
    public string Name => "public-figures";

    public string Purpose => "Compte les chiffres du mois que le site public montre";

    public TimeSpan Period => TimeSpan.FromHours(6);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var month = new DateOnly(now.UtcDateTime.Year, now.UtcDateTime.Month, 1);
        figures.Months = [await CountAsync(db, month, ct), await CountAsync(db, month.AddMonths(-1), ct)];
        return 0;
    }

    private static async Task<MonthFigures> CountAsync(CarnetDb db, DateOnly month, CancellationToken ct)
    {
        var from = new DateTimeOffset(month.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var to = from.AddMonths(1);
        var reviews = db.Set<ReviewRow>().Where(row => row.OpenedAt >= from && row.OpenedAt < to);
        return new MonthFigures(
            month,
            PublicCount.Of(await db.Set<RecordRow>().CountAsync(row => row.OpenedAt >= from && row.OpenedAt < to, ct)),
            PublicCount.Of(await db.Set<DocumentRow>().CountAsync(row => row.SubmittedAt >= from && row.SubmittedAt < to, ct)),
            PublicCount.Of(await db.Set<TraceRow>().CountAsync(row => row.Act == TraceAct.ReadDocument && row.Outcome == TraceOutcome.Done
                && row.Actor == ActorKind.Professional && row.At >= from && row.At < to, ct)),
            PublicCount.Of(await reviews.CountAsync(ct)),
            PublicCount.Of(await reviews.CountAsync(row => row.Verdict == ReviewVerdict.Unjustified, ct)));
    }
}

/// <summary>For anybody.</summary>
internal sealed class ShowFiguresHandler(PublicFigures figures) : IUseCase<ShowFigures, FiguresShown>
{
    public Task<Outcome<FiguresShown>> RunAsync(Caller caller, ShowFigures request, CancellationToken ct)
        => Task.FromResult<Outcome<FiguresShown>>(new FiguresShown(figures.Months));
}
