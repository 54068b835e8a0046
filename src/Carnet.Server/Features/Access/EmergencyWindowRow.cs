using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Access;

/// <summary>A declared emergency: whose, in which activity and mode, from when to when; its reason sealed.</summary>
internal sealed class EmergencyWindowRow
{
    public required RecordId RecordId { get; init; }

    public required Guid WindowId { get; init; }

    /// <summary>PS_IdNat.</summary>
    public required string Holder { get; init; }

    public required string StructureId { get; init; }

    public required AccessMode Mode { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required byte[] Sealed { get; init; }

    /// <summary>The emergency that this caller declares now.</summary>
    public static EmergencyWindowRow Of(
        RecordId record, RecordKey key, Caller.Professional caller, AccessPolicy policy, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new EmergencyWindowRow
        {
            RecordId = record,
            WindowId = id,
            Holder = caller.Who.Id.Value,
            StructureId = caller.Who.Structure.Value,
            Mode = caller.Mode,
            Since = now,
            Until = now + policy.EmergencyLasts,
            Sealed = key.Seal(SealedColumn.EmergencyDeclaration, id, new Packer(2).Text(caller.Reason)
                .Byte(caller.Origin.Secret ? (byte)1 : (byte)0).Bytes),
        };
    }

    /// <summary>Declared in a secret connection: not shown to who acts for the person (V-4).</summary>
    public bool IsSecret(RecordKey key)
    {
        var packed = new Unpacker(key.Open(SealedColumn.EmergencyDeclaration, WindowId, Sealed));
        packed.Text();
        return packed.Version >= 2 && packed.Byte() == 1;
    }

    /// <summary>Why, in the professional's words; null for the SAMU, who gives none.</summary>
    public string? Reason(RecordKey key) => new Unpacker(key.Open(SealedColumn.EmergencyDeclaration, WindowId, Sealed)).Text();
}

/// <summary>Table <c>emergency_window</c>.</summary>
internal sealed class EmergencyWindowMap : IEntityTypeConfiguration<EmergencyWindowRow>
{
    public void Configure(EntityTypeBuilder<EmergencyWindowRow> builder)
    {
        builder.ToTable("emergency_window");
        builder.HasKey(window => new { window.RecordId, window.WindowId });
        builder.Property(window => window.RecordId).HasColumnName("record_id");
        builder.Property(window => window.WindowId).HasColumnName("window_id").ValueGeneratedNever();
        builder.Property(window => window.Holder).HasColumnName("holder").HasMaxLength(64);
        builder.Property(window => window.StructureId).HasColumnName("structure_id").HasMaxLength(32);
        builder.Property(window => window.Mode).HasColumnName("mode").HasConversion<short>();
        builder.Property(window => window.Since).HasColumnName("since");
        builder.Property(window => window.Until).HasColumnName("until_at");
        builder.Property(window => window.Sealed).HasColumnName("sealed");
    }
}
