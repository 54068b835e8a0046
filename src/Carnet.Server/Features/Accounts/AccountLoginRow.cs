using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Accounts;

/// <summary>Leads from an identifier to its account, without holding the identifier.</summary>
internal sealed class AccountLoginRow
{
    /// <summary>Keyed hash of the identifier.</summary>
    public required byte[] LoginHash { get; init; }

    public required RecordId RecordId { get; init; }

    public required Guid AccountId { get; init; }
}

/// <summary>Table <c>account_login</c>; a reference table.</summary>
internal sealed class AccountLoginMap : IEntityTypeConfiguration<AccountLoginRow>
{
    public void Configure(EntityTypeBuilder<AccountLoginRow> builder)
    {
        builder.ToTable("account_login");
        builder.HasKey(login => login.LoginHash);
        builder.Property(login => login.LoginHash).HasColumnName("login_hash");
        builder.Property(login => login.RecordId).HasColumnName("record_id");
        builder.Property(login => login.AccountId).HasColumnName("account_id");
    }
}
