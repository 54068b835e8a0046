using System.Buffers.Text;
using System.Security.Cryptography;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Passkeys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Accounts;

/// <summary>A passkey with which somebody comes in.</summary>
internal sealed class PasskeyRow
{
    public required RecordId RecordId { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid PasskeyId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last login with it; null where there was none.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; set; }

    public required byte[] Sealed { get; set; }

    public PasskeyDetails Details(RecordKey key) => PasskeyDetails.Open(key, PasskeyId, CreatedAt, Sealed);
}

/// <summary>The part of a passkey that lies sealed.</summary>
/// <param name="Name">As the person calls it, e.g. « Mon téléphone ».</param>
internal sealed record PasskeyDetails(string Name, Passkey Key)
{
    public byte[] Seal(RecordKey key, Guid row) => key.Seal(SealedColumn.Passkey, row, new Packer(1)
        .Text(Name).Text(Base64Url.EncodeToString(Key.CredentialId)).Text(Base64Url.EncodeToString(Key.PublicKey))
        .Long(Key.SignCount).Text(string.Join(' ', Key.Transports)).Byte((byte)((Key.BackupEligible ? 1 : 0) | (Key.BackedUp ? 2 : 0)))
        .Bytes);

    public static PasskeyDetails Open(RecordKey key, Guid row, DateTimeOffset created, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.Passkey, row, sealedValue));
        var (name, id, publicKey, count) = (packed.Text()!, packed.Text()!, packed.Text()!, packed.Long());
        var (transports, flags) = (packed.Text() ?? "", packed.Byte());
        return new PasskeyDetails(name, new Passkey(Base64Url.DecodeFromChars(id), Base64Url.DecodeFromChars(publicKey), (uint)count,
            transports.Split(' ', StringSplitOptions.RemoveEmptyEntries), (flags & 1) != 0, (flags & 2) != 0, created));
    }

    public override string ToString() => "passkey ***";
}

/// <summary>Leads from a passkey to its account; a passkey is enrolled once only.</summary>
internal sealed class PasskeyLoginRow
{
    /// <summary>SHA-256 of the credential's number.</summary>
    public required byte[] CredentialHash { get; init; }

    public required RecordId RecordId { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid PasskeyId { get; init; }

    public static byte[] HashOf(byte[] credential) => SHA256.HashData(credential);
}

/// <summary>Table <c>passkey</c>.</summary>
internal sealed class PasskeyMap : IEntityTypeConfiguration<PasskeyRow>
{
    public void Configure(EntityTypeBuilder<PasskeyRow> builder)
    {
        builder.ToTable("passkey");
        builder.HasKey(passkey => new { passkey.RecordId, passkey.AccountId, passkey.PasskeyId });
        builder.Property(passkey => passkey.RecordId).HasColumnName("record_id");
        builder.Property(passkey => passkey.AccountId).HasColumnName("account_id");
        builder.Property(passkey => passkey.PasskeyId).HasColumnName("passkey_id").ValueGeneratedNever();
        builder.Property(passkey => passkey.CreatedAt).HasColumnName("created_at");
        builder.Property(passkey => passkey.UsedAt).HasColumnName("used_at");
        builder.Property(passkey => passkey.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(passkey => passkey.Sealed).HasColumnName("sealed");
    }
}

/// <summary>Table <c>passkey_login</c>; a reference table.</summary>
internal sealed class PasskeyLoginMap : IEntityTypeConfiguration<PasskeyLoginRow>
{
    public void Configure(EntityTypeBuilder<PasskeyLoginRow> builder)
    {
        builder.ToTable("passkey_login");
        builder.HasKey(login => login.CredentialHash);
        builder.Property(login => login.CredentialHash).HasColumnName("credential_hash");
        builder.Property(login => login.RecordId).HasColumnName("record_id");
        builder.Property(login => login.AccountId).HasColumnName("account_id");
        builder.Property(login => login.PasskeyId).HasColumnName("passkey_id");
    }
}
