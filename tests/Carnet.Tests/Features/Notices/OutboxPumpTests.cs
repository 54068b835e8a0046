using Carnet.Domain.Notices;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Carnet.Tests.Features.Notices;

public sealed class OutboxPumpTests
{
    [Fact]
    public async Task N_9_a_message_is_sent_once_by_several_pumps_at_once()
    {
        await using var house = await AccountHouse.OpenAsync();
        await CodesAsync(house, 3);
        var channel = new FakeChannel();
        var pumps = Enumerable.Range(0, 4).Select(_ => Pump(house, channel)).ToList();

        await Task.WhenAll(pumps.Select(pump => Task.Run(() => pump.PumpAsync(default))));
        await pumps[0].PumpAsync(default);

        Assert.Equal(3, channel.Sent.Count);
        Assert.Equal(3, channel.Sent.Distinct().Count());
    }

    [Fact]
    public async Task N_9_what_was_not_taken_is_tried_again_later_and_later()
    {
        await using var house = await AccountHouse.OpenAsync();
        await CodesAsync(house, 1);
        var channel = new FakeChannel { Broken = true };
        var pump = Pump(house, channel);

        Assert.Equal(0, await pump.PumpAsync(default));
        Assert.Equal(0, await pump.PumpAsync(default));
        Assert.Equal(1, channel.Tried);
        house.Clock.Pass(TimeSpan.FromSeconds(10));
        await pump.PumpAsync(default);
        house.Clock.Pass(TimeSpan.FromSeconds(10));
        await pump.PumpAsync(default);
        Assert.Equal(2, channel.Tried);

        channel.Broken = false;
        house.Clock.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal(1, await pump.PumpAsync(default));
    }

    [Fact]
    public async Task N_9_a_crash_between_sending_and_noting_sends_the_same_number_again()
    {
        await using var house = await AccountHouse.OpenAsync();
        await CodesAsync(house, 1);
        var channel = new FakeChannel { Crashes = true };
        await Assert.ThrowsAsync<OperationCanceledException>(() => Pump(house, channel).PumpAsync(default));
        channel.Crashes = false;
        var restarted = Pump(house, channel);
        Assert.Equal(0, await restarted.PumpAsync(default));
        house.Clock.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await restarted.PumpAsync(default));
        Assert.Equal(2, channel.Sent.Count);
        Assert.Single(channel.Sent.Distinct());
    }

    [Fact]
    public async Task Without_its_channel_a_message_waits_untouched()
    {
        await using var house = await AccountHouse.OpenAsync();
        await CodesAsync(house, 1);
        Assert.Equal(0, await Pump(house).PumpAsync(default));
        Assert.Equal(0, await Pump(house, new FakeChannel(Channel.Letter)).PumpAsync(default));
        await using var db = await house.DbAsync();
        Assert.Equal(0, (await db.Set<OutboxRow>().SingleAsync()).Attempts);
    }

    [Fact]
    public async Task The_inbox_shows_a_message_sent_twice_once()
    {
        await using var house = await AccountHouse.OpenAsync();
        var inbox = house.Services.GetRequiredService<DemoInbox>();
        var id = Guid.CreateVersion7();
        var message = new InboxMessage(house.Clock.GetUtcNow(), "sms", "06", "Objet", "Corps é");
        await inbox.PutAsync(id, message, default);
        await inbox.PutAsync(id, message, default);
        Assert.Equal(message, Assert.Single(await inbox.ReadAsync(10, default)));
    }

    private static async Task CodesAsync(AccountHouse house, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            var paper = (await People.OpenAsync(house.Services, number)).Credentials;
            await house.LogInAsync(paper.Login, paper.Password);
        }
    }

    private static OutboxPump Pump(AccountHouse house, params INoticeChannel[] channels) => new(
        house.Services.GetRequiredService<IDbContextFactory<CarnetDb>>(), house.Services.GetRequiredService<ILedger>(),
        house.Services.GetRequiredService<KeyWrap>(), channels, new OutboxSignal(), house.Clock,
        NullLogger<OutboxPump>.Instance);

    private sealed class FakeChannel(Channel channel = Channel.Sms) : INoticeChannel
    {
        private readonly Lock _noting = new();

        public List<Guid> Sent { get; } = [];

        public int Tried { get; private set; }

        public bool Broken { get; set; }

        public bool Crashes { get; set; }

        public Channel Channel => channel;

        public Task SendAsync(Guid messageId, DateTimeOffset at, OutboxMessage message, CancellationToken ct)
        {
            lock (_noting)
            {
                Tried++;
                if (Broken)
                {
                    throw new IOException("The gateway is away.");
                }

                Sent.Add(messageId);
                return Crashes ? throw new OperationCanceledException() : Task.CompletedTask;
            }
        }
    }
}
