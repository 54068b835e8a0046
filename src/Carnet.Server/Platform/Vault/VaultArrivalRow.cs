using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Platform.Vault;

/// <summary>A content whose first pieces were stored before its document: it may never come.</summary>
/// <remarks>So that whoever looks for such pieces reads these few lines and not the whole vault.</remarks>
internal sealed class VaultArrivalRow
{
    public required RecordId RecordId { get; init; }

    public required Guid BlobId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
}

/// <summary>Table <c>vault_arrival</c>.</summary>
internal sealed class VaultArrivalMap : IEntityTypeConfiguration<VaultArrivalRow>
{
    public void Configure(EntityTypeBuilder<VaultArrivalRow> builder)
    {
        builder.ToTable("vault_arrival");
        builder.HasKey(arrival => new { arrival.RecordId, arrival.BlobId });
        builder.Property(arrival => arrival.RecordId).HasColumnName("record_id");
        builder.Property(arrival => arrival.BlobId).HasColumnName("blob_id").ValueGeneratedNever();
        builder.Property(arrival => arrival.StartedAt).HasColumnName("started_at");
        builder.HasIndex(arrival => arrival.StartedAt).HasDatabaseName("ix_vault_arrival_started");
    }
}
