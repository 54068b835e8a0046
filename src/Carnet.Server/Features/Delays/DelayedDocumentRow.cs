using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Delays;

/// <summary>The clocks of one document that came in hidden from the person.</summary>
internal sealed class DelayedDocumentRow
{
    public required RecordId RecordId { get; init; }

    public required DocumentId DocumentId { get; init; }

    /// <summary>When the clocks began; a replacement goes on with those of what it replaces.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When there is something to do; null once it is over.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? CalledAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int Version { get; set; }
}

/// <summary>Table <c>delayed_document</c>.</summary>
internal sealed class DelayedDocumentMap : IEntityTypeConfiguration<DelayedDocumentRow>
{
    public void Configure(EntityTypeBuilder<DelayedDocumentRow> builder)
    {
        builder.ToTable("delayed_document");
        builder.HasKey(delayed => new { delayed.RecordId, delayed.DocumentId });
        builder.Property(delayed => delayed.RecordId).HasColumnName("record_id");
        builder.Property(delayed => delayed.DocumentId).HasColumnName("document_id").ValueGeneratedNever();
        builder.Property(delayed => delayed.Since).HasColumnName("since");
        builder.Property(delayed => delayed.DueAt).HasColumnName("due_at");
        builder.Property(delayed => delayed.CalledAt).HasColumnName("called_at");
        builder.Property(delayed => delayed.EndedAt).HasColumnName("ended_at");
        builder.Property(delayed => delayed.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(delayed => delayed.DueAt).HasDatabaseName("ix_delayed_document_due").HasFilter("due_at is not null");
    }
}
