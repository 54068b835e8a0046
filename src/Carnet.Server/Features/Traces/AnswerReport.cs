using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Traces;

/// <summary>Reports that wait for an answer, oldest first; with those answered too.</summary>
internal sealed record ListReports(bool WithAnswered = false);

/// <summary>One of them: when, nothing of the person.</summary>
internal sealed record ReportLine(Guid Id, DateTimeOffset ReportedAt, DateTimeOffset? AnsweredAt);

/// <summary>Lists for an operator of the whole service.</summary>
internal sealed class ListReportsHandler(IDbContextFactory<CarnetDb> databases) : IUseCase<ListReports, IReadOnlyList<ReportLine>>
{
    private const int Most = 500;

    public async Task<Outcome<IReadOnlyList<ReportLine>>> RunAsync(Caller caller, ListReports request, CancellationToken ct)
    {
        if (caller is not Caller.Operator { Structure: null })
        {
            return TraceFailures.OperatorsOnly;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        return new Outcome<IReadOnlyList<ReportLine>>.Done(await db.Set<AccessReportRow>().AsNoTracking()
            .Where(row => request.WithAnswered || row.AnsweredAt == null).OrderBy(row => row.ReportedAt).Take(Most)
            .Select(row => new ReportLine(row.ReportId, row.ReportedAt, row.AnsweredAt)).ToListAsync(ct));
    }
}

/// <summary>An operator reads one report: who came, when, what was done, and what the person says.</summary>
internal sealed record ShowReport(Guid Id);

/// <summary>No name of the person, no document.</summary>
internal sealed record ReportShown(
    ReportLine Line, DateTimeOffset At, TraceAct Act, TraceOutcome Outcome, AccessMode Mode, Door Door, string? ActorId,
    string? ActorName,
    string? ActorTrade, string? Structure, string Words, string? Answer)
{
    public override string ToString() => $"report {Line.Id} ***";
}

/// <summary>Whoever reads a report stands in the person's own history. Source: rules T-1, T-2; control C-13.</summary>
internal sealed class ShowReportHandler(IDbContextFactory<CarnetDb> databases, IRecords records, Scribe scribe)
    : IUseCase<ShowReport, ReportShown>
{
    public async Task<Outcome<ReportShown>> RunAsync(Caller caller, ShowReport request, CancellationToken ct)
    {
        if (caller is not Caller.Operator { Structure: null })
        {
            return await scribe.RefuseAsync(caller, TraceAct.AnswerReport, TraceFailures.OperatorsOnly, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<AccessReportRow>().AsNoTracking().SingleOrDefaultAsync(known => known.ReportId == request.Id, ct);
        using var record = row is null ? null : await records.FindAsync(db, row.RecordId, ct);
        if (record is null || await db.Set<TraceRow>().AsNoTracking()
            .SingleOrDefaultAsync(line => line.RecordId == record.Id && line.TraceId == row!.TraceId, ct) is not { } line)
        {
            return await scribe.RefuseAsync(caller, TraceAct.AnswerReport, TraceFailures.ReportUnknown, ct);
        }

        var (trace, texts) = (line.Open(record.Key), row!.Texts(record.Key));
        await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.AnswerReport, TraceOutcome.Done, "report.read") { Secret = line.Secret });
        return new ReportShown(new ReportLine(row.ReportId, row.ReportedAt, row.AnsweredAt), trace.At, trace.Act,
            trace.Outcome, trace.Mode, trace.Door,
            trace.ActorId, trace.Described.ActorName, trace.Described.ActorTrade, trace.Structure, texts.Words, texts.Answer);
    }
}

/// <summary>An operator tells the person what was found.</summary>
internal sealed record AnswerReport(Guid Id, string Answer)
{
    public override string ToString() => "answer report ***";
}

/// <summary>The answer lies sealed beside the question; a message says that there is one.</summary>
internal sealed class AnswerReportHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, NoticeWriter notices, Scribe scribe, TimeProvider clock)
    : IUseCase<AnswerReport, Guid>
{
    public async Task<Outcome<Guid>> RunAsync(Caller caller, AnswerReport request, CancellationToken ct)
    {
        if (caller is not Caller.Operator { Structure: null })
        {
            return await scribe.RefuseAsync(caller, TraceAct.AnswerReport, TraceFailures.OperatorsOnly, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<AccessReportRow>().AsNoTracking().SingleOrDefaultAsync(known => known.ReportId == request.Id, ct);
        using var record = row is null ? null : await records.FindAsync(db, row.RecordId, ct);
        var answer = request.Answer.Trim();
        var failure = record is null ? TraceFailures.ReportUnknown
            : row!.AnsweredAt is not null ? TraceFailures.ReportAnswered
            : answer.Length is < 5 or > 1000 ? TraceFailures.AnswerMissing
            : null;
        if (failure is not null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.AnswerReport, failure, ct);
        }

        var now = clock.Now();
        var sealedTexts = AccessReportRow.Seal(record!.Key, row!.ReportId, row.Texts(record.Key) with { Answer = answer });
        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(row, changed =>
                (changed.AnsweredAt, changed.Sealed, changed.Version) = (now, sealedTexts, changed.Version + 1)),
        };
        notices.Tell(entry, NoticeKind.AccessReportAnswered, record);
        return await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.AnswerReport, TraceOutcome.Done, "report.answered"), entry)
            is LedgerResult.Stored
            ? row.ReportId
            : TraceFailures.ReportAnswered;
    }
}
