using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Platform.Trail;

/// <summary>One committed batch of traces: the hashes of its lines, chained to the batch before and signed.</summary>
internal sealed class TrailBatchRow
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Leaf hashes one after another, 32 bytes each: they let the verifier name the very line that was changed.</summary>
    public required byte[] Leaves { get; init; }

    /// <summary>Hash over number, previous head and Merkle root.</summary>
    public required byte[] Head { get; init; }

    /// <summary>ECDSA P-256 over <see cref="Head"/>.</summary>
    public required byte[] Signature { get; init; }
}

/// <summary>Table <c>trail_batch</c>: insert only; a reference table, it belongs to no record.</summary>
internal sealed class TrailBatchMap : IEntityTypeConfiguration<TrailBatchRow>
{
    public void Configure(EntityTypeBuilder<TrailBatchRow> builder)
    {
        builder.ToTable("trail_batch");
        builder.HasKey(batch => batch.Number);
        builder.Property(batch => batch.Number).HasColumnName("number").ValueGeneratedNever();
        builder.Property(batch => batch.At).HasColumnName("at");
        builder.Property(batch => batch.Leaves).HasColumnName("leaves");
        builder.Property(batch => batch.Head).HasColumnName("head");
        builder.Property(batch => batch.Signature).HasColumnName("signature");
    }
}
