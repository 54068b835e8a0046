using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Retention;

/// <summary>The destruction of one record: the work while it goes on, then its certificate for good.</summary>
internal sealed class DestructionRow
{
    public required Guid DestructionId { get; init; }

    /// <summary>Whose rows are still to be deleted; null when none is left.</summary>
    public RecordId? RecordId { get; set; }

    /// <summary>Says which record it was to who holds the pepper and the INS, and to nobody else.</summary>
    public required byte[] RecordHash { get; init; }

    /// <summary>SHA-256 of the wrapped key as it lay in the database.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>Rows by table when the key was destroyed, as JSON.</summary>
    public required string Counts { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The signed certificate, as JSON.</summary>
    public string? Certificate { get; set; }
}

/// <summary>Table <c>destruction</c>; a reference table: it tells of records that no longer are.</summary>
internal sealed class DestructionMap : IEntityTypeConfiguration<DestructionRow>
{
    public void Configure(EntityTypeBuilder<DestructionRow> builder)
    {
        builder.ToTable("destruction");
        builder.HasKey(destruction => destruction.DestructionId);
        builder.Property(destruction => destruction.DestructionId).HasColumnName("destruction_id").ValueGeneratedNever();
        builder.Property(destruction => destruction.RecordId).HasColumnName("record_id");
        builder.Property(destruction => destruction.RecordHash).HasColumnName("record_hash");
        builder.Property(destruction => destruction.KeyHash).HasColumnName("key_hash");
        builder.Property(destruction => destruction.Counts).HasColumnName("counts");
        builder.Property(destruction => destruction.StartedAt).HasColumnName("started_at");
        builder.Property(destruction => destruction.FinishedAt).HasColumnName("finished_at").IsConcurrencyToken();
        builder.Property(destruction => destruction.Certificate).HasColumnName("certificate");
        builder.HasIndex(destruction => destruction.StartedAt).HasDatabaseName("ix_destruction_running")
            .HasFilter("finished_at is null");
        builder.HasIndex(destruction => destruction.RecordHash).HasDatabaseName("ix_destruction_record_hash");
    }
}
