using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Directory;

/// <summary>One agreement of one establishment.</summary>
internal sealed class AgreementRow
{
    /// <summary>Struct_IdNat.</summary>
    public required string StructureId { get; init; }

    public required DateTimeOffset Since { get; init; }

    public DateTimeOffset? Until { get; set; }

    public required PrimaryMethods Methods { get; init; }

    public required bool Simplified { get; init; }

    public EstablishmentAgreement ToAgreement() => StructIdNat.TryCreate(StructureId, out var structure)
        ? new EstablishmentAgreement(structure, Methods, Simplified, Since, Until)
        : throw new InvalidOperationException("A stored Struct_IdNat does not hold its own check.");
}

/// <summary>Table <c>establishment_agreement</c>; a reference table.</summary>
internal sealed class AgreementMap : IEntityTypeConfiguration<AgreementRow>
{
    public void Configure(EntityTypeBuilder<AgreementRow> builder)
    {
        builder.ToTable("establishment_agreement");
        builder.HasKey(agreement => new { agreement.StructureId, agreement.Since });
        builder.Property(agreement => agreement.StructureId).HasColumnName("structure_id").HasMaxLength(32);
        builder.Property(agreement => agreement.Since).HasColumnName("since");
        builder.Property(agreement => agreement.Until).HasColumnName("until_at").IsConcurrencyToken();
        builder.Property(agreement => agreement.Methods).HasColumnName("methods");
        builder.Property(agreement => agreement.Simplified).HasColumnName("simplified");
    }
}
