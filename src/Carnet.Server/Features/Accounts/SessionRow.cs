using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Accounts;

/// <summary>Someone who has come in. The database alone does not let anybody in: it holds only a hash.</summary>
internal sealed class SessionRow
{
    /// <summary>SHA-256 of the 256 random bits that the browser holds.</summary>
    public required byte[] CookieHash { get; init; }

    public required RecordId RecordId { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last page, to the minute.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>The person for whom its holder acts at present; null for themselves.</summary>
    public RecordId? ActingRecordId { get; set; }

    public Guid? ActingMandateId { get; set; }

    /// <summary>The browser that holds it; null where it is not known.</summary>
    public Guid? DeviceId { get; init; }

    /// <summary>When its holder last showed that it is them; null for the login itself.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>The same session under another cookie; its end stays where it was.</summary>
    public SessionRow Under(Ticket cookie, DateTimeOffset now, DateTimeOffset? provenAt) => new()
    {
        CookieHash = cookie.Hash(),
        RecordId = RecordId,
        AccountId = AccountId,
        CreatedAt = CreatedAt,
        SeenAt = now,
        ActingRecordId = ActingRecordId,
        ActingMandateId = ActingMandateId,
        DeviceId = DeviceId,
        ProvenAt = provenAt,
    };

    public bool LivesAt(DateTimeOffset now, AccountsOptions options)
        => now < CreatedAt + options.SessionAtMost && now < SeenAt + options.SessionIdle;
}

/// <summary>Table <c>session</c>; a reference table.</summary>
internal sealed class SessionMap : IEntityTypeConfiguration<SessionRow>
{
    public void Configure(EntityTypeBuilder<SessionRow> builder)
    {
        builder.ToTable("session");
        builder.HasKey(session => session.CookieHash);
        builder.Property(session => session.CookieHash).HasColumnName("cookie_hash");
        builder.Property(session => session.RecordId).HasColumnName("record_id");
        builder.Property(session => session.AccountId).HasColumnName("account_id");
        builder.Property(session => session.CreatedAt).HasColumnName("created_at");
        builder.Property(session => session.SeenAt).HasColumnName("seen_at");
        builder.Property(session => session.ActingRecordId).HasColumnName("acting_record_id");
        builder.Property(session => session.ActingMandateId).HasColumnName("acting_mandate_id");
        builder.Property(session => session.DeviceId).HasColumnName("device_id");
        builder.Property(session => session.ProvenAt).HasColumnName("proven_at");
        builder.HasIndex(session => new { session.RecordId, session.AccountId }).HasDatabaseName("ix_session_account");
        builder.HasIndex(session => session.CreatedAt).HasDatabaseName("ix_session_created");
    }
}
