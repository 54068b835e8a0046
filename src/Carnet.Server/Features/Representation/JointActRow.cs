using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Representation;

/// <summary>What became of an act that needs both parents. One that waits too long ends by the clock alone.</summary>
internal enum JointState
{
    Waiting = 0,
    Agreed = 1,
    TurnedDown = 2,

    /// <summary>By the parent who had proposed it.</summary>
    TakenBack = 3,
}

/// <summary>An act that one parent proposes and that waits for the other .</summary>
internal sealed class JointActRow
{
    public required RecordId RecordId { get; init; }

    public required Guid JointActId { get; init; }

    /// <summary>The mandate of the parent who proposes.</summary>
    public required Guid ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public JointState State { get; set; }

    /// <summary>Counts changes; of two answers one is heard.</summary>
    public int Version { get; set; }

    public required byte[] Sealed { get; init; }
}

/// <summary>Table <c>joint_act</c>.</summary>
internal sealed class JointActMap : IEntityTypeConfiguration<JointActRow>
{
    public void Configure(EntityTypeBuilder<JointActRow> builder)
    {
        builder.ToTable("joint_act");
        builder.HasKey(act => new { act.RecordId, act.JointActId });
        builder.Property(act => act.RecordId).HasColumnName("record_id");
        builder.Property(act => act.JointActId).HasColumnName("joint_act_id").ValueGeneratedNever();
        builder.Property(act => act.ProposedBy).HasColumnName("proposed_by");
        builder.Property(act => act.ProposedAt).HasColumnName("proposed_at");
        builder.Property(act => act.ExpiresAt).HasColumnName("expires_at");
        builder.Property(act => act.State).HasColumnName("state").HasConversion<short>();
        builder.Property(act => act.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(act => act.Sealed).HasColumnName("sealed");
    }
}
