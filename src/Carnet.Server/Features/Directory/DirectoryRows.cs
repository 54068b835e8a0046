using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Directory;

/// <summary>A structure that the directory knows. Its name lies sealed under the server's own key.</summary>
internal sealed class DirectoryStructureRow
{
    /// <summary>Struct_IdNat.</summary>
    public required string StructureId { get; init; }

    public required string Kind { get; init; }

    public required string Sector { get; init; }

    public required bool Active { get; set; }

    public required byte[] Sealed { get; set; }
}

/// <summary>One trade that one professional exercises in one structure.</summary>
internal sealed class DirectoryActivityRow
{
    /// <summary>PS_IdNat.</summary>
    public required string PersonId { get; init; }

    public required string StructureId { get; init; }

    public required string Profession { get; init; }

    public string? Qualification { get; init; }

    public DateTimeOffset? Until { get; set; }

    public required byte[] Sealed { get; set; }
}

/// <summary>A locum's place: who acts in whose activity, and when .</summary>
internal sealed class DirectoryReplacementRow
{
    /// <summary>PS_IdNat of the locum.</summary>
    public required string PersonId { get; init; }

    public required string StructureId { get; init; }

    /// <summary>PS_IdNat of the replaced.</summary>
    public required string ReplacedId { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Excluded; set earlier when the replaced comes back.</summary>
    public required DateTimeOffset Until { get; set; }

    /// <summary>The trade in which the locum acts: that of the replaced activity.</summary>
    public required string Profession { get; init; }

    public string? Qualification { get; init; }

    public required byte[] Sealed { get; set; }

    public Replacement ToReplacement() => PsIdNat.TryCreate(ReplacedId, out var replaced)
        && StructIdNat.TryCreate(StructureId, out var structure)
            ? new Replacement(replaced, structure, From, Until)
            : throw new InvalidOperationException("A stored directory number does not hold its own check.");

    public static DirectoryReplacementRow Of(RecordKey systemKey, ListedReplacement listed) => new()
    {
        PersonId = listed.Locum.Person.Value,
        StructureId = listed.Locum.Structure.Value,
        ReplacedId = listed.Replaced.Value,
        From = listed.From,
        Until = listed.Until,
        Profession = listed.Locum.Profession,
        Qualification = listed.Locum.Qualification,
        Sealed = systemKey.Seal(SealedColumn.DirectoryDetails, Guid.Empty,
            new Packer(1).Text(listed.Locum.FamilyName).Text(listed.Locum.GivenName).Bytes),
    };
}

/// <summary>Table <c>directory_structure</c>; a reference table.</summary>
internal sealed class DirectoryStructureMap : IEntityTypeConfiguration<DirectoryStructureRow>
{
    public void Configure(EntityTypeBuilder<DirectoryStructureRow> builder)
    {
        builder.ToTable("directory_structure");
        builder.HasKey(structure => structure.StructureId);
        builder.Property(structure => structure.StructureId).HasColumnName("structure_id").HasMaxLength(32);
        builder.Property(structure => structure.Kind).HasColumnName("kind").HasMaxLength(16);
        builder.Property(structure => structure.Sector).HasColumnName("sector").HasMaxLength(16);
        builder.Property(structure => structure.Active).HasColumnName("active");
        builder.Property(structure => structure.Sealed).HasColumnName("sealed");
    }
}

/// <summary>Table <c>directory_activity</c>; a reference table.</summary>
internal sealed class DirectoryActivityMap : IEntityTypeConfiguration<DirectoryActivityRow>
{
    public void Configure(EntityTypeBuilder<DirectoryActivityRow> builder)
    {
        builder.ToTable("directory_activity");
        builder.HasKey(activity => new { activity.PersonId, activity.StructureId, activity.Profession });
        builder.Property(activity => activity.PersonId).HasColumnName("person_id").HasMaxLength(64);
        builder.Property(activity => activity.StructureId).HasColumnName("structure_id").HasMaxLength(32);
        builder.Property(activity => activity.Profession).HasColumnName("profession").HasMaxLength(8);
        builder.Property(activity => activity.Qualification).HasColumnName("qualification").HasMaxLength(16);
        builder.Property(activity => activity.Until).HasColumnName("until_at");
        builder.Property(activity => activity.Sealed).HasColumnName("sealed");
    }
}

/// <summary>Table <c>directory_replacement</c>; a reference table.</summary>
internal sealed class DirectoryReplacementMap : IEntityTypeConfiguration<DirectoryReplacementRow>
{
    public void Configure(EntityTypeBuilder<DirectoryReplacementRow> builder)
    {
        builder.ToTable("directory_replacement");
        builder.HasKey(place => new { place.PersonId, place.StructureId, place.ReplacedId, place.From });
        builder.Property(place => place.PersonId).HasColumnName("person_id").HasMaxLength(64);
        builder.Property(place => place.StructureId).HasColumnName("structure_id").HasMaxLength(32);
        builder.Property(place => place.ReplacedId).HasColumnName("replaced_id").HasMaxLength(64);
        builder.Property(place => place.From).HasColumnName("from_at");
        builder.Property(place => place.Until).HasColumnName("until_at");
        builder.Property(place => place.Profession).HasColumnName("profession").HasMaxLength(8);
        builder.Property(place => place.Qualification).HasColumnName("qualification").HasMaxLength(16);
        builder.Property(place => place.Sealed).HasColumnName("sealed");
    }
}
