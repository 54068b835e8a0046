using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Delays;

/// <summary>What a professional is asked to do.</summary>
internal enum TaskKind
{
    /// <summary>A document waits to be announced to the person, in a consultation.</summary>
    DocumentToAnnounce = 1,
}

/// <summary>One line of a professional's work list; it names nobody.</summary>
internal sealed class ProfessionalTaskRow
{
    public required RecordId RecordId { get; init; }

    public required Guid TaskId { get; init; }

    /// <summary>PS_IdNat.</summary>
    public required string Holder { get; init; }

    public required TaskKind Kind { get; init; }

    public DocumentId? DocumentId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>Table <c>professional_task</c>.</summary>
internal sealed class ProfessionalTaskMap : IEntityTypeConfiguration<ProfessionalTaskRow>
{
    public void Configure(EntityTypeBuilder<ProfessionalTaskRow> builder)
    {
        builder.ToTable("professional_task");
        builder.HasKey(task => new { task.RecordId, task.TaskId });
        builder.Property(task => task.RecordId).HasColumnName("record_id");
        builder.Property(task => task.TaskId).HasColumnName("task_id").ValueGeneratedNever();
        builder.Property(task => task.Holder).HasColumnName("holder").HasMaxLength(64);
        builder.Property(task => task.Kind).HasColumnName("kind").HasConversion<short>();
        builder.Property(task => task.DocumentId).HasColumnName("document_id");
        builder.Property(task => task.CreatedAt).HasColumnName("created_at");
        builder.Property(task => task.DoneAt).HasColumnName("done_at").IsConcurrencyToken();
        builder.HasIndex(task => task.Holder).HasDatabaseName("ix_professional_task_holder").HasFilter("done_at is null");
    }
}
