using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Accounts;

public sealed class LogInTests
{
    private const string Good = "quatre mots sans lien entre eux";

    [Fact]
    public async Task L_5_temporary_password_must_be_changed_first()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;

        var first = await house.EnterAsync(paper);
        Assert.True(first.MustChangePassword);
        var caller = (await house.WhoAsync(first.Cookie))!;
        Assert.Equal("password.short", await DefectAsync(house, caller, null, "court"));
        Assert.Equal("password.same", await DefectAsync(house, caller, null, paper.Password));
        Assert.Equal("password.login", await DefectAsync(house, caller, null, $"mon nom est {paper.Login} oui"));

        var changed = Assert.IsType<Outcome<SessionOpened>.Done>(
            await house.RunAsync<ChangePassword, SessionOpened>(caller, new(null, Good))).Value;
        Assert.False(changed.MustChangePassword);
        Assert.Null(await house.WhoAsync(first.Cookie));
        Assert.NotNull(await house.WhoAsync(changed.Cookie));

        var again = await house.EnterAsync(new Credentials(paper.Login, Good));
        Assert.False(again.MustChangePassword);
        Assert.Equal("password.current", await DefectAsync(house, caller, "faux", Good + " deux"));
        Assert.Contains(await house.MessagesAsync(), message => message.Subject == "Votre mot de passe a changé");
    }

    [Fact]
    public async Task T_1_every_step_of_a_login_leaves_a_trace_where_it_belongs()
    {
        await using var house = await AccountHouse.OpenAsync();
        var opened = await People.OpenAsync(house.Services, 1);

        await house.LogInAsync("inconnu-4711", Good);
        await house.LogInAsync(opened.Credentials.Login, "un mauvais mot de passe");
        var session = await house.EnterAsync(opened.Credentials);
        await house.RunAsync<LogOut, LoggedOut>(AccountHouse.Stranger, new(session.Cookie));

        var traces = await house.TracesAsync();
        Assert.Equal(
            [
                (RecordId.None, TraceAct.LogIn, TraceOutcome.Refused, "login.unknown"),
                (opened.Record, TraceAct.LogIn, TraceOutcome.Refused, "login.wrong-password"),
                (opened.Record, TraceAct.SendCode, TraceOutcome.Done, "login.code-sent"),
                (opened.Record, TraceAct.LogIn, TraceOutcome.Done, "login.done"),
                (opened.Record, TraceAct.LogOut, TraceOutcome.Done, "logout.done"),
            ],
            traces.Where(trace => trace.Act is not TraceAct.OpenRecord)
                .Select(trace => (trace.RecordId, trace.Act, trace.Outcome, trace.Code)));
        Assert.Null(await house.WhoAsync(session.Cookie));
    }

    [Fact]
    public async Task Five_wrong_passwords_shut_the_account_for_a_quarter_of_an_hour_and_the_person_is_told()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        for (var i = 0; i < 5; i++)
        {
            await house.LogInAsync(paper.Login, "un mauvais mot de passe");
        }

        await house.LogInAsync(paper.Login, paper.Password);
        Assert.Null(await house.LastCodeAsync());
        Assert.Equal("Plusieurs essais de connexion", Assert.Single(await house.MessagesAsync()).Subject);
        Assert.Equal("login.locked", (await house.TracesAsync())[^1].Code);

        house.Clock.Pass(TimeSpan.FromMinutes(15));
        Assert.NotNull(await house.EnterAsync(paper));
    }

    [Fact]
    public async Task Five_codes_are_sent_and_then_one_each_quarter_of_an_hour()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var pending = await house.LogInAsync(paper.Login, paper.Password);
        for (var i = 0; i < 6; i++)
        {
            Assert.IsType<Outcome<CodeResent>.Done>(
                await house.RunAsync<ResendCode, CodeResent>(AccountHouse.Stranger, new(pending)));
        }

        await house.LogInAsync(paper.Login, paper.Password);
        Assert.Equal(5, (await house.MessagesAsync()).Count);
        Assert.Equal("login.too-many-codes", (await house.TracesAsync())[^1].Code);

        house.Clock.Pass(TimeSpan.FromMinutes(15));
        Assert.NotNull(await house.EnterAsync(paper));
        await house.LogInAsync(paper.Login, paper.Password);
        Assert.Equal("login.too-many-codes", (await house.TracesAsync())[^1].Code);
    }

    [Fact]
    public async Task A_new_code_voids_the_one_before()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var pending = await house.LogInAsync(paper.Login, paper.Password);
        var before = await house.LastCodeAsync();
        await house.RunAsync<ResendCode, CodeResent>(AccountHouse.Stranger, new(pending));
        var after = await house.LastCodeAsync();

        Assert.True(before == after || await house.ConfirmAsync(pending, before!) is Outcome<SessionOpened>.Failed);
        Assert.IsType<Outcome<SessionOpened>.Done>(await house.ConfirmAsync(pending, after!));
    }

    [Fact]
    public async Task L_3_without_telephone_or_email_nothing_is_sent_and_nothing_is_said()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1, new Contact(null, null))).Credentials;
        var pending = await house.LogInAsync(paper.Login, paper.Password);
        Assert.Empty(await house.MessagesAsync());
        Assert.Equal("login.no-contact", (await house.TracesAsync())[^1].Code);
        Assert.Equal("login.code-wrong",
            Assert.IsType<Outcome<SessionOpened>.Failed>(await house.ConfirmAsync(pending, "000000")).Failure.Code);
    }

    [Fact]
    public async Task The_code_goes_by_sms_else_by_email()
    {
        await using var house = await AccountHouse.OpenAsync();
        var both = (await People.OpenAsync(house.Services, 1)).Credentials;
        var email = (await People.OpenAsync(house.Services, 2, new Contact("b@exemple.invalid", null))).Credentials;
        await house.LogInAsync(both.Login, both.Password);
        await house.LogInAsync(email.Login, email.Password);
        Assert.Equal([Channel.Sms, Channel.Email], (await house.MessagesAsync()).Select(message => message.Channel));
    }

    [Fact]
    public async Task L_8_a_closed_record_lets_nobody_in_and_ends_its_sessions()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var session = await house.EnterAsync(paper);
        await house.RunAsync<CloseRecord, RecordId>(People.Desk, new(People.Ins(1), "à la demande de la personne"));
        Assert.Null(await house.WhoAsync(session.Cookie));
        await house.LogInAsync(paper.Login, paper.Password);
        Assert.Equal("record.closed", (await house.TracesAsync())[^1].Code);
    }

    [Fact]
    public async Task A_session_ends_after_ten_idle_minutes_and_after_an_hour_whatever_happens()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var idle = (await house.EnterAsync(paper)).Cookie;
        house.Clock.Pass(TimeSpan.FromMinutes(10));
        Assert.Null(await house.WhoAsync(idle));

        var busy = (await house.EnterAsync(paper)).Cookie;
        for (var minutes = 9; minutes < 60; minutes += 9)
        {
            house.Clock.Pass(TimeSpan.FromMinutes(9));
            Assert.NotNull(await house.WhoAsync(busy));
        }

        house.Clock.Pass(TimeSpan.FromMinutes(6));
        Assert.Null(await house.WhoAsync(busy));
    }

    [Fact]
    public async Task What_can_no_longer_be_used_is_swept_away()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        await house.EnterAsync(paper);
        var sweep = (AccountSweep)house.Services.GetService(typeof(AccountSweep))!;
        Assert.Equal(0, await sweep.RunBatchAsync(house.Clock.GetUtcNow(), default));
        house.Clock.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal(2, await sweep.RunBatchAsync(house.Clock.GetUtcNow(), default));
    }

    [Fact]
    public async Task The_database_holds_no_identifier_no_code_and_no_cookie()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var session = await house.EnterAsync(paper);
        await using var db = await house.DbAsync();
        var row = await db.Set<SessionRow>().SingleAsync();
        Assert.Equal(session.Cookie.Hash(), row.CookieHash);
        var path = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        foreach (var file in new[] { path, path + "-wal" }.Where(File.Exists))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var text = await reader.ReadToEndAsync();
            foreach (var secret in new[] { paper.Login, paper.Password, session.Cookie.Value, "0639980001", "LE GOFF" })
            {
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<string> DefectAsync(AccountHouse house, Carnet.Domain.Access.Caller caller, string? current, string chosen)
        => Assert.IsType<Outcome<SessionOpened>.Failed>(
            await house.RunAsync<ChangePassword, SessionOpened>(caller, new(current, chosen))).Failure.Code;
}
