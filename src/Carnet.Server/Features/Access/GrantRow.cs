using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Access;

/// <summary>One line of a person's list of professionals.</summary>
internal sealed class GrantRow
{
    public required RecordId RecordId { get; init; }

    /// <summary>PS_IdNat.</summary>
    public required string Holder { get; init; }

    public bool Blocked { get; set; }

    public bool Treating { get; set; }

    public required DateTimeOffset Since { get; set; }

    public DateTimeOffset? Until { get; set; }

    /// <summary>Given in a secret connection: shown to nobody who acts for the person (V-4).</summary>
    public bool Secret { get; set; }

    public Grant ToGrant() => PsIdNat.TryCreate(Holder, out var holder)
        ? new Grant(holder, Blocked, Treating, Since, Until)
        : throw new InvalidOperationException("A stored PS_IdNat does not hold its own check.");
}

/// <summary>Table <c>professional_grant</c>.</summary>
internal sealed class GrantMap : IEntityTypeConfiguration<GrantRow>
{
    public void Configure(EntityTypeBuilder<GrantRow> builder)
    {
        builder.ToTable("professional_grant");
        builder.HasKey(grant => new { grant.RecordId, grant.Holder });
        builder.Property(grant => grant.RecordId).HasColumnName("record_id");
        builder.Property(grant => grant.Holder).HasColumnName("holder").HasMaxLength(64);
        builder.Property(grant => grant.Blocked).HasColumnName("blocked").IsConcurrencyToken();
        builder.Property(grant => grant.Treating).HasColumnName("treating");
        builder.Property(grant => grant.Since).HasColumnName("since");
        builder.Property(grant => grant.Secret).HasColumnName("secret");
        builder.Property(grant => grant.Until).HasColumnName("until_at");
        builder.HasIndex(grant => new { grant.Holder, grant.RecordId }).HasDatabaseName("ix_professional_grant_holder");
    }
}
