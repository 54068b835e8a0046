using System.Security.Cryptography;
using Carnet.Domain.Access;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Governance;

/// <summary>What became of a proposed version.</summary>
internal enum RuleState
{
    Proposed = 1,
    Approved = 2,
    Rejected = 3,
}

/// <summary>A version of one sheet of rules. Version 1 travels inside the program; these come after it.</summary>
internal sealed class RuleVersionRow
{
    public required RuleKind Kind { get; init; }

    public required int Number { get; init; }

    public required string Content { get; init; }

    public required string Source { get; init; }

    /// <summary>As proposed; set again at the approval, never earlier than shortly after it.</summary>
    public required DateTimeOffset EffectiveAt { get; set; }

    public required RuleState State { get; set; }

    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Signature of <see cref="Digest"/> under the key of the trail, made at the approval.</summary>
    public byte[]? Signature { get; set; }

    /// <summary>SHA-256 over all that was approved, so that nobody changes rules by changing the table.</summary>
    public byte[] Digest() => SHA256.HashData(new Packer(1).Text("carnet-rule-version").Count((int)Kind).Count(Number).Text(Content)
        .Text(Source).Instant(EffectiveAt).Text(ProposedBy).Instant(ProposedAt).Text(DecidedBy).Instant(DecidedAt).Bytes);
}

/// <summary>Table <c>rule_version</c>; a reference table.</summary>
internal sealed class RuleVersionMap : IEntityTypeConfiguration<RuleVersionRow>
{
    public void Configure(EntityTypeBuilder<RuleVersionRow> builder)
    {
        builder.ToTable("rule_version");
        builder.HasKey(version => new { version.Kind, version.Number });
        builder.Property(version => version.Kind).HasColumnName("kind").HasConversion<short>().ValueGeneratedNever();
        builder.Property(version => version.Number).HasColumnName("number").ValueGeneratedNever();
        builder.Property(version => version.Content).HasColumnName("content");
        builder.Property(version => version.Source).HasColumnName("source").HasMaxLength(200);
        builder.Property(version => version.EffectiveAt).HasColumnName("effective_at");
        builder.Property(version => version.State).HasColumnName("state").HasConversion<short>().IsConcurrencyToken();
        builder.Property(version => version.ProposedBy).HasColumnName("proposed_by").HasMaxLength(64);
        builder.Property(version => version.ProposedAt).HasColumnName("proposed_at");
        builder.Property(version => version.DecidedBy).HasColumnName("decided_by").HasMaxLength(64);
        builder.Property(version => version.DecidedAt).HasColumnName("decided_at");
        builder.Property(version => version.Signature).HasColumnName("signature");
    }
}
