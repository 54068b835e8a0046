using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>The person opposes that something is fed, for a legitimate reason, and the professional records it.</summary>
/// <param name="TypeCode">The kind of document that is not fed.</param>
/// <param name="Reason">The person's legitimate reason; at least ten characters.</param>
internal sealed record NoteOpposition(Ins Patient, string TypeCode, string Reason);

/// <summary>An opposition that is written down.</summary>
internal sealed record NotedOpposition(DocumentType Type);

/// <summary>Who may feed may record why they do not; the person alone cannot oppose once the record is open.</summary>
/// <remarks>
/// It is a line of the trail and nothing else: it stops nobody, it says why this professional did not feed.
/// Source: rule F-9; CSP R. 1111-47.
/// </remarks>
internal sealed class NoteOppositionHandler(
    IDbContextFactory<CarnetDb> databases, AskedRecord asked, IRuleBooks rules, Scribe scribe, TimeProvider clock)
    : IUseCase<NoteOpposition, NotedOpposition>
{
    public async Task<Outcome<NotedOpposition>> RunAsync(Caller caller, NoteOpposition request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await asked.FindAsync(db, caller, request.Patient, TraceAct.NoteOpposition, ct)
            .UseAsync(record => NoteAsync(caller, record, request));
    }

    private async Task<Outcome<NotedOpposition>> NoteAsync(Caller caller, OpenedRecord record, NoteOpposition request)
    {
        var defect = AccessRules.Feed(new AccessQuestion(caller, record.Facts, clock.Now()), rules.Current) switch
        {
            AccessDecision.Refused(var cause, _) => AccessFailures.Of(cause),
            _ when caller is not Caller.Professional => DocumentFailures.OppositionRefused,
            _ when request.Reason.Trim().Length < AccessRules.ShortestReason => DocumentFailures.OppositionReasonMissing,
            _ => null,
        };
        if (defect is null && !DocumentTypes.TryFind(request.TypeCode, out _))
        {
            defect = DocumentFailures.UnknownType(request.TypeCode);
        }

        if (defect is not null || !DocumentTypes.TryFind(request.TypeCode, out var type))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.NoteOpposition, defect!);
        }

        await scribe.WriteAsync(caller, record, new Happening(TraceAct.NoteOpposition, TraceOutcome.Done, "opposition.noted")
        {
            Detail = $"{type.Label} : {request.Reason.Trim()}",
        });
        return new NotedOpposition(type);
    }
}
