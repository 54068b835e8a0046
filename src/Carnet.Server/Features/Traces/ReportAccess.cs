using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Traces;

/// <summary>The person does not know who came, or why, and asks the service to look.</summary>
internal sealed record ReportAccess(Guid Line, string Words)
{
    public override string ToString() => "report access ***";
}

/// <summary>Puts the line before an operator, who answers. It blocks nobody: that is another act of the person.</summary>
/// <remarks>Source: rules A-2, T-1, T-2.</remarks>
internal sealed class ReportAccessHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, OwnTraces traces, Scribe scribe, TimeProvider clock)
    : IUseCase<ReportAccess, Guid>
{
    public async Task<Outcome<Guid>> RunAsync(Caller caller, ReportAccess request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = caller.PersonalRecord is { } id ? await records.FindAsync(db, id, ct) : null;
        if (record is null || await traces.FindAsync(db, caller, record, request.Line, ct) is not { } line)
        {
            return TraceFailures.Unknown;
        }

        var words = request.Words.Trim();
        var failure = RepresentativeRules.Act(new AccessQuestion(caller, record.Facts, clock.Now()), PersonalAct.AskCorrection)
                is AccessDecision.Refused(var cause, _) ? AccessFailures.Of(cause)
            : line.Actor is ActorKind.Patient || (line.ActorId is { } actor && actor == caller.Login?.Account.ToString())
                ? TraceFailures.OwnAct
            : words.Length is < 5 or > 1000 ? TraceFailures.WordsMissing
            : null;
        if (failure is not null)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ReportAccess, failure);
        }

        var now = clock.Now();
        var report = Guid.CreateVersion7(now);
        var entry = new LedgerEntry();
        entry.Rows.Add(new AccessReportRow
        {
            RecordId = record.Id,
            ReportId = report,
            TraceId = line.TraceId,
            ReportedAt = now,
            Sealed = AccessReportRow.Seal(record.Key, report, new AccessReportTexts(words, null)),
        });
        return await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.ReportAccess, TraceOutcome.Done, "report.made") { Secret = line.Secret }, entry)
            is LedgerResult.Stored
            ? report
            : TraceFailures.Reported;
    }
}

/// <summary>The reports of the person, newest first.</summary>
internal sealed record ListOwnReports;

/// <summary>One of them with its line, opened.</summary>
internal sealed record OwnReport(Guid Id, Guid Line, DateTimeOffset ReportedAt, DateTimeOffset? AnsweredAt, string Words,
    string? Answer)
{
    public override string ToString() => "own report ***";
}

/// <summary>Only those whose line the caller sees.</summary>
internal sealed class ListOwnReportsHandler(IDbContextFactory<CarnetDb> databases, IRecords records, OwnTraces traces)
    : IUseCase<ListOwnReports, IReadOnlyList<OwnReport>>
{
    public async Task<Outcome<IReadOnlyList<OwnReport>>> RunAsync(Caller caller, ListOwnReports request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = caller.PersonalRecord is { } id ? await records.FindAsync(db, id, ct) : null;
        if (record is null)
        {
            return TraceFailures.Unknown;
        }

        List<OwnReport> reports = [];
        foreach (var row in await db.Set<AccessReportRow>().AsNoTracking().Where(row => row.RecordId == record.Id)
            .OrderByDescending(row => row.ReportedAt).Take(100).ToListAsync(ct))
        {
            if (await traces.FindAsync(db, caller, record, row.TraceId, ct) is not null)
            {
                var texts = row.Texts(record.Key);
                reports.Add(new OwnReport(row.ReportId, row.TraceId, row.ReportedAt, row.AnsweredAt, texts.Words, texts.Answer));
            }
        }

        return reports;
    }
}
