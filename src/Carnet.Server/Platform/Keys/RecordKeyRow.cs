using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Platform.Keys;

/// <summary>The wrapped data key of a record. Its deletion is the end of the record, in backups too.</summary>
internal sealed class RecordKeyRow
{
    public required RecordId RecordId { get; init; }

    public required byte[] Wrapped { get; init; }
}

/// <summary>Table <c>record_key</c>.</summary>
internal sealed class RecordKeyMap : IEntityTypeConfiguration<RecordKeyRow>
{
    public void Configure(EntityTypeBuilder<RecordKeyRow> builder)
    {
        builder.ToTable("record_key");
        builder.HasKey(key => key.RecordId);
        builder.Property(key => key.RecordId).HasColumnName("record_id");
        builder.Property(key => key.Wrapped).HasColumnName("wrapped");
    }
}
