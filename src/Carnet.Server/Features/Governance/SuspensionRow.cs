using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Governance;

/// <summary>What can be shut out by itself, so that the others go on.</summary>
internal enum SuspensionKind
{
    /// <summary>A professional or employee, by PS_IdNat.</summary>
    Person = 1,

    /// <summary>A structure with all its people, by Struct_IdNat.</summary>
    Structure = 2,

    /// <summary>Software of a name, or one version of it: <c>name</c> or <c>name/version</c>.</summary>
    Software = 3,

    /// <summary>A certificate: SHA-1 thumbprint, or <c>serial:issuer</c>.</summary>
    Certificate = 4,
}

/// <summary>Somebody or something that is not heard until an operator lifts it.</summary>
internal sealed class SuspensionRow
{
    public required Guid SuspensionId { get; init; }

    public required SuspensionKind Kind { get; init; }

    /// <summary>As <see cref="SuspensionSubjects"/> writes it.</summary>
    public required string Subject { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required string AddedBy { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? EndedBy { get; set; }

    /// <summary>Why, under the server's own key: it may name people.</summary>
    public required byte[] Sealed { get; init; }

    public static byte[] Seal(RecordKey key, Guid id, string reason)
        => key.Seal(SealedColumn.SuspensionReason, id, new Packer(1).Text(reason).Bytes);

    public string Reason(RecordKey key)
        => new Unpacker(key.Open(SealedColumn.SuspensionReason, SuspensionId, Sealed)).Text() ?? "";
}

/// <summary>Table <c>suspension</c>; a reference table.</summary>
internal sealed class SuspensionMap : IEntityTypeConfiguration<SuspensionRow>
{
    public void Configure(EntityTypeBuilder<SuspensionRow> builder)
    {
        builder.ToTable("suspension");
        builder.HasKey(suspension => suspension.SuspensionId);
        builder.Property(suspension => suspension.SuspensionId).HasColumnName("suspension_id").ValueGeneratedNever();
        builder.Property(suspension => suspension.Kind).HasColumnName("kind").HasConversion<short>();
        builder.Property(suspension => suspension.Subject).HasColumnName("subject").HasMaxLength(400);
        builder.Property(suspension => suspension.Since).HasColumnName("since");
        builder.Property(suspension => suspension.AddedBy).HasColumnName("added_by").HasMaxLength(64);
        builder.Property(suspension => suspension.EndedAt).HasColumnName("ended_at").IsConcurrencyToken();
        builder.Property(suspension => suspension.EndedBy).HasColumnName("ended_by").HasMaxLength(64);
        builder.Property(suspension => suspension.Sealed).HasColumnName("sealed");
        builder.HasIndex(suspension => new { suspension.Kind, suspension.Subject }).HasDatabaseName("ix_suspension_living")
            .HasFilter("ended_at is null");
    }
}
