using System.Diagnostics.Metrics;
using Carnet.Domain.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Operations;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Notices;

/// <summary>How one channel stands.</summary>
/// <param name="Waiting">Messages that have not left.</param>
/// <param name="Stuck">Of these, not taken at several attempts.</param>
/// <param name="Oldest">Since when the oldest waits.</param>
/// <param name="Sent">Messages that have left in the last day.</param>
internal sealed record ChannelFigures(
    Channel Channel, bool IsSetUp, int Waiting, int Stuck, DateTimeOffset? Oldest, int Sent);

/// <summary>Messages that were given up for good in the last thirty days, for one reason.</summary>
internal sealed record LostFigures(Channel Channel, NoticeTopic Topic, OutboxFailure Cause, int Count);

/// <summary>What the operator sees of messages: numbers only, never a person or a word.</summary>
/// <remarks>Source: rule N-9.</remarks>
internal sealed class NoticeFigures(
    IDbContextFactory<CarnetDb> databases, IEnumerable<INoticeChannel> channels, TimeProvider clock)
{
    /// <summary>From so many attempts on, a message is stuck.</summary>
    public const int Several = 5;

    public static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public static Counter<long> Sent { get; } = Metrics.Meter.CreateCounter<long>("carnet.notices.sent");

    public static Counter<long> GivenUp { get; } = Metrics.Meter.CreateCounter<long>("carnet.notices.given_up");

    public static KeyValuePair<string, object?> By(Channel channel) => new("channel", channel);

    public async Task<IReadOnlyList<ChannelFigures>> OfChannelsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var since = clock.Now() - TimeSpan.FromDays(1);
        var waiting = await db.Set<OutboxRow>().Where(row => row.SentAt == null).GroupBy(row => row.Channel)
            .Select(group => new
            {
                group.Key,
                Count = group.Count(),
                Stuck = group.Count(row => row.Attempts >= Several),
                Oldest = group.Min(row => row.CreatedAt),
            })
            .ToListAsync(ct);
        var sent = await db.Set<OutboxRow>()
            .Where(row => row.SentAt != null && row.SentAt > since && row.Failure == OutboxFailure.None)
            .GroupBy(row => row.Channel).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);
        var open = channels.Where(channel => channel.IsSetUp).Select(channel => channel.Channel).ToHashSet();
        return
        [
            .. Enum.GetValues<Channel>().Select(channel =>
            {
                var left = waiting.Find(row => row.Key == channel);
                return new ChannelFigures(channel, open.Contains(channel), left?.Count ?? 0, left?.Stuck ?? 0, left?.Oldest,
                    sent.Find(row => row.Key == channel)?.Count ?? 0);
            }),
        ];
    }

    public async Task<IReadOnlyList<LostFigures>> OfLostAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var since = clock.Now() - Month;
        var lost = await db.Set<OutboxRow>()
            .Where(row => row.Failure != OutboxFailure.None && row.Failure != OutboxFailure.Diverted
                && row.Failure != OutboxFailure.TooLate && row.Failure != OutboxFailure.Nobody && row.SentAt > since)
            .GroupBy(row => new { row.Channel, row.Kind, row.Failure })
            .Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);
        return
        [
            .. lost.GroupBy(row => (row.Key.Channel, Topic: NoticeRules.TopicOf(row.Key.Kind), row.Key.Failure))
                .OrderBy(group => group.Key)
                .Select(group => new LostFigures(group.Key.Channel, group.Key.Topic, group.Key.Failure, group.Sum(row => row.Count))),
        ];
    }
}
