using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Documents;

/// <summary>A professional has read this record before.</summary>
internal sealed class FirstReadingRow
{
    public required RecordId RecordId { get; init; }

    /// <summary>PS_IdNat.</summary>
    public required string Reader { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Table <c>first_reading</c>.</summary>
internal sealed class FirstReadingMap : IEntityTypeConfiguration<FirstReadingRow>
{
    public void Configure(EntityTypeBuilder<FirstReadingRow> builder)
    {
        builder.ToTable("first_reading");
        builder.HasKey(reading => new { reading.RecordId, reading.Reader });
        builder.Property(reading => reading.RecordId).HasColumnName("record_id");
        builder.Property(reading => reading.Reader).HasColumnName("reader").HasMaxLength(64);
        builder.Property(reading => reading.At).HasColumnName("at");
    }
}
