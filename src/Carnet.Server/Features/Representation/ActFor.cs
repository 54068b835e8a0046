using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>Somebody who has come in turns to a person whom they represent, or back to themselves.</summary>
/// <param name="Mandate">Null for themselves.</param>
internal sealed record ActFor(Ticket Cookie, Guid? Mandate);

/// <summary>The session goes on under another cookie.</summary>
internal sealed record ActingStarted(Ticket Cookie);

/// <summary>Turns the session, with a trace in the record that is entered or left.</summary>
/// <remarks>
/// The cookie changes with the person: a form that was opened for one cannot be sent for another. Source: rules A-13, T-1.
/// </remarks>
internal sealed class ActForHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, IMandates mandates, ISessionTurning sessions, Scribe scribe,
    TimeProvider clock) : IUseCase<ActFor, ActingStarted>
{
    public async Task<Outcome<ActingStarted>> RunAsync(Caller caller, ActFor request, CancellationToken ct)
    {
        if (caller.Login is not var (home, account))
        {
            return await scribe.RefuseAsync(caller, TraceAct.ActFor, RecordFailures.Unknown, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        return request.Mandate is { } mandate
            ? await EnterAsync(db, caller, request.Cookie, mandate, home, account, ct)
            : await LeaveAsync(db, caller, request.Cookie, ct);
    }

    private async Task<Outcome<ActingStarted>> EnterAsync(
        CarnetDb db, Caller caller, Ticket cookie, Guid mandateId, RecordId home, Guid account, CancellationToken ct)
    {
        var lead = await db.Set<ActingForRow>().AsNoTracking().FirstOrDefaultAsync(
            row => row.RecordId == home && row.AccountId == account && row.MandateId == mandateId, ct);
        using var record = lead is null ? null : await records.FindAsync(db, lead.RepresentedId, ct);
        if (record is not { Facts.Status: RecordStatus.Open }
            || await mandates.FindAsync(db, record, mandateId, home, account, ct) is not { } mandate
            || mandate.ExtentAt(clock.Now()) is Extent.None)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ActFor, RecordFailures.Unknown, ct);
        }

        var name = caller switch
        {
            Caller.Representative r => r.Name,
            Caller.AccountHolder h => h.Name,
            _ => await NameAsync(db, home, ct),
        };
        var acting = new Caller.Representative(record.Id, home, account, name, mandate) { Origin = caller.Origin };
        if (await sessions.TurnAsync(db, cookie, record.Id, mandateId, ct) is not var (next, entry))
        {
            return await scribe.RefuseAsync(caller, TraceAct.ActFor, AccountFailures.NoSession, ct);
        }

        return await scribe.WriteAsync(acting, record, new Happening(TraceAct.ActFor, TraceOutcome.Done, "act-for.begun"), entry)
            is LedgerResult.Stored ? new ActingStarted(next) : AccountFailures.NoSession;
    }

    private async Task<Outcome<ActingStarted>> LeaveAsync(CarnetDb db, Caller caller, Ticket cookie, CancellationToken ct)
    {
        if (caller is not Caller.Representative { Record: var represented })
        {
            return new ActingStarted(cookie);
        }

        using var record = await records.FindAsync(db, represented, ct);
        if (record is null || await sessions.TurnAsync(db, cookie, null, null, ct) is not var (next, entry))
        {
            return await scribe.RefuseAsync(caller, TraceAct.ActFor, AccountFailures.NoSession, ct);
        }

        return await scribe.WriteAsync(caller, record, new Happening(TraceAct.ActFor, TraceOutcome.Done, "act-for.ended"), entry)
            is LedgerResult.Stored ? new ActingStarted(next) : AccountFailures.NoSession;
    }

    private async Task<string> NameAsync(CarnetDb db, RecordId home, CancellationToken ct)
    {
        using var own = await records.FindAsync(db, home, ct);
        return own?.Details().AddressedName ?? "";
    }
}
