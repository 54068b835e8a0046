using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Counts wrong passwords for an identifier and locks it for a while after too many in a row.</summary>
internal sealed class PasswordTries(KnownAccounts accounts, IOptions<AccountsOptions> options)
{
    /// <summary>After which wrong passwords no longer count, and their rows are erased.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>How the tries of an identifier stand; the same query whether anybody has it or not.</summary>
    public async Task<PasswordTally> OfAsync(CarnetDb db, string login, DateTimeOffset now, CancellationToken ct)
    {
        var hash = accounts.Hash(login);
        var last = await db.Set<PasswordTryRow>().AsNoTracking().Where(row => row.LoginHash == hash)
            .OrderByDescending(row => row.Number).FirstOrDefaultAsync(ct);
        var counts = last is not null && last.At > now - Kept;
        return new PasswordTally(hash, last?.Number ?? 0, counts ? last!.Wrong : 0, counts ? last!.LockedUntil : null, now, options.Value);
    }
}

/// <summary>The tries of one identifier before the next one, at one instant.</summary>
/// <param name="Wrong">Wrong passwords in a row.</param>
internal sealed record PasswordTally(
    byte[] LoginHash, int Tries, int Wrong, DateTimeOffset? LockedUntil, DateTimeOffset Now, AccountsOptions Options)
{
    public bool IsLocked => LockedUntil > Now;

    /// <summary>Whether one more wrong password locks.</summary>
    public bool LocksNext => Wrong + 1 >= Options.WrongPasswords;

    /// <summary>The password was right, or has been replaced.</summary>
    public PasswordTryRow AfterRight() => Next(0, null);

    public PasswordTryRow AfterWrong() => LocksNext ? Next(0, Now + Options.LockOut) : Next(Wrong + 1, null);

    /// <summary>The password was not looked at.</summary>
    public PasswordTryRow AfterNone() => Next(Wrong, LockedUntil);

    private PasswordTryRow Next(int wrong, DateTimeOffset? lockedUntil) => new()
    {
        LoginHash = LoginHash,
        Number = Tries + 1,
        At = Now,
        Wrong = wrong,
        LockedUntil = lockedUntil,
    };
}
