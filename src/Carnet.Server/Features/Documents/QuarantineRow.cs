using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Documents;

/// <summary>A document that waits for an examination, or for the operator's word after a bad one. Source: rule F-10.</summary>
internal sealed class QuarantineRow
{
    public required RecordId RecordId { get; init; }

    public required DocumentId DocumentId { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>When to examine it, or to try again.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Only the operator decides now.</summary>
    public bool FoundBad { get; set; }
}

/// <summary>Table <c>quarantine</c>.</summary>
internal sealed class QuarantineMap : IEntityTypeConfiguration<QuarantineRow>
{
    public void Configure(EntityTypeBuilder<QuarantineRow> builder)
    {
        builder.ToTable("quarantine");
        builder.HasKey(document => new { document.RecordId, document.DocumentId });
        builder.Property(document => document.RecordId).HasColumnName("record_id");
        builder.Property(document => document.DocumentId).HasColumnName("document_id").ValueGeneratedNever();
        builder.Property(document => document.Since).HasColumnName("since");
        builder.Property(document => document.DueAt).HasColumnName("due_at").IsConcurrencyToken();
        builder.Property(document => document.FoundBad).HasColumnName("found_bad");
        builder.HasIndex(document => document.DueAt).HasDatabaseName("ix_quarantine_due");
    }
}
