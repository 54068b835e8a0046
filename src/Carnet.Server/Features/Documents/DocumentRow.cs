using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Documents;

/// <summary>One version of a document: what a decision or a search needs in clear, what describes it sealed.</summary>
internal sealed class DocumentRow
{
    public required RecordId RecordId { get; init; }

    public required DocumentId DocumentId { get; init; }

    /// <summary>Stable over metadata versions, new for each replacement; on the XDS wire the lid.</summary>
    public required Guid LogicalId { get; init; }

    /// <summary>Metadata version, from 1; a change of the marks adds one, in place.</summary>
    public required int Version { get; set; }

    /// <summary>Set by the producer, an OID with or without extension.</summary>
    public required string UniqueId { get; init; }

    public required SubmissionId SubmissionId { get; init; }

    public required string TypeCode { get; init; }

    public required string FormatCode { get; init; }

    public required string MimeType { get; init; }

    public required DocumentStatus Status { get; set; }

    public required Marks Marks { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ServiceStart { get; init; }

    public DateTimeOffset? ServiceStop { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public string? AuthorPerson { get; init; }

    public string? AuthorStructure { get; init; }

    public required bool ByPatient { get; init; }

    /// <summary>The version that this one replaces.</summary>
    public DocumentId? Replaces { get; init; }

    /// <summary>The lot signature; part of its set, shown to nobody as a document.</summary>
    public required bool IsSignature { get; init; }

    /// <summary>Not examined yet, or found bad: nobody sees it (F-10).</summary>
    public bool Quarantined { get; set; }

    public required Guid BlobId { get; init; }

    public required long Size { get; set; }

    public required byte[] Sha256 { get; set; }

    public required byte[] Sha1 { get; set; }

    public required byte[] Sealed { get; set; }

    /// <summary>Kept secret by a minor; the traces about it are as secret (V-4).</summary>
    public bool IsSecret => Marks.HasFlag(Marks.HiddenFromRepresentatives);

    private DocumentFacts? _facts;

    /// <summary>What a decision needs, made once for each row that was read.</summary>
    public DocumentFacts Facts() => _facts ??= new(
        DocumentTypes.TryFind(TypeCode, out var type) ? type : Signature, Marks, Status,
        PsIdNat.TryCreate(AuthorPerson, out var person) ? person : null,
        StructIdNat.TryCreate(AuthorStructure, out var structure) ? structure : null, ByPatient, Quarantined);

    // The signature of a set has a type of its own, outside the 102; no line of the matrix opens it.
    private static readonly DocumentType Signature = new("E1762", "ASTM", "", DocumentSpace.Personal, "Signature du lot");
}

/// <summary>Table <c>document</c>.</summary>
internal sealed class DocumentMap : IEntityTypeConfiguration<DocumentRow>
{
    public void Configure(EntityTypeBuilder<DocumentRow> builder)
    {
        builder.ToTable("document");
        builder.HasKey(document => new { document.RecordId, document.DocumentId });
        builder.Property(document => document.RecordId).HasColumnName("record_id");
        builder.Property(document => document.DocumentId).HasColumnName("document_id").ValueGeneratedNever();
        builder.Property(document => document.LogicalId).HasColumnName("logical_id");
        builder.Property(document => document.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(document => document.UniqueId).HasColumnName("unique_id").HasMaxLength(128); // ITI TF-3 4.2.3.2.26
        builder.Property(document => document.SubmissionId).HasColumnName("submission_id");
        builder.Property(document => document.TypeCode).HasColumnName("type_code").HasMaxLength(32);
        builder.Property(document => document.FormatCode).HasColumnName("format_code").HasMaxLength(128);
        builder.Property(document => document.MimeType).HasColumnName("mime_type").HasMaxLength(64);
        builder.Property(document => document.Status).HasColumnName("status").HasConversion<short>().IsConcurrencyToken();
        builder.Property(document => document.Marks).HasColumnName("marks").HasConversion<short>().IsConcurrencyToken();
        builder.Property(document => document.CreatedAt).HasColumnName("created_at");
        builder.Property(document => document.ServiceStart).HasColumnName("service_start");
        builder.Property(document => document.ServiceStop).HasColumnName("service_stop");
        builder.Property(document => document.SubmittedAt).HasColumnName("submitted_at");
        builder.Property(document => document.AuthorPerson).HasColumnName("author_person").HasMaxLength(64);
        builder.Property(document => document.AuthorStructure).HasColumnName("author_structure").HasMaxLength(32);
        builder.Property(document => document.ByPatient).HasColumnName("by_patient");
        builder.Property(document => document.Replaces).HasColumnName("replaces");
        builder.Property(document => document.IsSignature).HasColumnName("is_signature");
        builder.Property(document => document.Quarantined).HasColumnName("quarantined").IsConcurrencyToken();
        builder.Property(document => document.BlobId).HasColumnName("blob_id");
        builder.Property(document => document.Size).HasColumnName("size");
        builder.Property(document => document.Sha256).HasColumnName("sha256");
        builder.Property(document => document.Sha1).HasColumnName("sha1");
        builder.Property(document => document.Sealed).HasColumnName("sealed");

        builder.HasIndex(document => new { document.RecordId, document.UniqueId }).IsUnique()
            .HasDatabaseName("ux_document_unique_id");
    }
}
