using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Accounts;

/// <summary>One try of a password for an identifier, and how the tries stand after it.</summary>
/// <remarks>
/// Each try adds a row and changes none, under a keyed hash of the identifier, whether anybody has it or not: so an unknown
/// one costs exactly what a known one costs, and of two tries at once the second finds its number taken and is judged again.
/// Source: rule V-6; OWASP ASVS 5.0 6.3.8.
/// </remarks>
internal sealed class PasswordTryRow
{
    /// <summary>Keyed hash of the identifier, as in <see cref="AccountLoginRow"/>.</summary>
    public required byte[] LoginHash { get; init; }

    /// <summary>Which try of this identifier, from 1.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Wrong passwords in a row.</summary>
    public required int Wrong { get; init; }

    public required DateTimeOffset? LockedUntil { get; init; }
}

/// <summary>Table <c>password_try</c>; a reference table.</summary>
internal sealed class PasswordTryMap : IEntityTypeConfiguration<PasswordTryRow>
{
    public void Configure(EntityTypeBuilder<PasswordTryRow> builder)
    {
        builder.ToTable("password_try");
        builder.HasKey(one => new { one.LoginHash, one.Number });
        builder.Property(one => one.LoginHash).HasColumnName("login_hash");
        builder.Property(one => one.Number).HasColumnName("number").ValueGeneratedNever();
        builder.Property(one => one.At).HasColumnName("tried_at");
        builder.Property(one => one.Wrong).HasColumnName("wrong");
        builder.Property(one => one.LockedUntil).HasColumnName("locked_until");
        builder.HasIndex(one => one.At).HasDatabaseName("ix_password_try_at");
    }
}
