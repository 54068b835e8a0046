using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Rights;

/// <summary>How far a request for rectification has come.</summary>
internal enum RectificationState
{
    Asked = 1,

    /// <summary>The author agrees, and replaces the document.</summary>
    Accepted = 2,

    /// <summary>The author does not agree, and says why.</summary>
    Declined = 3,
}

/// <summary>A request of the person to the author of a document, tracked until it is answered.</summary>
internal sealed class RectificationRow
{
    public required RecordId RecordId { get; init; }

    public required Guid RectificationId { get; init; }

    public required DocumentId DocumentId { get; init; }

    /// <summary>PS_IdNat of the author, else Struct_IdNat.</summary>
    public required string Addressee { get; init; }

    public required RectificationState State { get; set; }

    public required DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public int Version { get; set; }

    public required byte[] Sealed { get; set; }

    public RectificationTexts Texts(RecordKey key)
    {
        var packed = new Unpacker(key.Open(SealedColumn.Rectification, RectificationId, Sealed));
        return new RectificationTexts(packed.Text()!, packed.Text());
    }

    public static byte[] Seal(RecordKey key, Guid id, RectificationTexts texts)
        => key.Seal(SealedColumn.Rectification, id, new Packer(1).Text(texts.Asked).Text(texts.Answer).Bytes);
}

/// <summary>What was asked and answered.</summary>
internal sealed record RectificationTexts(string Asked, string? Answer)
{
    public override string ToString() => "rectification ***";
}

/// <summary>Table <c>rectification</c>.</summary>
internal sealed class RectificationMap : IEntityTypeConfiguration<RectificationRow>
{
    public void Configure(EntityTypeBuilder<RectificationRow> builder)
    {
        builder.ToTable("rectification");
        builder.HasKey(request => new { request.RecordId, request.RectificationId });
        builder.Property(request => request.RecordId).HasColumnName("record_id");
        builder.Property(request => request.RectificationId).HasColumnName("rectification_id").ValueGeneratedNever();
        builder.Property(request => request.DocumentId).HasColumnName("document_id");
        builder.Property(request => request.Addressee).HasColumnName("addressee").HasMaxLength(64);
        builder.Property(request => request.State).HasColumnName("state").HasConversion<short>();
        builder.Property(request => request.AskedAt).HasColumnName("asked_at");
        builder.Property(request => request.AnsweredAt).HasColumnName("answered_at");
        builder.Property(request => request.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(request => request.Sealed).HasColumnName("sealed");
        builder.HasIndex(request => request.Addressee).HasDatabaseName("ix_rectification_addressee")
            .HasFilter("answered_at is null");
    }
}
