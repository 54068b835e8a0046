using Carnet.Domain.Notices;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Mail;
using Carnet.Server.Platform.Outbox;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Notices;

/// <summary>Messages by e-mail; the number of the message is its Message-ID.</summary>
internal sealed class EmailChannel(MailRelay relay, IOptions<MailOptions> options) : INoticeChannel
{
    public Channel Channel => Channel.Email;

    public bool IsSetUp => options.Value.IsSetUp;

    public async Task<Delivery> SendAsync(Guid messageId, DateTimeOffset at, OutboxMessage message, CancellationToken ct)
    {
        if (MailAddress.Parse(message.To) is not { } to)
        {
            return Delivery.NoAddress;
        }

        var mail = new MailMessage(
            messageId, at, MailAddress.Parse(options.Value.From)!, options.Value.FromName, to, message.Subject, message.Body,
            Language.Of(message.Language).Code);
        return await relay.SendAsync(mail, ct) switch
        {
            MailVerdict.Accepted => Delivery.Taken,
            MailVerdict.Deferred => Delivery.TryLater,
            MailVerdict.Refused => Delivery.Refused,
        };
    }
}
