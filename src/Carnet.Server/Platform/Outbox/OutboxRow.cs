using System.Collections.Immutable;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Platform.Outbox;

/// <summary>A message to a person, before it is sealed.</summary>
/// <param name="Record">Whose key seals it; None for the server's own key, where there is no record.</param>
internal sealed record OutboxMessage(RecordId Record, Channel Channel, string To, string Subject, string Body)
{
    public NoticeKind Kind { get; init; }

    /// <summary>Of subject and body.</summary>
    public MessageLanguage Language { get; init; }

    /// <summary>Other ways to the same person, for the case that this one leads nowhere.</summary>
    public ImmutableArray<NoticeRoute> Otherwise { get; init; } = [];

    public override string ToString() => "message ***";
}

/// <summary>Why a message will never leave. The number lies in the table, so it never changes.</summary>
internal enum OutboxFailure
{
    None = 0,

    /// <summary>The other side said no for good, e.g. a mailbox that does not exist.</summary>
    Refused = 1,

    /// <summary>No address is known for this channel.</summary>
    NoAddress = 2,

    /// <summary>It has grown old: a login code after its ten minutes.</summary>
    TooLate = 3,

    /// <summary>Not taken at any of many attempts.</summary>
    Exhausted = 4,

    /// <summary>Given up for another way: a second message carries the same words.</summary>
    Diverted = 5,

    /// <summary>Written for nobody, so that an unknown identifier costs the work of a known one; see <see cref="OutboxRow.ForNobody"/>.</summary>
    Nobody = 6,
}

/// <summary>A message that was committed with its cause and waits to be sent, once.</summary>
internal sealed class OutboxRow
{
    public required RecordId RecordId { get; init; }

    public required Guid MessageId { get; init; }

    public required NoticeKind Kind { get; init; }

    public required Channel Channel { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When to try, or to try again.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>When it left, or when it was given up.</summary>
    public DateTimeOffset? SentAt { get; set; }

    public OutboxFailure Failure { get; set; }

    /// <summary>Empty once nobody needs the words any more.</summary>
    public required byte[] Sealed { get; set; }

    public static OutboxRow Of(OutboxMessage message, RecordKey key, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var packed = new Packer(3).Text(message.To).Text(message.Subject).Text(message.Body).Count(message.Otherwise.Length);
        foreach (var route in message.Otherwise)
        {
            packed.Count((int)route.Channel).Text(route.To);
        }

        packed.Count((int)message.Language);

        return new OutboxRow
        {
            RecordId = message.Record,
            MessageId = id,
            Kind = message.Kind,
            Channel = message.Channel,
            CreatedAt = now,
            DueAt = now,
            Sealed = key.Seal(SealedColumn.OutboxBody, id, packed.Bytes),
        };
    }

    /// <summary>As much work as a message and never one: it is ended when it is written, and swept.</summary>
    /// <remarks>Without it the time of an answer would tell who has an account. Source: OWASP ASVS 5.0 6.3.8.</remarks>
    public static OutboxRow ForNobody(OutboxMessage like, RecordKey key, DateTimeOffset now)
    {
        var row = Of(like, key, now);
        (row.SentAt, row.Failure) = (now, OutboxFailure.Nobody);
        return row;
    }

    public OutboxMessage Open(RecordKey key)
    {
        var body = new Unpacker(key.Open(SealedColumn.OutboxBody, MessageId, Sealed));
        var message = new OutboxMessage(RecordId, Channel, body.Text()!, body.Text()!, body.Text()!) { Kind = Kind };
        var otherwise = new NoticeRoute[body.Version < 2 ? 0 : body.Count()];
        for (var i = 0; i < otherwise.Length; i++)
        {
            otherwise[i] = new((Channel)body.Count(), body.Text()!);
        }

        return message with
        {
            Otherwise = [.. otherwise],
            Language = body.Version < 3 ? MessageLanguage.French : (MessageLanguage)body.Count(),
        };
    }
}

/// <summary>Table <c>outbox</c>.</summary>
internal sealed class OutboxMap : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("outbox");
        builder.HasKey(message => new { message.RecordId, message.MessageId });
        builder.Property(message => message.RecordId).HasColumnName("record_id");
        builder.Property(message => message.MessageId).HasColumnName("message_id").ValueGeneratedNever();
        builder.Property(message => message.Kind).HasColumnName("kind").HasConversion<short>();
        builder.Property(message => message.Channel).HasColumnName("channel").HasConversion<short>();
        builder.Property(message => message.CreatedAt).HasColumnName("created_at");
        builder.Property(message => message.DueAt).HasColumnName("due_at");
        builder.Property(message => message.Attempts).HasColumnName("attempts").IsConcurrencyToken();
        builder.Property(message => message.SentAt).HasColumnName("sent_at");
        builder.Property(message => message.Failure).HasColumnName("failure").HasConversion<short>();
        builder.Property(message => message.Sealed).HasColumnName("sealed");
        builder.HasIndex(message => message.DueAt).HasDatabaseName("ix_outbox_due").HasFilter("sent_at is null");
        builder.HasIndex(message => message.Failure).HasDatabaseName("ix_outbox_failure").HasFilter("failure <> 0");
    }
}
