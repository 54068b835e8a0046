using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Platform.Vault;

/// <summary>A piece of a document's content: compressed when that helps, sealed.</summary>
internal sealed class VaultChunkRow
{
    public required RecordId RecordId { get; init; }

    public required Guid BlobId { get; init; }

    /// <summary>0, 1, 2 … in the order of the content.</summary>
    public required int Part { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    public required byte[] Sealed { get; init; }
}

/// <summary>Table <c>vault_chunk</c>.</summary>
internal sealed class VaultChunkMap : IEntityTypeConfiguration<VaultChunkRow>
{
    public void Configure(EntityTypeBuilder<VaultChunkRow> builder)
    {
        builder.ToTable("vault_chunk");
        builder.HasKey(chunk => new { chunk.RecordId, chunk.BlobId, chunk.Part });
        builder.Property(chunk => chunk.RecordId).HasColumnName("record_id");
        builder.Property(chunk => chunk.BlobId).HasColumnName("blob_id").ValueGeneratedNever();
        builder.Property(chunk => chunk.Part).HasColumnName("part");
        builder.Property(chunk => chunk.StoredAt).HasColumnName("stored_at");
        builder.Property(chunk => chunk.Sealed).HasColumnName("sealed");
    }
}
