using System.Collections.Immutable;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
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

    /// <summary>Why it was closed, by whom, at whose request; null while it is open.</summary>
    public byte[]? ClosingSealed { get; set; }

    /// <summary>When the person was told that it will be destroyed.</summary>
    public DateTimeOffset? DestructionAnnouncedAt { get; set; }

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
    /// <summary>By which way the person wants to be told of what.</summary>
    public NoticePreferences Notices { get; init; } = NoticePreferences.Usual;

    /// <summary>In which language the person is written to.</summary>
    public MessageLanguage Language { get; init; }

    /// <summary>The person as a letter addresses them.</summary>
    public string AddressedName => $"{Traits.FirstGivenName} {Traits.UsedName ?? Traits.BirthName}";

    public byte[] Seal(RecordKey key)
    {
        var packed = new Packer(3)
            .Text(Ins.Value).Text(Ins.Oid)
            .Text(Traits.BirthName).Text(Traits.GivenNames).Text(Traits.UsedName).Count((int)Traits.Sex)
            .Long(Traits.BirthDate.DayNumber).Text(Traits.BirthPlace)
            .Text(Contact.Email).Text(Contact.Phone).Text(ConsentCollectedBy)
            .Text(Contact.Address).Count(Notices.Ways.Count);
        foreach (var (topic, way) in Notices.Ways)
        {
            packed.Count((int)topic).Count((int)way);
        }

        packed.Count((int)Language);

        return key.Seal(SealedColumn.RecordDetails, Guid.Empty, packed.Bytes);
    }

    public static RecordDetails Open(RecordKey key, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.RecordDetails, Guid.Empty, sealedValue));
        if (!Ins.TryCreate(packed.Text(), packed.Text(), out var ins))
        {
            throw new InvalidOperationException("A stored INS does not hold its own check.");
        }

        var details = new RecordDetails(
            ins,
            new IdentityTraits(packed.Text()!, packed.Text()!, packed.Text(), (Sex)packed.Count(),
                DateOnly.FromDayNumber((int)packed.Long()), packed.Text()),
            new Contact(packed.Text(), packed.Text()),
            packed.Text()!);
        return packed.Version < 2 ? details : details with
        {
            Contact = details.Contact with { Address = packed.Text() },
            Notices = Ways(ref packed),
            Language = packed.Version < 3 ? MessageLanguage.French : (MessageLanguage)packed.Count(),
        };
    }

    private static NoticePreferences Ways(ref Unpacker packed)
    {
        var count = packed.Count();
        if (count == 0)
        {
            return NoticePreferences.Usual;
        }

        var ways = ImmutableDictionary.CreateBuilder<NoticeTopic, NoticeWay>();
        for (var i = 0; i < count; i++)
        {
            ways[(NoticeTopic)packed.Count()] = (NoticeWay)packed.Count();
        }

        return new NoticePreferences(ways.ToImmutable());
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
        builder.Property(record => record.Status).HasColumnName("status").HasConversion<short>().IsConcurrencyToken();
        builder.Property(record => record.Channel).HasColumnName("channel").HasConversion<short>();
        builder.Property(record => record.OpenedAt).HasColumnName("opened_at");
        builder.Property(record => record.ClosedAt).HasColumnName("closed_at");
        builder.Property(record => record.ClosingSealed).HasColumnName("closing_sealed");
        builder.Property(record => record.DestructionAnnouncedAt).HasColumnName("destruction_announced_at").IsConcurrencyToken();
        builder.Property(record => record.BreakGlassRefused).HasColumnName("break_glass_refused");
        builder.Property(record => record.SamuRefused).HasColumnName("samu_refused");
        builder.Property(record => record.MaskedInEmergency).HasColumnName("masked_in_emergency");
        builder.Property(record => record.MaskNewDocuments).HasColumnName("mask_new");
        builder.Property(record => record.MaskReimbursements).HasColumnName("mask_reimbursements");
        builder.Property(record => record.Sealed).HasColumnName("sealed").IsConcurrencyToken(); // read, opened, changed, sealed again
        builder.HasIndex(record => record.ClosedAt).HasDatabaseName("ix_record_closed").HasFilter("status = 2");
    }
}
