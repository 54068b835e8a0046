using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Asks who holds a cookie.</summary>
internal sealed record ResolveSession(Ticket Cookie);

/// <summary>Who has come in, as the portal greets and lets them act.</summary>
/// <param name="Caller">Themselves, or themselves in the place of a person whom they represent.</param>
/// <param name="MustChangePassword">Nothing but a new password may be asked for (L-5).</param>
internal sealed record PatientSession(Caller Caller, string GivenName, string FullName, bool MustChangePassword)
{
    /// <summary>The person for whom they act; null for themselves.</summary>
    public string? ActsFor { get; init; }

    /// <summary>Whether they have a record of their own.</summary>
    public bool HasOwnRecord { get; init; }

    /// <summary>So long acts that are hard to undo do not ask again who it is; negative where the proof has aged.</summary>
    public TimeSpan ProofLeft { get; init; }

    /// <summary>Acts that are hard to undo wait until then; null where nothing waits.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>So long the session lives if no other page is asked for.</summary>
    public TimeSpan EndsIn { get; init; }

    /// <summary>So long it lives whatever is asked for.</summary>
    public TimeSpan EndsForGoodIn { get; init; }

    /// <summary>They have no record of their own and have not said yet for whom they act.</summary>
    public bool MustChoose => Caller is Caller.AccountHolder;

    public override string ToString() => "session ***";
}

/// <summary>Finds a living session and keeps it alive, with one write a minute at most.</summary>
/// <remarks>
/// Not traced: it is part of every act of a person, and each of those has its own trace. A mandate that has run out, or
/// that a court has taken away, ends here: the holder is themselves again. Source: rules, L-10.
/// </remarks>
internal sealed class ResolveSessionHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, IRecords records, IMandates mandates, ILedger ledger,
    TimeProvider clock, IOptions<AccountsOptions> options) : IUseCase<ResolveSession, PatientSession>
{
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    private static readonly Func<CarnetDb, byte[], Task<Found?>> Session =
        EF.CompileAsyncQuery((CarnetDb db, byte[] hash) => db.Set<SessionRow>().AsNoTracking()
            .Where(session => session.CookieHash == hash)
            .Join(db.Set<AccountRow>(), session => new { session.RecordId, session.AccountId },
                account => new { account.RecordId, account.AccountId },
                (session, account) => new Found(session, account.MustChangePassword, account.RecoveredAt))
            .SingleOrDefault());

    public async Task<Outcome<PatientSession>> RunAsync(Caller caller, ResolveSession request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.Now();
        if (await Session(db, request.Cookie.Hash()) is not { } found || !found.Row.LivesAt(now, options.Value)
            || await WhoAsync(db, caller.Origin, found.Row, ct) is not { } who)
        {
            return AccountFailures.NoSession;
        }

        if (now - found.Row.SeenAt >= Grain)
        {
            // A conflict means that another page of the same person has just done it, or that they left.
            await ledger.WriteAsync(new LedgerEntry { Change = writing => writing.Change(found.Row, row => row.SeenAt = now) });
        }

        var session = Complete(who, found, now);
        return found.Row.ActingRecordId is { } represented
            ? await InPlaceOfAsync(db, session, represented, found.Row.ActingMandateId, now, ct)
            : session;
    }

    private PatientSession Complete(PatientSession who, Found found, DateTimeOffset now)
    {
        var (row, set) = (found.Row, options.Value);
        var (proven, waits) = (row.ProvenAt ?? row.CreatedAt, found.RecoveredAt + set.RecoveryWait);
        var most = row.CreatedAt + set.SessionAtMost - now;
        return who with
        {
            MustChangePassword = found.MustChangePassword,
            ProofLeft = proven + set.ProofLife - now,
            WaitsUntil = waits > now ? waits : null,
            EndsIn = set.SessionIdle < most ? set.SessionIdle : most,
            EndsForGoodIn = most,
        };
    }

    private async Task<PatientSession?> WhoAsync(CarnetDb db, Origin origin, SessionRow row, CancellationToken ct)
    {
        using var record = await records.FindAsync(db, row.RecordId, ct);
        if (record is not null)
        {
            return record.Facts.Status is not RecordStatus.Open ? null : record.Details().Traits is var traits
                ? new PatientSession(new Caller.Patient(row.RecordId, row.AccountId) { Origin = origin }, traits.FirstGivenName,
                    $"{traits.FirstGivenName} {traits.UsedName ?? traits.BirthName}", MustChangePassword: false)
                {
                    HasOwnRecord = true,
                }
                : null;
        }

        using var account = await accounts.FindAsync(db, row.RecordId, row.AccountId, ct);
        return account?.Holder is { } holder
            ? new PatientSession(account.CallerAt(origin), holder.GivenName, holder.FullName, MustChangePassword: false)
            : null;
    }

    private async Task<PatientSession> InPlaceOfAsync(
        CarnetDb db, PatientSession session, RecordId represented, Guid? mandateId, DateTimeOffset now, CancellationToken ct)
    {
        using var record = await records.FindAsync(db, represented, ct);
        var (home, account) = session.Caller.Login!.Value;
        if (record is not { Facts.Status: RecordStatus.Open }
            || await mandates.FindAsync(db, record, mandateId ?? Guid.Empty, home, account, ct) is not { } mandate
            || mandate.ExtentAt(now) is Extent.None)
        {
            return session;
        }

        var caller = new Caller.Representative(represented, home, account, session.FullName, mandate)
        {
            Origin = session.Caller.Origin,
        };
        return session with { Caller = caller, ActsFor = record.Details().AddressedName };
    }

    private sealed record Found(SessionRow Row, bool MustChangePassword, DateTimeOffset? RecoveredAt);
}
