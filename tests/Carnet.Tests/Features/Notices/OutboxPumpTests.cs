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

        await pump.PumpAsync(default);
        await pump.PumpAsync(default);
        Assert.Equal(1, channel.Tried);
        house.Clock.Pass(TimeSpan.FromSeconds(10));
        await pump.PumpAsync(default);
        house.Clock.Pass(TimeSpan.FromSeconds(10));
        await pump.PumpAsync(default);
        Assert.Equal(2, channel.Tried);

        channel.Broken = false;
        house.Clock.Pass(TimeSpan.FromSeconds(20));
        await pump.PumpAsync(default);
        Assert.Single(channel.Sent);
        var row = Assert.Single(await RowsAsync(house, Channel.Sms));
        Assert.NotNull(row.SentAt);
        Assert.Empty(row.Sealed); // the words are erased
    }

    [Fact]
    public async Task N_9_a_crash_between_sending_and_noting_sends_the_same_number_again()
    {
        await using var house = await AccountHouse.OpenAsync();
        await CodesAsync(house, 1);
        var channel = new FakeChannel();
        using var crash = new CancellationTokenSource();
        channel.Crash = crash;
        await Assert.ThrowsAsync<OperationCanceledException>(() => Pump(house, channel).PumpAsync(crash.Token));
        channel.Crash = null;
        var restarted = Pump(house, channel);
        Assert.Equal(0, await restarted.PumpAsync(default));
        house.Clock.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await restarted.PumpAsync(default));
        Assert.Equal(2, channel.Sent.Count);
        Assert.Single(channel.Sent.Distinct());
    }

    [Fact]
    public async Task N_9_a_login_code_is_not_sent_after_its_ten_minutes()
    {
        await using var house = await AccountHouse.OpenAsync();
        await CodesAsync(house, 1);
        house.Clock.Pass(TimeSpan.FromMinutes(11));
        var channel = new FakeChannel();
        await Pump(house, channel).PumpAsync(default);
        Assert.Equal(0, channel.Tried);
        Assert.Equal(OutboxFailure.TooLate, Assert.Single(await RowsAsync(house, Channel.Sms)).Failure);
        Assert.Empty(await Figures(house, channel).OfLostAsync(default)); // nobody misses it
    }

    [Theory]
    [InlineData(nameof(Delivery.Refused), 1)]
    [InlineData(nameof(Delivery.NoAddress), 1)]
    [InlineData(nameof(Delivery.TryLater), OutboxPump.MostAttempts)]
    public async Task N_9_what_cannot_be_switched_off_goes_by_sms_then_by_letter_where_mail_leads_nowhere(string says, int attempts)
    {
        var said = Enum.Parse<Delivery>(says);
        await using var house = await AccountHouse.OpenAsync();
        await WarnAsync(house);
        var (mail, sms, letter) = (new FakeChannel(Channel.Email) { Says = said }, new FakeChannel { Says = said }, new FakeChannel(Channel.Letter));
        var pump = Pump(house, mail, sms, letter);
        for (var i = 0; i < (attempts * 2) + 2; i++)
        {
            await pump.PumpAsync(default);
            house.Clock.Pass(TimeSpan.FromHours(1));
        }

        Assert.Equal((attempts, attempts, 1), (mail.TriedFor("essais"), sms.TriedFor("essais"), letter.TriedFor("essais")));
        Assert.Equal("Ines LE GOFF", letter.Taken.Single().To, ignoreCase: true);
        Assert.Equal([OutboxFailure.Diverted, OutboxFailure.Diverted, OutboxFailure.None],
            (await AllAsync(house)).Where(row => row.Kind is NoticeKind.LockedOut).Select(row => row.Failure));
        Assert.DoesNotContain(await Figures(house, mail).OfLostAsync(default), lost => lost.Topic is NoticeTopic.Account);
    }

    [Fact]
    public async Task N_9_what_reaches_nobody_shows_to_the_operator_without_content()
    {
        await using var house = await AccountHouse.OpenAsync();
        await WarnAsync(house);
        FakeChannel[] channels = [.. Enum.GetValues<Channel>().Select(channel => new FakeChannel(channel) { Says = Delivery.Refused })];
        var pump = Pump(house, channels);
        for (var i = 0; i < 4; i++)
        {
            await pump.PumpAsync(default);
            house.Clock.Pass(TimeSpan.FromMinutes(1));
        }

        var figures = Figures(house, channels);
        Assert.Contains(new LostFigures(Channel.Letter, NoticeTopic.Account, OutboxFailure.Refused, 1), await figures.OfLostAsync(default));
        var health = await new NoticeHealth(figures).CheckHealthAsync(new());
        Assert.Equal(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded, health.Status);
        var lines = string.Join('\n', await Carnet.Server.Cli.NoticesCommand.LinesAsync(figures, default)) + '\n' + health.Description;
        Assert.Matches(@"Letter +Account +Refused +1\b", lines);
        Assert.DoesNotContain("ines", lines, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("06399", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("mot de passe", lines, StringComparison.Ordinal);

        house.Clock.Pass(NoticeFigures.Month);
        Assert.Empty(await figures.OfLostAsync(default));
    }

    [Fact]
    public async Task Without_its_channel_a_message_waits_untouched()
    {
        await using var house = await AccountHouse.OpenAsync();
        await CodesAsync(house, 1);
        Assert.Equal(0, await Pump(house).PumpAsync(default));
        Assert.Equal(0, await Pump(house, new FakeChannel(Channel.Letter)).PumpAsync(default));
        await using var db = await house.DbAsync();
        Assert.All(await db.Set<OutboxRow>().Where(row => row.Channel == Channel.Sms).ToListAsync(), row => Assert.Equal(0, row.Attempts));
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

    /// <summary>One message of a kind that cannot be switched off, to a person with e-mail and telephone.</summary>
    private static async Task WarnAsync(AccountHouse house)
    {
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        for (var i = 0; i < 10; i++)
        {
            await house.LogInAsync(paper.Login, "mauvais mot de passe");
        }

        Assert.Single(await AllAsync(house), row => row.Kind is NoticeKind.LockedOut);
    }

    private static async Task<List<OutboxRow>> AllAsync(AccountHouse house)
    {
        await using var db = await house.DbAsync();
        return await db.Set<OutboxRow>().AsNoTracking().OrderBy(row => row.MessageId).ToListAsync();
    }

    private static async Task<IEnumerable<OutboxRow>> RowsAsync(AccountHouse house, Channel channel)
        => (await AllAsync(house)).Where(row => row.Channel == channel);

    private static NoticeFigures Figures(AccountHouse house, params INoticeChannel[] channels)
        => new(house.Services.GetRequiredService<IDbContextFactory<CarnetDb>>(), channels, house.Clock);

    private static OutboxPump Pump(AccountHouse house, params INoticeChannel[] channels) => new(
        house.Services.GetRequiredService<IDbContextFactory<CarnetDb>>(), house.Services.GetRequiredService<ILedger>(),
        house.Services.GetRequiredService<KeyWrap>(), channels,
        house.Services.GetRequiredService<Carnet.Server.Features.Directory.IProfessionalMail>(), new OutboxSignal(), house.Clock,
        NullLogger<OutboxPump>.Instance);

    private sealed class FakeChannel(Channel channel = Channel.Sms) : INoticeChannel
    {
        private readonly Lock _noting = new();
        private readonly List<OutboxMessage> _tried = [];

        public List<Guid> Sent { get; } = [];

        public List<OutboxMessage> Taken { get; } = [];

        public int Tried => _tried.Count;

        public bool Broken { get; set; }

        public Delivery Says { get; set; } = Delivery.Taken;

        public CancellationTokenSource? Crash { get; set; }

        public Channel Channel => channel;

        public int TriedFor(string word) => _tried.Count(message => message.Subject.Contains(word, StringComparison.Ordinal));

        public Task<Delivery> SendAsync(Guid messageId, DateTimeOffset at, OutboxMessage message, CancellationToken ct)
        {
            lock (_noting)
            {
                _tried.Add(message);
                if (Broken)
                {
                    throw new IOException("The gateway is away.");
                }

                if (Says is not Delivery.Taken)
                {
                    return Task.FromResult(Says);
                }

                Sent.Add(messageId);
                Taken.Add(message);
                Crash?.Cancel();
                return Crash is null ? Task.FromResult(Delivery.Taken) : throw new OperationCanceledException();
            }
        }
    }
}
