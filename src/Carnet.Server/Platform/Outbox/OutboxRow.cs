using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Platform.Outbox;

/// <summary>How a message travels.</summary>
internal enum Channel
{
    Email = 1,
    Sms = 2,
    Letter = 3,
}

/// <summary>A message to a person, before it is sealed.</summary>
internal sealed record OutboxMessage(RecordId Record, Channel Channel, string To, string Subject, string Body)
{
    public override string ToString() => "message ***";
}

/// <summary>A message that was committed with its cause and waits to be sent, once.</summary>
internal sealed class OutboxRow
{
    public required RecordId RecordId { get; init; }

    public required Guid MessageId { get; init; }

    public required Channel Channel { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When to try, or to try again.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public required byte[] Sealed { get; init; }

    public static OutboxRow Of(OutboxMessage message, RecordKey key, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new OutboxRow
        {
            RecordId = message.Record,
            MessageId = id,
            Channel = message.Channel,
            CreatedAt = now,
            DueAt = now,
            Sealed = key.Seal(SealedColumn.OutboxBody, id,
                new Packer(1).Text(message.To).Text(message.Subject).Text(message.Body).Bytes),
        };
    }

    public OutboxMessage Open(RecordKey key)
    {
        var body = new Unpacker(key.Open(SealedColumn.OutboxBody, MessageId, Sealed));
        return new OutboxMessage(RecordId, Channel, body.Text()!, body.Text()!, body.Text()!);
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
        builder.Property(message => message.Channel).HasColumnName("channel").HasConversion<short>();
        builder.Property(message => message.CreatedAt).HasColumnName("created_at");
        builder.Property(message => message.DueAt).HasColumnName("due_at");
        builder.Property(message => message.Attempts).HasColumnName("attempts").IsConcurrencyToken();
        builder.Property(message => message.SentAt).HasColumnName("sent_at");
        builder.Property(message => message.Sealed).HasColumnName("sealed");
        builder.HasIndex(message => message.DueAt).HasDatabaseName("ix_outbox_due").HasFilter("sent_at is null");
    }
}
