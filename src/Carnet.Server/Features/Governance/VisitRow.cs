using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Governance;

/// <summary>A professional entered a record for the first time this day; what the budgets are counted from.</summary>
/// <remarks>Two servers may both see a first time: counts are of distinct records, so a second line changes nothing.</remarks>
internal sealed class VisitRow
{
    public required RecordId RecordId { get; init; }

    public required Guid VisitId { get; init; }

    /// <summary>Day number of the UTC day.</summary>
    public required int Day { get; init; }

    /// <summary>PS_IdNat.</summary>
    public required string Holder { get; init; }

    public required string StructureId { get; init; }

    public required bool Emergency { get; init; }
}

/// <summary>Table <c>patient_visit</c>; kept for a few days.</summary>
internal sealed class VisitMap : IEntityTypeConfiguration<VisitRow>
{
    public void Configure(EntityTypeBuilder<VisitRow> builder)
    {
        builder.ToTable("patient_visit");
        builder.HasKey(visit => new { visit.RecordId, visit.VisitId });
        builder.Property(visit => visit.RecordId).HasColumnName("record_id");
        builder.Property(visit => visit.VisitId).HasColumnName("visit_id").ValueGeneratedNever();
        builder.Property(visit => visit.Day).HasColumnName("day");
        builder.Property(visit => visit.Holder).HasColumnName("holder").HasMaxLength(64);
        builder.Property(visit => visit.StructureId).HasColumnName("structure_id").HasMaxLength(32);
        builder.Property(visit => visit.Emergency).HasColumnName("emergency");
        builder.HasIndex(visit => new { visit.Day, visit.Holder, visit.RecordId }).HasDatabaseName("ix_patient_visit_holder");
        builder.HasIndex(visit => new { visit.Day, visit.StructureId, visit.RecordId }).HasDatabaseName("ix_patient_visit_structure");
    }
}
