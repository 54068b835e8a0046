using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Records;

/// <summary>A record: its state in clear, its person sealed.</summary>
internal sealed class RecordRow
{
    public required RecordId RecordId { get; init; }

    public required RecordStatus Status { get; set; }

    public required OpeningChannel Channel { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public bool BreakGlassRefused { get; set; }

    public bool SamuRefused { get; set; }

    public bool MaskedInEmergency { get; set; }

    /// <summary>New documents are masked to professionals (V-7).</summary>
    public bool MaskNewDocuments { get; set; }

    /// <summary>The same for reimbursements alone (V-7).</summary>
    public bool MaskReimbursements { get; set; }

    public required byte[] Sealed { get; set; }
}

/// <summary>Who the record belongs to, opened.</summary>
internal sealed record RecordDetails(Ins Ins, IdentityTraits Traits, Contact Contact, string ConsentCollectedBy)
{
    public byte[] Seal(RecordKey key) => key.Seal(SealedColumn.RecordDetails, Guid.Empty, new Packer(1)
        .Text(Ins.Value).Text(Ins.Oid)
        .Text(Traits.BirthName).Text(Traits.GivenNames).Text(Traits.UsedName).Count((int)Traits.Sex)
        .Long(Traits.BirthDate.DayNumber).Text(Traits.BirthPlace)
        .Text(Contact.Email).Text(Contact.Phone).Text(ConsentCollectedBy).Bytes);

    public static RecordDetails Open(RecordKey key, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.RecordDetails, Guid.Empty, sealedValue));
        return Ins.TryCreate(packed.Text(), packed.Text(), out var ins)
            ? new RecordDetails(
                ins,
                new IdentityTraits(packed.Text()!, packed.Text()!, packed.Text(), (Sex)packed.Count(),
                    DateOnly.FromDayNumber((int)packed.Long()), packed.Text()),
                new Contact(packed.Text(), packed.Text()),
                packed.Text()!)
            : throw new InvalidOperationException("A stored INS does not hold its own check.");
    }

    public override string ToString() => "record details ***";
}

/// <summary>Table <c>record</c>.</summary>
internal sealed class RecordMap : IEntityTypeConfiguration<RecordRow>
{
    public void Configure(EntityTypeBuilder<RecordRow> builder)
    {
        builder.ToTable("record");
        builder.HasKey(record => record.RecordId);
        builder.Property(record => record.RecordId).HasColumnName("record_id");
        builder.Property(record => record.Status).HasColumnName("status").HasConversion<short>();
        builder.Property(record => record.Channel).HasColumnName("channel").HasConversion<short>();
        builder.Property(record => record.OpenedAt).HasColumnName("opened_at");
        builder.Property(record => record.ClosedAt).HasColumnName("closed_at");
        builder.Property(record => record.BreakGlassRefused).HasColumnName("break_glass_refused");
        builder.Property(record => record.SamuRefused).HasColumnName("samu_refused");
        builder.Property(record => record.MaskedInEmergency).HasColumnName("masked_in_emergency");
        builder.Property(record => record.MaskNewDocuments).HasColumnName("mask_new");
        builder.Property(record => record.MaskReimbursements).HasColumnName("mask_reimbursements");
        builder.Property(record => record.Sealed).HasColumnName("sealed");
    }
}
