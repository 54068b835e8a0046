using System.Collections.Immutable;
using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Representation;

/// <summary>Somebody acts for the person; who, how far and until when lies sealed under the person's key.</summary>
internal sealed class RepresentationRow
{
    public required RecordId RecordId { get; init; }

    public required Guid MandateId { get; init; }

    /// <summary>Where the representative's account lies.</summary>
    public required RecordId HomeId { get; init; }

    public required Guid AccountId { get; init; }

    public required RepresentativeKind Kind { get; init; }

    /// <summary>Over for good; one that waits for its hour or has run out by itself is not marked.</summary>
    public bool Ended { get; set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; set; }

    public required byte[] Sealed { get; set; }

    public RepresentationDetails Details(RecordKey key) => RepresentationDetails.Open(key, MandateId, Sealed);
}

/// <summary>The part of a representation that lies sealed.</summary>
/// <param name="Contact">The representative's own; no other representative ever sees it .</param>
/// <param name="Consented">Gave the consent to the opening of the record (L-6).</param>
/// <param name="RecordedBy">The desk or the person who recorded it.</param>
internal sealed record RepresentationDetails(
    string FamilyName, string GivenName, Contact Contact, Extent Extent, DateTimeOffset Since, DateTimeOffset? Until,
    bool Consented, string RecordedBy)
{
    public string FullName => $"{GivenName} {FamilyName}".Trim();

    public Mandate ToMandate(
        Guid id, RepresentativeKind kind, DateTimeOffset majority, ImmutableArray<Restriction> restrictions, bool conflict)
        => new(id, kind, Extent, Since, Until, majority, restrictions, conflict);

    public byte[] Seal(RecordKey key, Guid mandate) => key.Seal(SealedColumn.RepresentationDetails, mandate, new Packer(1)
        .Text(FamilyName).Text(GivenName).Text(Contact.Email).Text(Contact.Phone).Count((int)Extent).Instant(Since)
        .Instant(Until).Byte(Consented ? (byte)1 : (byte)0).Text(RecordedBy).Bytes);

    public static RepresentationDetails Open(RecordKey key, Guid mandate, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.RepresentationDetails, mandate, sealedValue));
        return new RepresentationDetails(
            packed.Text()!, packed.Text()!, new Contact(packed.Text(), packed.Text()), (Extent)packed.Count(),
            packed.Instant()!.Value, packed.Instant(), packed.Byte() == 1, packed.Text()!);
    }

    public override string ToString() => "representation ***";
}

/// <summary>Table <c>representation</c>.</summary>
internal sealed class RepresentationMap : IEntityTypeConfiguration<RepresentationRow>
{
    public void Configure(EntityTypeBuilder<RepresentationRow> builder)
    {
        builder.ToTable("representation");
        builder.HasKey(mandate => new { mandate.RecordId, mandate.MandateId });
        builder.Property(mandate => mandate.RecordId).HasColumnName("record_id");
        builder.Property(mandate => mandate.MandateId).HasColumnName("mandate_id").ValueGeneratedNever();
        builder.Property(mandate => mandate.HomeId).HasColumnName("home_id");
        builder.Property(mandate => mandate.AccountId).HasColumnName("account_id");
        builder.Property(mandate => mandate.Kind).HasColumnName("kind").HasConversion<short>();
        builder.Property(mandate => mandate.Ended).HasColumnName("ended");
        builder.Property(mandate => mandate.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(mandate => mandate.Sealed).HasColumnName("sealed");
    }
}

/// <summary>Leads from an account to a person for whom its holder acts.</summary>
internal sealed class ActingForRow
{
    /// <summary>Where the account lies.</summary>
    public required RecordId RecordId { get; init; }

    public required Guid AccountId { get; init; }

    public required RecordId RepresentedId { get; init; }

    public required Guid MandateId { get; init; }
}

/// <summary>Table <c>acting_for</c>.</summary>
internal sealed class ActingForMap : IEntityTypeConfiguration<ActingForRow>
{
    public void Configure(EntityTypeBuilder<ActingForRow> builder)
    {
        builder.ToTable("acting_for");
        builder.HasKey(acting => new { acting.RecordId, acting.AccountId, acting.RepresentedId, acting.MandateId });
        builder.Property(acting => acting.RecordId).HasColumnName("record_id");
        builder.Property(acting => acting.AccountId).HasColumnName("account_id");
        builder.Property(acting => acting.RepresentedId).HasColumnName("represented_id");
        builder.Property(acting => acting.MandateId).HasColumnName("mandate_id");
    }
}
