using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Access;

/// <summary>A stay of the person in an establishment: what a decision needs in clear, the consent sealed.</summary>
internal sealed class CareTeamRow
{
    public required RecordId RecordId { get; init; }

    public required Guid TeamId { get; init; }

    /// <summary>Struct_IdNat.</summary>
    public required string StructureId { get; init; }

    public required bool Consented { get; set; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; set; }

    public required byte[] Sealed { get; set; }
}

/// <summary>The initial consent of the person for a stay, opened.</summary>
/// <param name="Stay">The establishment's own number of the stay; it names a person there, so it lies sealed.</param>
/// <param name="CollectedBy">Who collected it.</param>
/// <param name="CollectedAt">When.</param>
/// <param name="Way">How, e.g. by word of mouth.</param>
/// <param name="Secret">Declared in a secret connection: shown to nobody who acts for the person (V-4).</param>
internal sealed record TeamConsent(
    string? Stay, string? CollectedBy, DateTimeOffset? CollectedAt, string? Way, bool Secret = false)
{
    public byte[] Seal(RecordKey key, Guid team) => key.Seal(SealedColumn.CareTeamConsent, team,
        new Packer(2).Text(Stay).Text(CollectedBy).Instant(CollectedAt).Text(Way).Byte(Secret ? (byte)1 : (byte)0).Bytes);

    public static TeamConsent Open(RecordKey key, CareTeamRow row)
    {
        var packed = new Unpacker(key.Open(SealedColumn.CareTeamConsent, row.TeamId, row.Sealed));
        return new TeamConsent(
            packed.Text(), packed.Text(), packed.Instant(), packed.Text(), packed.Version >= 2 && packed.Byte() == 1);
    }

    public override string ToString() => "consent ***";
}

/// <summary>Table <c>care_team</c>.</summary>
internal sealed class CareTeamMap : IEntityTypeConfiguration<CareTeamRow>
{
    public void Configure(EntityTypeBuilder<CareTeamRow> builder)
    {
        builder.ToTable("care_team");
        builder.HasKey(team => new { team.RecordId, team.TeamId });
        builder.Property(team => team.RecordId).HasColumnName("record_id");
        builder.Property(team => team.TeamId).HasColumnName("team_id").ValueGeneratedNever();
        builder.Property(team => team.StructureId).HasColumnName("structure_id").HasMaxLength(32);
        builder.Property(team => team.Consented).HasColumnName("consented");
        builder.Property(team => team.Since).HasColumnName("since");
        builder.Property(team => team.Until).HasColumnName("until_at").IsConcurrencyToken();
        builder.Property(team => team.Sealed).HasColumnName("sealed");
        builder.HasIndex(team => new { team.StructureId, team.RecordId }).HasDatabaseName("ix_care_team_structure");
    }
}
