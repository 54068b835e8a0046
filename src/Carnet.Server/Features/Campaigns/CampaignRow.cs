using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Campaigns;

/// <summary>A campaign of information before automatic openings.</summary>
internal sealed class CampaignRow
{
    /// <summary>Small letters, digits and hyphens; chosen by the operator.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Days in which a person may object, from their own message on.</summary>
    public required int WindowDays { get; init; }
}

/// <summary>How far the campaign has come for one person.</summary>
internal enum CampaignState
{
    Informed = 1,
    Objected = 2,
    Opened = 3,

    /// <summary>A record was there already, open or closed.</summary>
    HadRecord = 4,
}

/// <summary>One person of a campaign; who they are lies sealed under the server's key until the window is over.</summary>
internal sealed class CampaignPersonRow
{
    /// <summary>The number that the record has, or would have.</summary>
    public required RecordId RecordId { get; init; }

    public required string Campaign { get; init; }

    public required CampaignState State { get; set; }

    public required DateTimeOffset InformedAt { get; init; }

    /// <summary>End of the window; null once nothing is left to do.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Null once the window is over.</summary>
    public byte[]? Sealed { get; set; }
}

/// <summary>Table <c>campaign</c>; a reference table.</summary>
internal sealed class CampaignMap : IEntityTypeConfiguration<CampaignRow>
{
    public void Configure(EntityTypeBuilder<CampaignRow> builder)
    {
        builder.ToTable("campaign");
        builder.HasKey(campaign => campaign.Name);
        builder.Property(campaign => campaign.Name).HasColumnName("name").HasMaxLength(64);
        builder.Property(campaign => campaign.StartedAt).HasColumnName("started_at");
        builder.Property(campaign => campaign.WindowDays).HasColumnName("window_days");
    }
}

/// <summary>Table <c>campaign_person</c>.</summary>
internal sealed class CampaignPersonMap : IEntityTypeConfiguration<CampaignPersonRow>
{
    public void Configure(EntityTypeBuilder<CampaignPersonRow> builder)
    {
        builder.ToTable("campaign_person");
        builder.HasKey(person => new { person.RecordId, person.Campaign });
        builder.Property(person => person.RecordId).HasColumnName("record_id");
        builder.Property(person => person.Campaign).HasColumnName("campaign").HasMaxLength(64);
        builder.Property(person => person.State).HasColumnName("state").HasConversion<short>();
        builder.Property(person => person.InformedAt).HasColumnName("informed_at");
        builder.Property(person => person.DueAt).HasColumnName("due_at");
        builder.Property(person => person.DecidedAt).HasColumnName("decided_at");
        builder.Property(person => person.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(person => person.Sealed).HasColumnName("sealed");
        builder.HasIndex(person => person.DueAt).HasDatabaseName("ix_campaign_person_due").HasFilter("due_at is not null");
        builder.HasIndex(person => new { person.Campaign, person.State }).HasDatabaseName("ix_campaign_person_campaign");
    }
}
