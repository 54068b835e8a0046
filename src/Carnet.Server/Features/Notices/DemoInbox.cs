using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Carnet.Domain.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Outbox;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Notices;

/// <summary>One message as the inbox shows it.</summary>
internal sealed record InboxMessage(
    DateTimeOffset At, string Channel, string To, string Subject, string Body, string Language = "fr");

/// <summary>The demo's letter box: one JSON file for each message, named by its number, so that a second one replaces it.</summary>
internal sealed class DemoInbox(IOptions<DataOptions> data)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    private string Folder => Path.Combine(data.Value.Demo, "inbox");

    public async Task PutAsync(Guid messageId, InboxMessage message, CancellationToken ct)
    {
        System.IO.Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, $"{messageId}.json");
        await File.WriteAllBytesAsync(path + ".draft", JsonSerializer.SerializeToUtf8Bytes(message, Json), ct);
        File.Move(path + ".draft", path, overwrite: true);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<InboxMessage>> ReadAsync(int most, CancellationToken ct)
    {
        if (!System.IO.Directory.Exists(Folder))
        {
            return [];
        }

        List<InboxMessage> messages = [];
        foreach (var path in System.IO.Directory.EnumerateFiles(Folder, "*.json").OrderDescending(StringComparer.Ordinal).Take(most))
        {
            messages.Add(JsonSerializer.Deserialize<InboxMessage>(await File.ReadAllBytesAsync(path, ct), Json)!);
        }

        return messages;
    }
}

/// <summary>Lets one channel end in the inbox.</summary>
internal sealed class DemoChannel(DemoInbox inbox, Channel channel) : INoticeChannel
{
    public Channel Channel => channel;

    public async Task<Delivery> SendAsync(Guid messageId, DateTimeOffset at, OutboxMessage message, CancellationToken ct)
    {
        await inbox.PutAsync(messageId, new InboxMessage(at, Name, message.To, message.Subject, message.Body,
            Language.Of(message.Language).Code), ct);
        return Delivery.Taken;
    }

    private string Name => channel switch
    {
        Channel.Email => "email",
        Channel.Sms => "sms",
        Channel.Letter => "letter",
        Channel.Software => "software",
    };
}
