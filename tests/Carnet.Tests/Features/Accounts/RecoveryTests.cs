using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Features.Accounts;

/// <summary>A forgotten password comes back by two channels.</summary>
public sealed class RecoveryTests
{
    private const string New = "cerise tambour brouette nuage";

    [Fact, Trait("rule", "N-7")]
    public async Task N_7_both_codes_give_a_new_password_end_all_sessions_and_are_told_on_both_channels()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var before = await house.EnterAsync(paper);
        var pending = await StartAsync(house, paper.Login);
        var (email, sms) = await CodesAsync(house);

        Assert.IsType<Outcome<AccessRecovered>.Done>(await FinishAsync(house, pending, email, sms));

        Assert.Null(await house.WhoAsync(before.Cookie));
        Assert.Equal([Channel.Email, Channel.Sms], (await house.MessagesAsync())
            .Where(message => message.Kind is NoticeKind.PasswordChanged).Select(message => message.Channel).Order());
        Assert.Equal("recovery.spent", (await FinishAsync(house, pending, email, sms)).Code());
        var session = await house.EnterAsync(new Credentials(paper.Login, New));
        Assert.False(session.MustChangePassword);
        Assert.NotNull((await SessionAsync(house, session.Cookie)).WaitsUntil);

        house.Clock.Pass(TimeSpan.FromDays(1));
        session = await house.EnterAsync(new Credentials(paper.Login, New));
        Assert.Null((await SessionAsync(house, session.Cookie)).WaitsUntil);
        await house.LogInAsync(paper.Login, paper.Password);
        Assert.Equal("login.wrong-password", (await house.TracesAsync())[^1].Code);
    }

    [Fact]
    public async Task One_code_alone_or_both_in_the_wrong_fields_open_nothing_and_five_tries_are_all()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var pending = await StartAsync(house, paper.Login);
        var (email, sms) = await CodesAsync(house);

        Assert.Equal("password.short", (await FinishAsync(house, pending, email, sms, "court")).Code());
        Assert.Equal("recovery.code-wrong", (await FinishAsync(house, pending, email, "")).Code());
        Assert.Equal("recovery.code-wrong", (await FinishAsync(house, pending, "", sms)).Code());
        Assert.Equal("recovery.code-wrong", (await FinishAsync(house, pending, email, email)).Code());
        Assert.Equal("recovery.code-wrong", (await FinishAsync(house, pending, sms, email)).Code());
        Assert.Equal("recovery.spent", (await FinishAsync(house, pending, "", "")).Code());
        Assert.Equal("recovery.spent", (await FinishAsync(house, pending, email, sms)).Code());
        Assert.NotNull(await house.EnterAsync(paper));
    }

    [Fact]
    public async Task A_hundred_right_answers_at_once_change_the_password_once_and_codes_die_after_ten_minutes()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var late = await StartAsync(house, paper.Login);
        var (lateEmail, lateSms) = await CodesAsync(house);
        house.Clock.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal("recovery.spent", (await FinishAsync(house, late, lateEmail, lateSms)).Code());

        var pending = await StartAsync(house, paper.Login);
        var (email, sms) = await CodesAsync(house);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => FinishAsync(house, pending, email, sms))));
        Assert.Single(outcomes.OfType<Outcome<AccessRecovered>.Done>());
    }

    [Fact]
    public async Task Nothing_is_sent_and_nothing_shown_where_there_is_no_account_one_channel_or_too_many_requests()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var single = (await People.OpenAsync(house.Services, 2, new Contact(null, "0639980002"))).Credentials;
        var nobody = await StartAsync(house, "personne");
        var oneChannel = await StartAsync(house, single.Login);
        Assert.Empty(await house.MessagesAsync());
        foreach (var pending in new[] { nobody, oneChannel })
        {
            Assert.Equal("recovery.code-wrong", (await FinishAsync(house, pending, "123456", "123456")).Code());
        }

        for (var request = 0; request < 3; request++)
        {
            await StartAsync(house, paper.Login);
        }

        Assert.Equal(4, (await house.MessagesAsync()).Count); // twice two
        Assert.Equal("recovery.too-many", (await house.TracesAsync())[^1].Code);
        Assert.NotNull(await house.EnterAsync(paper)); // the login codes have a budget of their own
    }

    [Fact]
    public async Task An_unknown_identifier_costs_the_rows_of_a_known_one_and_nothing_of_it_leaves_or_stays()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var oneChannel = (await People.OpenAsync(house.Services, 2, contact: new Contact("seul@example.test", null))).Credentials;
        List<(int Attempts, int Traces, int Messages, int Bytes)> costs = [];
        foreach (var login in new[] { paper.Login, "personne-4711", oneChannel.Login, paper.Login, "personne-4712" })
        {
            var before = await CountAsync(house);
            await StartAsync(house, login);
            var after = await CountAsync(house);
            costs.Add((after.Attempts - before.Attempts, after.Traces - before.Traces, after.Messages - before.Messages, after.Sizes - before.Sizes));
        }

        Assert.All(costs, cost => Assert.Equal((1, 1, 2), (cost.Attempts, cost.Traces, cost.Messages)));
        Assert.All(costs, cost => Assert.InRange(cost.Bytes, costs[0].Bytes - 60, costs[0].Bytes + 60));
        Assert.Equal(4, (await house.MessagesAsync()).Count);
        await using var db = await house.DbAsync();
        var decoys = await db.Set<OutboxRow>().AsNoTracking().Where(row => row.Failure == OutboxFailure.Nobody).ToListAsync();
        Assert.Equal(6, decoys.Count);
        Assert.All(decoys, row => Assert.Equal((RecordId.None, (DateTimeOffset?)row.CreatedAt), (row.RecordId, row.SentAt)));
        Assert.Empty(await house.Services.GetRequiredService<NoticeFigures>().OfLostAsync(default));

        house.Clock.Pass(TimeSpan.FromMinutes(1));
        await using var scope = house.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<AccountSweep>(scope.ServiceProvider).RunBatchAsync(house.Clock.GetUtcNow(), default);
        Assert.Equal(4, await db.Set<OutboxRow>().CountAsync(row => row.Kind == NoticeKind.RecoveryCode));
    }

    private static async Task<(int Attempts, int Traces, int Messages, int Sizes)> CountAsync(AccountHouse house)
    {
        await using var db = await house.DbAsync();
        var messages = await db.Set<OutboxRow>().AsNoTracking().Where(row => row.Kind == NoticeKind.RecoveryCode).ToListAsync();
        return (await db.Set<RecoveryAttemptRow>().CountAsync(), await db.Set<TraceRow>().CountAsync(), messages.Count,
            messages.Sum(row => row.Sealed.Length));
    }

    private static async Task<Ticket> StartAsync(AccountHouse house, string login) => Assert.IsType<Outcome<RecoveryStarted>.Done>(
        await house.RunAsync<StartRecovery, RecoveryStarted>(AccountHouse.Stranger, new(login))).Value.Pending;

    private static Task<Outcome<AccessRecovered>> FinishAsync(
        AccountHouse house, Ticket pending, string email, string sms, string password = New)
        => house.RunAsync<FinishRecovery, AccessRecovered>(AccountHouse.Stranger, new(pending, email, sms, password));

    private static async Task<(string Email, string Sms)> CodesAsync(AccountHouse house)
    {
        var codes = (await house.MessagesAsync()).Where(message => message.Kind is NoticeKind.RecoveryCode).TakeLast(2)
            .ToDictionary(message => message.Channel, message => message.Body[..6]);
        return (codes[Channel.Email], codes[Channel.Sms]);
    }

    private static async Task<PatientSession> SessionAsync(AccountHouse house, Ticket cookie)
        => Assert.IsType<Outcome<PatientSession>.Done>(
            await house.RunAsync<ResolveSession, PatientSession>(AccountHouse.Stranger, new(cookie))).Value;
}
