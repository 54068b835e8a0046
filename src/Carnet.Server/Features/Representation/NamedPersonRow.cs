using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Representation;

/// <summary>What somebody is to the person, without any access of their own .</summary>
internal enum NamedRole
{
    /// <summary>Personne de confiance (CSP L. 1111-6); one at most.</summary>
    Trusted = 1,

    /// <summary>Personne à prévenir.</summary>
    ToCall = 2,
}

/// <summary>A trusted person or a person to call.</summary>
internal sealed class NamedPersonRow
{
    public required RecordId RecordId { get; init; }

    public required Guid PersonId { get; init; }

    public required NamedRole Role { get; init; }

    public required byte[] Sealed { get; init; }

    public NamedPersonDetails Details(RecordKey key) => NamedPersonDetails.Open(key, PersonId, Sealed);
}

/// <summary>Who they are.</summary>
/// <param name="Relation">In the person's words, e.g. "ma sœur".</param>
internal sealed record NamedPersonDetails(string Name, string Relation, string Phone)
{
    public byte[] Seal(RecordKey key, Guid person) => key.Seal(SealedColumn.NamedPerson, person,
        new Packer(1).Text(Name).Text(Relation).Text(Phone).Bytes);

    public static NamedPersonDetails Open(RecordKey key, Guid person, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.NamedPerson, person, sealedValue));
        return new NamedPersonDetails(packed.Text()!, packed.Text()!, packed.Text()!);
    }

    public override string ToString() => "named person ***";
}

/// <summary>Table <c>named_person</c>.</summary>
internal sealed class NamedPersonMap : IEntityTypeConfiguration<NamedPersonRow>
{
    public void Configure(EntityTypeBuilder<NamedPersonRow> builder)
    {
        builder.ToTable("named_person");
        builder.HasKey(person => new { person.RecordId, person.PersonId });
        builder.Property(person => person.RecordId).HasColumnName("record_id");
        builder.Property(person => person.PersonId).HasColumnName("person_id").ValueGeneratedNever();
        builder.Property(person => person.Role).HasColumnName("role").HasConversion<short>();
        builder.Property(person => person.Sealed).HasColumnName("sealed");
    }
}
