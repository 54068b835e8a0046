using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Somebody has forgotten their password.</summary>
internal sealed record StartRecovery(string Login)
{
    public override string ToString() => "start recovery ***";
}

/// <summary>A recovery that waits for its two codes; the same answer whether they were sent or not.</summary>
internal sealed record RecoveryStarted(Ticket Pending);

/// <summary>Sends one code by e-mail and one by SMS: one channel alone gives no password back.</summary>
/// <remarks>
/// Nothing of the answer tells whether the identifier is known, nor does its time: the same rows are written, messages to
/// nobody among them. Who has one channel only goes to the desk. It has a budget of
/// its own, so that asking for it in somebody's place does not use up their login codes. Source: OWASP ASVS 5.0 6.4.3, 6.4.4.
/// </remarks>
internal sealed class StartRecoveryHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Codes codes, LoginTrail trail, SystemKey systemKey, TimeProvider clock,
    IOptions<AccountsOptions> options) : IUseCase<StartRecovery, RecoveryStarted>
{
    private const int AtOnce = 2;

    public async Task<Outcome<RecoveryStarted>> RunAsync(Caller caller, StartRecovery request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = await accounts.FindAsync(db, request.Login, ct);
        var (now, pending) = (clock.Now(), Ticket.Draw());
        var hash = pending.Hash();
        var cause = await ObstacleAsync(db, account, now, ct);
        var ((byEmail, emailHash), (bySms, smsHash)) = (codes.Draw(Bound(hash, Channel.Email)), codes.Draw(Bound(hash, Channel.Sms)));
        var entry = new LedgerEntry();
        entry.Rows.Add(new RecoveryAttemptRow
        {
            PendingHash = hash,
            RecordId = cause is null ? account!.Row.RecordId : null,
            AccountId = cause is null ? account!.Row.AccountId : null,
            EmailCodeHash = emailHash,
            SmsCodeHash = smsHash,
            ExpiresAt = now + options.Value.CodeLifetime,
        });
        if (cause is null)
        {
            var contact = account!.Details().Contact;
            Send(entry, account, new NoticeRoute(Channel.Email, contact.Email!), byEmail, now);
            Send(entry, account, new NoticeRoute(Channel.Sms, contact.Phone!), bySms, now);
        }
        else
        {
            using var key = await systemKey.OpenAsync(ct);
            SendToNobody(entry, Channel.Email, key, byEmail, now);
            SendToNobody(entry, Channel.Sms, key, bySms, now);
        }

        await trail.WriteAsync(caller, account?.Record, cause is null
            ? new Happening(TraceAct.RecoverAccess, TraceOutcome.Done, "recovery.codes-sent")
            : new Happening(TraceAct.RecoverAccess, TraceOutcome.Refused, cause), entry, ct);
        return new RecoveryStarted(pending);
    }

    /// <summary>What a code is bound to: it is no use in the field of the other.</summary>
    public static byte[] Bound(byte[] pending, Channel channel) => [.. pending, (byte)channel];

    private async Task<string?> ObstacleAsync(CarnetDb db, KnownAccount? account, DateTimeOffset now, CancellationToken ct)
    {
        // Asked for whether there is an account or not.
        var (record, id) = (account?.Row.RecordId, account?.Row.AccountId);
        var waiting = await db.Set<RecoveryAttemptRow>()
            .CountAsync(row => row.RecordId == record && row.AccountId == id && row.ExpiresAt > now && !row.Used, ct);
        return account switch
        {
            null => "login.unknown",
            { IsOpen: false } => "record.closed",
            _ when account.IsOfChild(now, options.Value.OwnAccountFromAge) => "login.child",
            _ when account.Details().Contact is { Email: null or "" } or { Phone: null or "" } => "recovery.one-channel",
            _ => waiting >= AtOnce ? "recovery.too-many" : null,
        };
    }

    private static void Send(LedgerEntry entry, KnownAccount account, NoticeRoute route, string code, DateTimeOffset now)
        => entry.Rows.Add(OutboxRow.Of(
            NoticeTexts.Compose(NoticeKind.RecoveryCode, account.Record.Id, [route], account.Language, code)!, account.Record.Key, now));

    private static void SendToNobody(LedgerEntry entry, Channel channel, RecordKey key, string code, DateTimeOffset now)
        => entry.Rows.Add(OutboxRow.ForNobody(
            NoticeTexts.ToNobody(NoticeKind.RecoveryCode, channel, MessageLanguage.French, code), key, now));
}
