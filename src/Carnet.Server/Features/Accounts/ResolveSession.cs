using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Asks who holds a cookie.</summary>
internal sealed record ResolveSession(Ticket Cookie);

/// <summary>Who has come in, as the portal greets and lets them act.</summary>
/// <param name="MustChangePassword">Nothing but a new password may be asked for (L-5).</param>
internal sealed record PatientSession(Caller.Patient Caller, string GivenName, string FullName, bool MustChangePassword)
{
    public override string ToString() => "session ***";
}

/// <summary>Finds a living session and keeps it alive, with one write a minute at most.</summary>
/// <remarks>Not traced: it is part of every act of a person, and each of those has its own trace.</remarks>
internal sealed class ResolveSessionHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, ILedger ledger, TimeProvider clock,
    IOptions<AccountsOptions> options) : IUseCase<ResolveSession, PatientSession>
{
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    private static readonly Func<CarnetDb, byte[], Task<Found?>> Session =
        EF.CompileAsyncQuery((CarnetDb db, byte[] hash) => db.Set<SessionRow>().AsNoTracking()
            .Where(session => session.CookieHash == hash)
            .Join(db.Set<AccountRow>(), session => new { session.RecordId, session.AccountId },
                account => new { account.RecordId, account.AccountId },
                (session, account) => new Found(session, account.MustChangePassword))
            .SingleOrDefault());

    public async Task<Outcome<PatientSession>> RunAsync(Caller caller, ResolveSession request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.Now();
        if (await Session(db, request.Cookie.Hash()) is not { } found || !found.Row.LivesAt(now, options.Value))
        {
            return AccountFailures.NoSession;
        }

        using var record = await records.FindAsync(db, found.Row.RecordId, ct);
        if (record is not { Facts.Status: RecordStatus.Open })
        {
            return AccountFailures.NoSession;
        }

        if (now - found.Row.SeenAt >= Grain)
        {
            // A conflict means that another page of the same person has just done it, or that they left.
            await ledger.WriteAsync(new LedgerEntry { Change = writing => writing.Change(found.Row, row => row.SeenAt = now) });
        }

        var traits = record.Details().Traits;
        return new PatientSession(
            new Caller.Patient(found.Row.RecordId, found.Row.AccountId) { Origin = caller.Origin },
            traits.FirstGivenName, $"{traits.FirstGivenName} {traits.UsedName ?? traits.BirthName}",
            found.MustChangePassword);
    }

    private sealed record Found(SessionRow Row, bool MustChangePassword);
}
