using Carnet.Domain.Notices;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Letters;
using Carnet.Server.Platform.Outbox;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Notices;

/// <summary>Messages as letters, put into the spool for the provider who prints and posts.</summary>
internal sealed class LetterChannel(LetterSpool spool, IOptions<LetterOptions> options) : INoticeChannel
{
    private readonly Lazy<LetterPdf> _writer = new(() => new LetterPdf(new TrueTypeFont(File.ReadAllBytes(options.Value.Font))));

    public Channel Channel => Channel.Letter;

    public bool IsSetUp => options.Value.IsSetUp;

    public async Task<Delivery> SendAsync(Guid messageId, DateTimeOffset at, OutboxMessage message, CancellationToken ct)
    {
        var recipient = message.To.Split('\n');
        if (recipient.Length < 2)
        {
            return Delivery.NoAddress; // a name alone finds nobody
        }

        var language = Language.Of(message.Language);
        string T(string french) => language.Say(french);
        var letter = new Letter(messageId, at, options.Value.SenderLines, recipient, message.Subject,
            [T("Bonjour,"), message.Body, T("Ce courrier est envoyé automatiquement : il n'attend pas de réponse.")], language);
        await spool.PutAsync(messageId, _writer.Value.Write(letter), ct);
        return Delivery.Taken;
    }
}
