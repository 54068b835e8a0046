using Carnet.Domain.Notices;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Sms;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Notices;

/// <summary>Messages by SMS; the number of the message is its idempotency key. A text message has no subject.</summary>
internal sealed class SmsChannel(SmsGateway gateway, IOptions<SmsOptions> options) : INoticeChannel
{
    public Channel Channel => Channel.Sms;

    public bool IsSetUp => options.Value.IsSetUp;

    public async Task<Delivery> SendAsync(Guid messageId, DateTimeOffset at, OutboxMessage message, CancellationToken ct)
        => PhoneNumber.ToE164(message.To, options.Value.Country) is { } number
            ? await gateway.SendAsync(messageId, number, message.Body, ct) switch
            {
                SmsVerdict.Accepted => Delivery.Taken,
                SmsVerdict.Deferred => Delivery.TryLater,
                SmsVerdict.Refused => Delivery.Refused,
            }
            : Delivery.NoAddress;
}
