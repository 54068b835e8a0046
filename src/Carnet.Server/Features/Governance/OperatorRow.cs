using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Governance;

/// <summary>Whether an operator may act.</summary>
internal enum OperatorState
{
    /// <summary>Added by one operator, waits for the confirmation of another.</summary>
    Pending = 1,
    Active = 2,
    Removed = 3,
}

/// <summary>Somebody who governs. The database alone lets nobody act: it holds only a keyed hash of the secret.</summary>
internal sealed class OperatorRow
{
    public required string Name { get; init; }

    /// <summary>Struct_IdNat of the establishment whose emergency entries they review; null for the whole service.</summary>
    public string? StructureId { get; init; }

    public required byte[] Salt { get; init; }

    public required byte[] SecretHash { get; init; }

    public required OperatorState State { get; set; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Null for the first two, who are added at the machine itself.</summary>
    public string? AddedBy { get; init; }

    public string? ConfirmedBy { get; set; }

    public DateTimeOffset? RemovedAt { get; set; }

    public string? RemovedBy { get; set; }
}

/// <summary>Table <c>operator_account</c>; a reference table.</summary>
internal sealed class OperatorMap : IEntityTypeConfiguration<OperatorRow>
{
    public void Configure(EntityTypeBuilder<OperatorRow> builder)
    {
        builder.ToTable("operator_account");
        builder.HasKey(known => known.Name);
        builder.Property(known => known.Name).HasColumnName("name").HasMaxLength(64);
        builder.Property(known => known.StructureId).HasColumnName("structure_id").HasMaxLength(32);
        builder.Property(known => known.Salt).HasColumnName("salt");
        builder.Property(known => known.SecretHash).HasColumnName("secret_hash");
        builder.Property(known => known.State).HasColumnName("state").HasConversion<short>().IsConcurrencyToken();
        builder.Property(known => known.AddedAt).HasColumnName("added_at");
        builder.Property(known => known.AddedBy).HasColumnName("added_by").HasMaxLength(64);
        builder.Property(known => known.ConfirmedBy).HasColumnName("confirmed_by").HasMaxLength(64);
        builder.Property(known => known.RemovedAt).HasColumnName("removed_at");
        builder.Property(known => known.RemovedBy).HasColumnName("removed_by").HasMaxLength(64);
    }
}
