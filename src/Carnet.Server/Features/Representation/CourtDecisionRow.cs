using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Representation;

/// <summary>What the desk has recorded on evidence: a restriction of one representative, or a conflict of the parents.</summary>
internal sealed class CourtDecisionRow
{
    public required RecordId RecordId { get; init; }

    public required Guid DecisionId { get; init; }

    /// <summary>Whom it restricts; null for a conflict, which concerns both parents.</summary>
    public Guid? MandateId { get; init; }

    public required byte[] Sealed { get; set; }

    public CourtDecisionDetails Details(RecordKey key) => CourtDecisionDetails.Open(key, DecisionId, Sealed);
}

/// <summary>The part of a decision that lies sealed.</summary>
/// <param name="Extent">The most that is left; of no meaning for a conflict.</param>
/// <param name="Evidence">Reference of the judgment or of the declaration.</param>
internal sealed record CourtDecisionDetails(
    Extent Extent, DateTimeOffset Since, DateTimeOffset? Until, string Evidence, string RecordedBy)
{
    public Restriction ToRestriction() => new(Since, Until, Extent);

    public byte[] Seal(RecordKey key, Guid decision) => key.Seal(SealedColumn.CourtDecision, decision, new Packer(1)
        .Count((int)Extent).Instant(Since).Instant(Until).Text(Evidence).Text(RecordedBy).Bytes);

    public static CourtDecisionDetails Open(RecordKey key, Guid decision, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.CourtDecision, decision, sealedValue));
        return new CourtDecisionDetails(
            (Extent)packed.Count(), packed.Instant()!.Value, packed.Instant(), packed.Text()!, packed.Text()!);
    }

    public override string ToString() => "court decision ***";
}

/// <summary>Table <c>court_decision</c>.</summary>
internal sealed class CourtDecisionMap : IEntityTypeConfiguration<CourtDecisionRow>
{
    public void Configure(EntityTypeBuilder<CourtDecisionRow> builder)
    {
        builder.ToTable("court_decision");
        builder.HasKey(decision => new { decision.RecordId, decision.DecisionId });
        builder.Property(decision => decision.RecordId).HasColumnName("record_id");
        builder.Property(decision => decision.DecisionId).HasColumnName("decision_id").ValueGeneratedNever();
        builder.Property(decision => decision.MandateId).HasColumnName("mandate_id");
        builder.Property(decision => decision.Sealed).HasColumnName("sealed");
    }
}
