using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Passkeys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>Asks for what a browser needs to make a new passkey of its holder.</summary>
internal sealed record OfferPasskey(PasskeySite Site);

/// <summary>Takes the passkey that a browser has made.</summary>
/// <param name="State">What was given with the offer.</param>
/// <param name="Answer">JSON of the browser.</param>
/// <param name="Name">What the person calls it; empty for a name of ours.</param>
internal sealed record EnrolPasskey(PasskeySite Site, string State, string Answer, string Name)
{
    public override string ToString() => "enrol passkey ***";
}

/// <summary>It opens the door from now on.</summary>
internal sealed record PasskeyEnrolled(Guid Passkey);

/// <summary>Only for the holder of the account, for whomever they act.</summary>
internal sealed class OfferPasskeyHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, PasskeyCeremonies ceremonies) : IUseCase<OfferPasskey, PasskeyOffer>
{
    public async Task<Outcome<PasskeyOffer>> RunAsync(Caller caller, OfferPasskey request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = caller.Login is var (home, id) ? await accounts.FindAsync(db, home, id, ct) : null;
        if (account is not { IsOpen: true })
        {
            return AccountFailures.NoSession;
        }

        var keys = await KnownPasskeys.OfAsync(db, account.Row, ct);
        return keys.Count >= KnownPasskeys.Most
            ? AccountFailures.PasskeysMany
            : await ceremonies.OfferEnrolmentAsync(request.Site, KnownPasskeys.HolderOf(account, keys));
    }
}

/// <summary>Checks what the browser made and keeps it; the person is told.</summary>
/// <remarks>Source: rule N-7; W3C WebAuthn level 3 §7.1.</remarks>
internal sealed class EnrolPasskeyHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, PasskeyCeremonies ceremonies, Scribe scribe, TimeProvider clock)
    : IUseCase<EnrolPasskey, PasskeyEnrolled>
{
    public const int LongestName = 40;

    public async Task<Outcome<PasskeyEnrolled>> RunAsync(Caller caller, EnrolPasskey request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = caller.Login is var (home, id) ? await accounts.FindAsync(db, home, id, ct) : null;
        if (account is not { IsOpen: true })
        {
            return await scribe.RefuseAsync(caller, TraceAct.AddPasskey, AccountFailures.NoSession, ct);
        }

        var who = account.CallerAt(caller.Origin);
        var keys = await KnownPasskeys.OfAsync(db, account.Row, ct);
        var state = ceremonies.Open(request.State);
        var made = state is null ? null
            : await PasskeyCeremonies.EnrolAsync(request.Site, state, request.Answer, KnownPasskeys.HolderOf(account, keys));
        if (made is null || keys.Count >= KnownPasskeys.Most)
        {
            return await scribe.RefuseAsync(who, account.Record, TraceAct.AddPasskey,
                made is null ? AccountFailures.PasskeyWrong : AccountFailures.PasskeysMany);
        }

        var entry = Entry(account, made, request.Name, state!, out var passkey);
        return await scribe.WriteAsync(who, account.Record,
            new Happening(TraceAct.AddPasskey, TraceOutcome.Done, "passkey.added"), entry) is LedgerResult.Stored
            ? new PasskeyEnrolled(passkey)
            : AccountFailures.PasskeyWrong; // the answer, or the key, was taken before
    }

    private LedgerEntry Entry(KnownAccount account, Passkey made, string name, PasskeyState state, out Guid passkey)
    {
        var (key, now) = (account.Record.Key, clock.Now());
        passkey = Guid.CreateVersion7(now);
        var called = name.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName)] : "Ma clé d’accès";
        var entry = new LedgerEntry
        {
            Rows =
            {
                new PasskeyRow
                {
                    RecordId = account.Row.RecordId,
                    AccountId = account.Row.AccountId,
                    PasskeyId = passkey,
                    CreatedAt = now,
                    Sealed = new PasskeyDetails(called, made).Seal(key, passkey),
                },
                new PasskeyLoginRow
                {
                    CredentialHash = PasskeyLoginRow.HashOf(made.CredentialId),
                    RecordId = account.Row.RecordId,
                    AccountId = account.Row.AccountId,
                    PasskeyId = passkey,
                },
            },
        };
        KnownPasskeys.Spend(entry, state);
        if (account.Message(NoticeKind.PasskeysChanged) is { } message)
        {
            entry.Rows.Add(OutboxRow.Of(message, key, now));
        }

        return entry;
    }
}
