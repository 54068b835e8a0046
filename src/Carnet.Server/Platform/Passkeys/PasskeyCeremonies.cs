using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Carnet.Server.Platform.Keys;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Passkeys;

/// <summary>Where the browser stands, e.g. <c>https</c> and <c>carnet.example:8443</c>; a passkey belongs to it.</summary>
internal sealed record PasskeySite(string Scheme, string Host)
{
    public string Origin => $"{Scheme}://{Host}";
}

/// <summary>What is kept of a passkey. None of it is secret: the private key never leaves the person's device.</summary>
/// <param name="PublicKey">COSE key.</param>
/// <param name="SignCount">Last counter seen; stays 0 where the authenticator does not count.</param>
internal sealed record Passkey(
    byte[] CredentialId, byte[] PublicKey, uint SignCount, IReadOnlyList<string> Transports, bool BackupEligible, bool BackedUp,
    DateTimeOffset CreatedAt);

/// <summary>Whose passkeys they are. The number means nothing to the device that stores it.</summary>
internal sealed record PasskeyHolder(Guid Account, string Name, string DisplayName, IReadOnlyList<Passkey> Keys)
{
    public string Handle => Account.ToString("N");

    public override string ToString() => "passkey holder ***";
}

/// <summary>What a page gives the browser, and what it sends back with the answer.</summary>
/// <param name="Options">JSON of the options of WebAuthn level 3.</param>
/// <param name="State">Sealed challenge; good once, for five minutes.</param>
internal sealed record PasskeyOffer(string Options, string State);

/// <summary>What a state said when it was still good.</summary>
/// <param name="Hash">Its number among the spent ones, so that no answer is taken twice.</param>
internal sealed record PasskeyState(string Json, byte[] Hash, DateTimeOffset ExpiresAt);

