using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Accounts;

/// <summary>A browser that has come in with an account before (N-7).</summary>
internal sealed class DeviceRow
{
    public required RecordId RecordId { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid DeviceId { get; init; }

    /// <summary>SHA-256 of the 256 random bits that the browser keeps.</summary>
    public required byte[] DeviceHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last login from there.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; set; }

    public required byte[] Sealed { get; init; }

    /// <summary>What kind of browser it said it was, e.g. « Firefox, Android ».</summary>
    public string Name(RecordKey key) => new Unpacker(key.Open(SealedColumn.DeviceName, DeviceId, Sealed)).Text() ?? "";

    public static byte[] Seal(RecordKey key, Guid device, string name)
        => key.Seal(SealedColumn.DeviceName, device, new Packer(1).Text(name).Bytes);
}

/// <summary>Table <c>device</c>.</summary>
internal sealed class DeviceMap : IEntityTypeConfiguration<DeviceRow>
{
    public void Configure(EntityTypeBuilder<DeviceRow> builder)
    {
        builder.ToTable("device");
        builder.HasKey(device => new { device.RecordId, device.AccountId, device.DeviceId });
        builder.Property(device => device.RecordId).HasColumnName("record_id");
        builder.Property(device => device.AccountId).HasColumnName("account_id");
        builder.Property(device => device.DeviceId).HasColumnName("device_id").ValueGeneratedNever();
        builder.Property(device => device.DeviceHash).HasColumnName("device_hash");
        builder.Property(device => device.CreatedAt).HasColumnName("created_at");
        builder.Property(device => device.SeenAt).HasColumnName("seen_at");
        builder.Property(device => device.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(device => device.Sealed).HasColumnName("sealed");
    }
}
