using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Traces;

/// <summary>« Je ne connais pas cette personne »: an entry that the person does not understand, until it is answered.</summary>
internal sealed class AccessReportRow
{
    public required RecordId RecordId { get; init; }

    public required Guid ReportId { get; init; }

    /// <summary>The line of the history.</summary>
    public required Guid TraceId { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public int Version { get; set; }

    public required byte[] Sealed { get; set; }

    public AccessReportTexts Texts(RecordKey key)
    {
        var packed = new Unpacker(key.Open(SealedColumn.AccessReport, ReportId, Sealed));
        return new AccessReportTexts(packed.Text()!, packed.Text());
    }

    public static byte[] Seal(RecordKey key, Guid id, AccessReportTexts texts)
        => key.Seal(SealedColumn.AccessReport, id, new Packer(1).Text(texts.Words).Text(texts.Answer).Bytes);
}

/// <summary>What the person said, and what was answered.</summary>
internal sealed record AccessReportTexts(string Words, string? Answer)
{
    public override string ToString() => "access report ***";
}

/// <summary>Table <c>access_report</c>.</summary>
internal sealed class AccessReportMap : IEntityTypeConfiguration<AccessReportRow>
{
    public void Configure(EntityTypeBuilder<AccessReportRow> builder)
    {
        builder.ToTable("access_report");
        builder.HasKey(report => new { report.RecordId, report.ReportId });
        builder.Property(report => report.RecordId).HasColumnName("record_id");
        builder.Property(report => report.ReportId).HasColumnName("report_id").ValueGeneratedNever();
        builder.Property(report => report.TraceId).HasColumnName("trace_id");
        builder.Property(report => report.ReportedAt).HasColumnName("reported_at");
        builder.Property(report => report.AnsweredAt).HasColumnName("answered_at");
        builder.Property(report => report.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(report => report.Sealed).HasColumnName("sealed");
        builder.HasIndex(report => report.ReportedAt).HasDatabaseName("ix_access_report_open").HasFilter("answered_at is null");
        builder.HasIndex(report => new { report.RecordId, report.TraceId }).IsUnique().HasDatabaseName("ux_access_report_trace");
    }
}