/// <summary>The ceremonies of WebAuthn by the framework's own handler, over accounts that it does not store.</summary>
/// <remarks>
/// The handler asks a user store for keys; the store here holds what the use case has loaded and nothing else. A key must
/// verify its user (PIN, finger, face), so that it is two factors. Source: W3C WebAuthn level 3 §7.1, §7.2; OWASP ASVS
/// 5.0 6.3.3, 6.5.
/// </remarks>
internal sealed class PasskeyCeremonies(RecordIds ids, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private static readonly IOptions<IdentityPasskeyOptions> Rules = Options.Create(new IdentityPasskeyOptions
    {
        AuthenticatorTimeout = Life,
        UserVerificationRequirement = "required",
        ResidentKeyRequirement = "required",
        AttestationConveyancePreference = "none",
        ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin
            && context.Origin == $"{context.HttpContext.Request.Scheme}://{context.HttpContext.Request.Host}"),
    });

    /// <summary>For a new key of somebody who has come in.</summary>
    public async Task<PasskeyOffer> OfferEnrolmentAsync(PasskeySite site, PasskeyHolder holder)
    {
        using var users = new Users(holder);
        var made = await users.Handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = holder.Handle, Name = holder.Name, DisplayName = holder.DisplayName }, At(site));
        return new PasskeyOffer(made.CreationOptionsJson, Close(made.AttestationState));
    }

    /// <summary>For coming in, by whatever key of this site the device holds; or by one of the keys of the holder.</summary>
    public async Task<PasskeyOffer> OfferEntranceAsync(PasskeySite site, PasskeyHolder? holder)
    {
        using var users = new Users(holder);
        var made = await users.Handler.MakeRequestOptionsAsync(holder, At(site));
        return new PasskeyOffer(made.RequestOptionsJson, Close(made.AssertionState));
    }

    /// <summary>The new key, or null where the answer is not right.</summary>
    public static async Task<Passkey?> EnrolAsync(PasskeySite site, PasskeyState state, string answer, PasskeyHolder holder)
    {
        using var users = new Users(holder);
        var result = await users.Handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = At(site), CredentialJson = answer, AttestationState = state.Json });
        return result.Succeeded && result.UserEntity.Id == holder.Handle && result.Passkey.IsUserVerified ? Of(result.Passkey) : null;
    }

    /// <summary>The key with its new counter, or null where the answer is not right.</summary>
    public static async Task<Passkey?> EnterAsync(PasskeySite site, PasskeyState state, string answer, PasskeyHolder holder)
    {
        using var users = new Users(holder);
        var result = await users.Handler.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = At(site), CredentialJson = answer, AssertionState = state.Json });
        return result.Succeeded && result.Passkey.IsUserVerified ? Of(result.Passkey) : null;
    }

    /// <summary>The key that an answer names, before anything in it is believed.</summary>
    public static byte[]? CredentialOf(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty("id", out var id)
                && id.ValueKind is JsonValueKind.String ? Base64Url.DecodeFromChars(id.GetString()) : null;
        }
        catch (Exception cause) when (cause is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Opens what <see cref="Close"/> sealed; null where it was changed or its time is over.</summary>
    public PasskeyState? Open(string state)
    {
        if (state.Split('.') is not [var ends, var body, var mark] || !long.TryParse(ends, out var micro)
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Mark(ends, body)), Encoding.UTF8.GetBytes(mark)))
        {
            return null;
        }

        var end = Instants.FromMicro(micro);
        return end <= clock.Now() ? null : new PasskeyState(
            Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body)), SHA256.HashData(Encoding.UTF8.GetBytes($"passkey\n{state}")), end);
    }

    private string Close(string? json)
    {
        var ends = (clock.Now() + Life).ToMicro().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var body = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json ?? ""));
        return $"{ends}.{body}.{Mark(ends, body)}";
    }

    private string Mark(string ends, string body) => Base64Url.EncodeToString(ids.Hash("passkey-state", $"{ends}\n{body}"));

    private static DefaultHttpContext At(PasskeySite site)
        => new() { Request = { Scheme = site.Scheme, Host = new HostString(site.Host) } };

    private static Passkey Of(UserPasskeyInfo key) => new(
        key.CredentialId, key.PublicKey, key.SignCount, key.Transports ?? [], key.IsBackupEligible, key.IsBackedUp, key.CreatedAt);

    /// <summary>The framework's view of one holder, for the length of one ceremony.</summary>
    private sealed class Users : IDisposable
    {
        private readonly UserManager<PasskeyHolder> _manager;

        public Users(PasskeyHolder? holder)
        {
            _manager = new UserManager<PasskeyHolder>(new OneHolder(holder), Options.Create(new IdentityOptions()),
                new PasswordHasher<PasskeyHolder>(), [], [], new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(),
                new ServiceCollection().BuildServiceProvider(), NullLogger<UserManager<PasskeyHolder>>.Instance);
            Handler = new PasskeyHandler<PasskeyHolder>(_manager, Rules);
        }

        public PasskeyHandler<PasskeyHolder> Handler { get; }

        public void Dispose() => _manager.Dispose();
    }

    /// <summary>Answers with what was loaded. That a key is enrolled once only is kept by the primary key of its table.</summary>
    private sealed class OneHolder(PasskeyHolder? holder) : IUserPasskeyStore<PasskeyHolder>
    {
        public Task<PasskeyHolder?> FindByIdAsync(string userId, CancellationToken cancellationToken)
            => Task.FromResult(holder?.Handle == userId ? holder : null);

        public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyHolder user, CancellationToken cancellationToken)
            => Task.FromResult<IList<UserPasskeyInfo>>([.. user.Keys.Select(Of)]);

        public Task<PasskeyHolder?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
            => Task.FromResult(Key(holder, credentialId) is null ? null : holder);

        public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyHolder user, byte[] credentialId, CancellationToken cancellationToken)
            => Task.FromResult(Key(user, credentialId) is { } key ? Of(key) : null);

        public Task<string> GetUserIdAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

        public Task<string?> GetUserNameAsync(PasskeyHolder user, CancellationToken cancellationToken)
            => Task.FromResult<string?>(user.Name);

        public Task<string?> GetNormalizedUserNameAsync(PasskeyHolder user, CancellationToken cancellationToken)
            => Task.FromResult<string?>(user.Name);

        public Task<PasskeyHolder?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
            => Task.FromResult<PasskeyHolder?>(null);

        public Task SetUserNameAsync(PasskeyHolder user, string? userName, CancellationToken cancellationToken) => throw Reading();

        public Task SetNormalizedUserNameAsync(PasskeyHolder user, string? normalizedName, CancellationToken cancellationToken)
            => throw Reading();

        public Task<IdentityResult> CreateAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw Reading();

        public Task<IdentityResult> UpdateAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw Reading();

        public Task<IdentityResult> DeleteAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw Reading();

        public Task AddOrUpdatePasskeyAsync(PasskeyHolder user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
            => throw Reading();

        public Task RemovePasskeyAsync(PasskeyHolder user, byte[] credentialId, CancellationToken cancellationToken) => throw Reading();

        public void Dispose()
        {
        }

        private static Passkey? Key(PasskeyHolder? user, byte[] id)
            => user?.Keys.FirstOrDefault(key => key.CredentialId.AsSpan().SequenceEqual(id));

        private static UserPasskeyInfo Of(Passkey key) => new(key.CredentialId, key.PublicKey, key.CreatedAt, key.SignCount,
            [.. key.Transports], isUserVerified: true, key.BackupEligible, key.BackedUp, attestationObject: [], clientDataJson: []);

        private static InvalidOperationException Reading() => new("Passkeys are written through the ledger alone.");
    }
}
