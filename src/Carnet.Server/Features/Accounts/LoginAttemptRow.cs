using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Accounts;

/// <summary>A login between password and code.</summary>
/// <remarks>
/// One is made for every login, right or wrong, known or not, so that the step after it tells nothing. One without an
/// account never opens.
/// </remarks>
internal sealed class LoginAttemptRow
{
    /// <summary>SHA-256 of what the browser holds.</summary>
    public required byte[] PendingHash { get; init; }

    public RecordId? RecordId { get; init; }

    public Guid? AccountId { get; init; }

    /// <summary>Keyed hash of the code.</summary>
    public required byte[] CodeHash { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public int Tries { get; set; }

    public bool Used { get; set; }

    /// <summary>Counts changes; of parallel tries one is judged, the others are judged again after it.</summary>
    public int Version { get; set; }
}

/// <summary>Table <c>login_attempt</c>; a reference table.</summary>
internal sealed class LoginAttemptMap : IEntityTypeConfiguration<LoginAttemptRow>
{
    public void Configure(EntityTypeBuilder<LoginAttemptRow> builder)
    {
        builder.ToTable("login_attempt");
        builder.HasKey(attempt => attempt.PendingHash);
        builder.Property(attempt => attempt.PendingHash).HasColumnName("pending_hash");
        builder.Property(attempt => attempt.RecordId).HasColumnName("record_id");
        builder.Property(attempt => attempt.AccountId).HasColumnName("account_id");
        builder.Property(attempt => attempt.CodeHash).HasColumnName("code_hash");
        builder.Property(attempt => attempt.ExpiresAt).HasColumnName("expires_at");
        builder.Property(attempt => attempt.Tries).HasColumnName("tries");
        builder.Property(attempt => attempt.Used).HasColumnName("used");
        builder.Property(attempt => attempt.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(attempt => attempt.ExpiresAt).HasDatabaseName("ix_login_attempt_expires");
    }
}
