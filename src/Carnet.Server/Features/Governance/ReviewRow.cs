using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Governance;

/// <summary>What a reviewer thinks of an emergency entry.</summary>
internal enum ReviewVerdict
{
    Justified = 1,
    Unjustified = 2,
    Unclear = 3,
}

/// <summary>An emergency entry that somebody else than its author looks at afterwards.</summary>
/// <remarks>In clear only what the queue and the monthly figure need; the reason lies under the record's key and dies with it.</remarks>
internal sealed class ReviewRow
{
    public required RecordId RecordId { get; init; }

    public required Guid ReviewId { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the entry ends by itself .</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>PS_IdNat of who entered.</summary>
    public required string Holder { get; init; }

    public required string StructureId { get; init; }

    public required AccessMode Mode { get; init; }

    public ReviewVerdict? Verdict { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public string? ClosedBy { get; set; }

    /// <summary>Name and trade of who entered, and the reason that was given.</summary>
    public required byte[] Sealed { get; init; }

    public byte[]? SealedComment { get; set; }

    public static byte[] Seal(RecordKey key, Guid id, Practitioner who, string? reason) => key.Seal(SealedColumn.EmergencyReason, id,
        new Packer(1).Text($"{who.GivenName} {who.FamilyName}").Text(Trades.Of(who)).Text(reason).Bytes);

    public (string Who, string Trade, string? Reason) Open(RecordKey key)
    {
        var body = new Unpacker(key.Open(SealedColumn.EmergencyReason, ReviewId, Sealed));
        return (body.Text() ?? "", body.Text() ?? "", body.Text());
    }

    public byte[] SealComment(RecordKey key, string comment)
        => key.Seal(SealedColumn.EmergencyComment, ReviewId, new Packer(1).Text(comment).Bytes);

    public string? Comment(RecordKey key) => SealedComment is { } comment
        ? new Unpacker(key.Open(SealedColumn.EmergencyComment, ReviewId, comment)).Text()
        : null;
}

/// <summary>Table <c>emergency_review</c>.</summary>
internal sealed class ReviewMap : IEntityTypeConfiguration<ReviewRow>
{
    public void Configure(EntityTypeBuilder<ReviewRow> builder)
    {
        builder.ToTable("emergency_review");
        builder.HasKey(review => new { review.RecordId, review.ReviewId });
        builder.Property(review => review.RecordId).HasColumnName("record_id");
        builder.Property(review => review.ReviewId).HasColumnName("review_id").ValueGeneratedNever();
        builder.Property(review => review.OpenedAt).HasColumnName("opened_at");
        builder.Property(review => review.ExpiresAt).HasColumnName("expires_at");
        builder.Property(review => review.Holder).HasColumnName("holder").HasMaxLength(64);
        builder.Property(review => review.StructureId).HasColumnName("structure_id").HasMaxLength(32);
        builder.Property(review => review.Mode).HasColumnName("mode").HasConversion<short>();
        builder.Property(review => review.Verdict).HasColumnName("verdict").HasConversion<short?>();
        builder.Property(review => review.ClosedAt).HasColumnName("closed_at").IsConcurrencyToken();
        builder.Property(review => review.ClosedBy).HasColumnName("closed_by").HasMaxLength(64);
        builder.Property(review => review.Sealed).HasColumnName("sealed");
        builder.Property(review => review.SealedComment).HasColumnName("sealed_comment");
        builder.HasIndex(review => review.OpenedAt).HasDatabaseName("ix_emergency_review_opened");
        builder.HasIndex(review => review.ClosedAt).HasDatabaseName("ix_emergency_review_open").HasFilter("closed_at is null");
    }
}
