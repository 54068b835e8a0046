using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Records;

/// <summary>Leads from two traits of a person to the record, without holding them.</summary>
internal sealed class TraitIndexRow
{
    /// <summary>Keyed hash of one of <see cref="TraitKeys"/>.</summary>
    public required byte[] TraitHash { get; init; }

    public required RecordId RecordId { get; init; }

    /// <summary>The lines of one person, at most eight.</summary>
    public static IEnumerable<TraitIndexRow> Of(RecordIds ids, RecordId record, IdentityTraits traits)
        => TraitKeys.Of(traits).Select(key => new TraitIndexRow { TraitHash = Hash(ids, key), RecordId = record });

    public static byte[] Hash(RecordIds ids, string key) => ids.Hash("traits", key);
}

/// <summary>Table <c>trait_index</c>; a reference table.</summary>
internal sealed class TraitIndexMap : IEntityTypeConfiguration<TraitIndexRow>
{
    public void Configure(EntityTypeBuilder<TraitIndexRow> builder)
    {
        builder.ToTable("trait_index");
        builder.HasKey(row => new { row.TraitHash, row.RecordId });
        builder.Property(row => row.TraitHash).HasColumnName("trait_hash");
        builder.Property(row => row.RecordId).HasColumnName("record_id");
        builder.HasIndex(row => row.RecordId).HasDatabaseName("ix_trait_index_record");
    }
}
