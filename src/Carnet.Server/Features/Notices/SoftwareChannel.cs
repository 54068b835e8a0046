using Carnet.Domain.Notices;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Replies;

namespace Carnet.Server.Features.Notices;

/// <summary>Answers to software: the message as it was written when it was queued, so that a repetition is the same message.</summary>
internal sealed class SoftwareChannel(ReplyPost post) : INoticeChannel
{
    public Channel Channel => Channel.Software;

    public bool IsSetUp => post.IsSetUp;

    public async Task<Delivery> SendAsync(Guid messageId, DateTimeOffset at, OutboxMessage message, CancellationToken ct)
        => await post.SendAsync(message.To, message.Subject, Convert.FromBase64String(message.Body), ct) switch
        {
            ReplyVerdict.Taken => Delivery.Taken,
            ReplyVerdict.Later => Delivery.TryLater,
            ReplyVerdict.Never => Delivery.Refused,
        };
}
