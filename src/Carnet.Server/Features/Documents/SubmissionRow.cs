using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Documents;

/// <summary>A set of documents that came together.</summary>
internal sealed class SubmissionRow
{
    public required RecordId RecordId { get; init; }

    public required SubmissionId SubmissionId { get; init; }

    public required string UniqueId { get; init; }

    public required string SourceId { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public string? AuthorPerson { get; init; }

    public string? AuthorStructure { get; init; }

    /// <summary>Hash over author, entries and contents: what makes a set sent again the same set (F-5).</summary>
    public required byte[] Fingerprint { get; init; }

    public required byte[] Sealed { get; set; }
}

/// <summary>Table <c>submission</c>.</summary>
internal sealed class SubmissionMap : IEntityTypeConfiguration<SubmissionRow>
{
    public void Configure(EntityTypeBuilder<SubmissionRow> builder)
    {
        builder.ToTable("submission");
        builder.HasKey(submission => new { submission.RecordId, submission.SubmissionId });
        builder.Property(submission => submission.RecordId).HasColumnName("record_id");
        builder.Property(submission => submission.SubmissionId).HasColumnName("submission_id").ValueGeneratedNever();
        builder.Property(submission => submission.UniqueId).HasColumnName("unique_id").HasMaxLength(128);
        builder.Property(submission => submission.SourceId).HasColumnName("source_id").HasMaxLength(128);
        builder.Property(submission => submission.SubmittedAt).HasColumnName("submitted_at");
        builder.Property(submission => submission.AuthorPerson).HasColumnName("author_person").HasMaxLength(64);
        builder.Property(submission => submission.AuthorStructure).HasColumnName("author_structure").HasMaxLength(32);
        builder.Property(submission => submission.Fingerprint).HasColumnName("fingerprint");
        builder.Property(submission => submission.Sealed).HasColumnName("sealed");
        builder.HasIndex(submission => new { submission.RecordId, submission.UniqueId }).IsUnique()
            .HasDatabaseName("ux_submission_unique_id");
    }
}
