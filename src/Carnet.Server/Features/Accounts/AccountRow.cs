using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Accounts;

/// <summary>How one person comes in; who they are lies sealed under the key of their record.</summary>
internal sealed class AccountRow
{
    public required RecordId RecordId { get; init; }

    public required Guid AccountId { get; init; }

    public required byte[] Salt { get; set; }

    /// <summary>Stretched, then keyed with the pepper; see <see cref="Passwords"/>.</summary>
    public required byte[] Password { get; set; }

    public required bool MustChangePassword { get; set; }

    /// <summary>A temporary password opens nothing from this instant on; null once the person has chosen their own.</summary>
    public DateTimeOffset? TemporaryUntil { get; set; }

    /// <summary>Codes sent since <see cref="CodesSince"/>.</summary>
    public int CodesSent { get; set; }

    public DateTimeOffset? CodesSince { get; set; }

    /// <summary>Wrong codes since <see cref="WrongCodesSince"/>.</summary>
    public int WrongCodes { get; set; }

    public DateTimeOffset? WrongCodesSince { get; set; }

    /// <summary>When a forgotten password was last got back by codes.</summary>
    public DateTimeOffset? RecoveredAt { get; set; }

    /// <summary>Counts changes; two that start from the same state cannot both be stored.</summary>
    public int Version { get; set; }

    public required byte[] Sealed { get; set; }

    public AccountDetails Details(RecordKey key) => AccountDetails.Open(key, AccountId, Sealed);
}

/// <summary>The part of an account that lies sealed.</summary>
internal sealed record AccountDetails(string Login, Contact Contact)
{
    public byte[] Seal(RecordKey key, Guid account) => key.Seal(SealedColumn.AccountDetails, account,
        new Packer(1).Text(Login).Text(Contact.Email).Text(Contact.Phone).Bytes);

    public static AccountDetails Open(RecordKey key, Guid account, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.AccountDetails, account, sealedValue));
        return new AccountDetails(packed.Text()!, new Contact(packed.Text(), packed.Text()));
    }

    public override string ToString() => "account details ***";
}

/// <summary>Table <c>account</c>.</summary>
internal sealed class AccountMap : IEntityTypeConfiguration<AccountRow>
{
    public void Configure(EntityTypeBuilder<AccountRow> builder)
    {
        builder.ToTable("account");
        builder.HasKey(account => new { account.RecordId, account.AccountId });
        builder.Property(account => account.RecordId).HasColumnName("record_id");
        builder.Property(account => account.AccountId).HasColumnName("account_id").ValueGeneratedNever();
        builder.Property(account => account.Salt).HasColumnName("salt");
        builder.Property(account => account.Password).HasColumnName("password");
        builder.Property(account => account.MustChangePassword).HasColumnName("must_change_password");
        builder.Property(account => account.TemporaryUntil).HasColumnName("temporary_until");
        builder.Property(account => account.CodesSent).HasColumnName("codes_sent");
        builder.Property(account => account.CodesSince).HasColumnName("codes_since");
        builder.Property(account => account.WrongCodes).HasColumnName("wrong_codes");
        builder.Property(account => account.WrongCodesSince).HasColumnName("wrong_codes_since");
        builder.Property(account => account.RecoveredAt).HasColumnName("recovered_at");
        builder.Property(account => account.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(account => account.Sealed).HasColumnName("sealed");
    }
}
