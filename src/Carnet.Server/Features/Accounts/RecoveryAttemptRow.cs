using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Accounts;

/// <summary>A forgotten password between the request and its two codes.</summary>
/// <remarks>One is made for every request, known or not, so that the step after it tells nothing.</remarks>
internal sealed class RecoveryAttemptRow
{
    /// <summary>SHA-256 of what the browser holds.</summary>
    public required byte[] PendingHash { get; init; }

    public RecordId? RecordId { get; init; }

    public Guid? AccountId { get; init; }

    /// <summary>Keyed hash of the code that went by e-mail.</summary>
    public required byte[] EmailCodeHash { get; init; }

    /// <summary>Keyed hash of the code that went by SMS.</summary>
    public required byte[] SmsCodeHash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public int Tries { get; set; }

    public bool Used { get; set; }

    /// <summary>Counts changes; of parallel tries one is judged, the others are judged again after it.</summary>
    public int Version { get; set; }
}

/// <summary>Table <c>recovery_attempt</c>; a reference table.</summary>
internal sealed class RecoveryAttemptMap : IEntityTypeConfiguration<RecoveryAttemptRow>
{
    public void Configure(EntityTypeBuilder<RecoveryAttemptRow> builder)
    {
        builder.ToTable("recovery_attempt");
        builder.HasKey(attempt => attempt.PendingHash);
        builder.Property(attempt => attempt.PendingHash).HasColumnName("pending_hash");
        builder.Property(attempt => attempt.RecordId).HasColumnName("record_id");
        builder.Property(attempt => attempt.AccountId).HasColumnName("account_id");
        builder.Property(attempt => attempt.EmailCodeHash).HasColumnName("email_code_hash");
        builder.Property(attempt => attempt.SmsCodeHash).HasColumnName("sms_code_hash");
        builder.Property(attempt => attempt.ExpiresAt).HasColumnName("expires_at");
        builder.Property(attempt => attempt.Tries).HasColumnName("tries");
        builder.Property(attempt => attempt.Used).HasColumnName("used");
        builder.Property(attempt => attempt.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(attempt => attempt.ExpiresAt).HasDatabaseName("ix_recovery_attempt_expires");
    }
}
