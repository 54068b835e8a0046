using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Openings;

/// <summary>A person whom the insurer knows, with or without a record; sealed under the server's own key.</summary>
/// <remarks>
/// It belongs to the insurer's list and not to a record, so it outlives the destruction of one. What was begun online
/// and not finished lies here too, so that it can be taken up again from another device.
/// </remarks>
internal sealed class RegisteredPersonRow
{
    /// <summary>The number that their record has, or would have.</summary>
    public required RecordId PersonId { get; init; }

    public DateTimeOffset? DraftAt { get; set; }

    public byte[]? Draft { get; set; }

    /// <summary>Counts changes, so that of two at once one is judged again.</summary>
    public int Version { get; set; }

    public required byte[] Sealed { get; set; }

    public RegisteredPerson Details(RecordKey key) => RegisteredPerson.Open(key, PersonId.Value, Sealed);

    public OpeningDraft? DraftOf(RecordKey key)
        => Draft is { } sealedDraft ? OpeningDraft.Open(key, PersonId.Value, sealedDraft) : null;
}

/// <summary>Who they are and where the insurer writes to them.</summary>
internal sealed record RegisteredPerson(Ins Ins, IdentityTraits Traits, Contact Contact)
{
    /// <summary>INS of those who represent them by law as the insurer knows, same OID; empty where it knows of nobody.</summary>
    public IReadOnlyList<string> RepresentedBy { get; init; } = [];

    public string AddressedName => $"{Traits.FirstGivenName} {Traits.UsedName ?? Traits.BirthName}";

    // Version 2 added those who represent them.
    public byte[] Seal(RecordKey key, Guid row) => key.Seal(SealedColumn.RegisteredPerson, row, new Packer(2)
        .Text(Ins.Value).Text(Ins.Oid)
        .Text(Traits.BirthName).Text(Traits.GivenNames).Text(Traits.UsedName).Count((int)Traits.Sex)
        .Long(Traits.BirthDate.DayNumber).Text(Traits.BirthPlace)
        .Text(Contact.Email).Text(Contact.Phone).Text(Contact.Address).Text(string.Join(' ', RepresentedBy)).Bytes);

    public static RegisteredPerson Open(RecordKey key, Guid row, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.RegisteredPerson, row, sealedValue));
        if (!Ins.TryCreate(packed.Text(), packed.Text(), out var ins))
        {
            throw new InvalidOperationException("A stored INS does not hold its own check.");
        }

        return new RegisteredPerson(
            ins,
            new IdentityTraits(packed.Text()!, packed.Text()!, packed.Text(), (Sex)packed.Count(),
                DateOnly.FromDayNumber((int)packed.Long()), packed.Text()),
            new Contact(packed.Text(), packed.Text(), packed.Text()))
        {
            RepresentedBy = packed.Version < 2 ? [] : (packed.Text() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };
    }

    public override string ToString() => "registered person ***";
}

/// <summary>What a person has answered so far in the opening of their own record.</summary>
/// <param name="BreakGlassAllowed">A professional may enter in an emergency without asking.</param>
/// <param name="SamuAllowed">The regulating doctors of the SAMU may too.</param>
internal sealed record OpeningDraft(string? Email, string? Phone, bool Consents, bool BreakGlassAllowed, bool SamuAllowed)
{
    public byte[] Seal(RecordKey key, Guid row) => key.Seal(SealedColumn.OpeningDraft, row, new Packer(1)
        .Text(Email).Text(Phone).Count(Consents ? 1 : 0).Count(BreakGlassAllowed ? 1 : 0).Count(SamuAllowed ? 1 : 0).Bytes);

    public static OpeningDraft Open(RecordKey key, Guid row, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.OpeningDraft, row, sealedValue));
        return new OpeningDraft(packed.Text(), packed.Text(), packed.Count() == 1, packed.Count() == 1, packed.Count() == 1);
    }

    public override string ToString() => "opening draft ***";
}

/// <summary>Table <c>registered_person</c>; a reference table.</summary>
internal sealed class RegisteredPersonMap : IEntityTypeConfiguration<RegisteredPersonRow>
{
    public void Configure(EntityTypeBuilder<RegisteredPersonRow> builder)
    {
        builder.ToTable("registered_person");
        builder.HasKey(person => person.PersonId);
        builder.Property(person => person.PersonId).HasColumnName("person_id");
        builder.Property(person => person.DraftAt).HasColumnName("draft_at");
        builder.Property(person => person.Draft).HasColumnName("draft");
        builder.Property(person => person.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(person => person.Sealed).HasColumnName("sealed");
        builder.HasIndex(person => person.DraftAt).HasDatabaseName("ix_registered_person_draft").HasFilter("draft_at is not null");
    }
}
