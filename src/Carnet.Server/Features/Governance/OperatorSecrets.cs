using System.Buffers.Text;
using System.Security.Cryptography;
using Carnet.Server.Platform.Keys;

namespace Carnet.Server.Features.Governance;

/// <summary>What an operator is handed once: 256 random bits. We keep a salted, keyed hash.</summary>
/// <remarks>No stretching is needed for what cannot be guessed; the pepper lies outside the database.</remarks>
internal sealed class OperatorSecrets(RecordIds ids)
{
    private const int SecretSize = 32;
    private const int SaltSize = 16;

    public (string Secret, byte[] Salt, byte[] Hash) Draw()
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretSize));
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return (secret, salt, Hash(salt, secret));
    }

    /// <summary>Whether the secret is right; the same work is done where nobody has that name.</summary>
    public bool IsRight(OperatorRow? known, string secret)
    {
        var hash = Hash(known?.Salt ?? new byte[SaltSize], secret);
        return CryptographicOperations.FixedTimeEquals(hash, known?.SecretHash ?? new byte[32]) && known is not null;
    }

    private byte[] Hash(byte[] salt, string secret) => ids.Hash("operator", $"{Convert.ToHexStringLower(salt)}\n{secret}");
}
