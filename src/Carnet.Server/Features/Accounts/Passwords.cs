using System.Security.Cryptography;
using System.Text;
using Carnet.Server.Platform.Keys;

namespace Carnet.Server.Features.Accounts;

/// <summary>How much work a password is; no setting, so that no operator can make it less.</summary>
/// <param name="Rounds">Of PBKDF2.</param>
internal sealed record PasswordWork(int Rounds)
{
    /// <summary>Some 0.2 to 0.4 seconds of one core. Source: OWASP ASVS 5.0 11.4.2.</summary>
    public static PasswordWork Full { get; } = new(600_000);
}

/// <summary>Stretches and compares passwords: PBKDF2 with HMAC-SHA-256, then a keyed hash with the pepper.</summary>
/// <remarks>
/// The pepper lies outside the database, so that a stolen database cannot be searched at all. One core stays free for
/// everybody else, and whoever cannot wait in a short line is sent away: a flood of logins starves nobody. The same work
/// is done where there is no account. Source: OWASP ASVS 5.0 11.4.2.
/// </remarks>
internal sealed class Passwords(RecordIds ids, PasswordWork work) : IDisposable
{
    private const int SaltSize = 16;
    private const int HashSize = 32;
    private const int LongestLine = 64;

    private readonly SemaphoreSlim _cores = new(Math.Max(1, Environment.ProcessorCount - 1));
    private int _waiting;

    /// <summary>A new salt and the hash under it.</summary>
    public (byte[] Salt, byte[] Hash) Create(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return (salt, Hash(salt, password));
    }

    /// <summary>The same, in line with the others; null when the line is full.</summary>
    public Task<(byte[] Salt, byte[] Hash)?> CreateAsync(string password, CancellationToken ct)
        => InLineAsync(() => Create(password), ct);

    /// <summary>Whether the password is right; always wrong without an account; null when the line is full.</summary>
    public Task<bool?> VerifyAsync(AccountRow? account, string password, CancellationToken ct) => InLineAsync(
        () =>
        {
            var hash = Hash(account?.Salt ?? new byte[SaltSize], password);
            var right = CryptographicOperations.FixedTimeEquals(hash, account?.Password ?? new byte[HashSize]);
            return right && account is not null;
        },
        ct);

    public void Dispose() => _cores.Dispose();

    private byte[] Hash(byte[] salt, string password)
    {
        var clear = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));
        var stretched = Rfc2898DeriveBytes.Pbkdf2(clear, salt, work.Rounds, HashAlgorithmName.SHA256, HashSize);
        return ids.Hash("password", Convert.ToBase64String(stretched));
    }

    private async Task<T?> InLineAsync<T>(Func<T> work, CancellationToken ct)
        where T : struct
    {
        if (Interlocked.Increment(ref _waiting) > LongestLine)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }

        try
        {
            await _cores.WaitAsync(ct);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            _cores.Release();
        }
    }
}
