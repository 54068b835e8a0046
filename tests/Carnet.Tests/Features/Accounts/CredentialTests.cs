using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Tests.Support;

namespace Carnet.Tests.Features.Accounts;

/// <summary>L-5: temporary credentials end, are issued again by the desk, and the old ones are void.</summary>
public sealed class CredentialTests
{
    private const string Good = "quatre mots sans lien entre eux";

    [Fact]
    [Trait("rule", "L-5")]
    public async Task L_5_a_temporary_password_opens_nothing_after_sixty_days()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        house.Clock.Pass(TimeSpan.FromDays(59));
        Assert.True((await house.EnterAsync(paper)).MustChangePassword);
        house.Clock.Pass(TimeSpan.FromDays(1));
        await AssertShutAsync(house, paper, "login.temporary-over");
    }

    [Fact]
    [Trait("rule", "L-5")]
    public async Task L_5_a_chosen_password_never_ends()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var who = await house.WhoAsync((await house.EnterAsync(paper)).Cookie);
        Assert.IsType<Outcome<SessionOpened>.Done>(await house.RunAsync<ChangePassword, SessionOpened>(who!, new(null, Good)));
        house.Clock.Pass(TimeSpan.FromDays(4_000));
        Assert.False((await house.EnterAsync(paper with { Password = Good })).MustChangePassword);
    }

    [Fact]
    [Trait("rule", "L-5"), Trait("rule", "N-7")]
    public async Task L_5_what_the_desk_issues_again_voids_password_sessions_and_codes()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var session = (await house.EnterAsync(paper)).Cookie;
        var pending = await house.LogInAsync(paper.Login, paper.Password);
        var code = await house.LastCodeAsync();

        var issued = (await house.RunAsync<IssueCredentials, IssuedCredentials>(People.Desk, new(People.Ins(1)))).Done();
        Assert.Equal(paper.Login, issued.Credentials!.Login);
        Assert.NotEqual(paper.Password, issued.Credentials.Password);
        Assert.Null(await house.WhoAsync(session));
        Assert.IsType<Outcome<SessionOpened>.Failed>(await house.ConfirmAsync(pending, code!));
        await AssertShutAsync(house, paper, "login.wrong-password");
        Assert.Contains(await house.MessagesAsync(), message => message.Kind is NoticeKind.PasswordChanged);
        Assert.True((await house.EnterAsync(issued.Credentials)).MustChangePassword);
    }

    [Fact]
    [Trait("rule", "L-5")]
    public async Task L_5_by_email_the_desk_sees_nothing_and_without_an_address_it_is_told_so()
    {
        await using var house = await AccountHouse.OpenAsync();
        await People.OpenAsync(house.Services, 1);
        await People.OpenAsync(house.Services, 2, new Contact(null, "0639980002"));
        var issued = (await house.RunAsync<IssueCredentials, IssuedCredentials>(People.Desk, new(People.Ins(1), ByEmail: true))).Done();
        Assert.Null(issued.Credentials);
        var message = Assert.Single(await house.MessagesAsync(), sent => sent.Kind is NoticeKind.CredentialsIssued);
        Assert.Equal((Channel.Email, "ines@exemple.invalid"), (message.Channel, message.To));
        Assert.Equal("credentials.no-email", (await house.RunAsync<IssueCredentials, IssuedCredentials>(
            People.Desk, new(People.Ins(2), ByEmail: true))).Code());
        Assert.Equal("record.unknown", (await house.RunAsync<IssueCredentials, IssuedCredentials>(People.Desk, new(People.Ins(3)))).Code());
        Assert.Equal("access.no-right", (await house.RunAsync<IssueCredentials, IssuedCredentials>(Sample.Employee(1), new(People.Ins(1)))).Code());
        Assert.Equal("account.by-software-closed", (await house.RunAsync<IssueCredentials, IssuedCredentials>(Sample.Doctor(1), new(People.Ins(1)))).Code());
        (await house.RunAsync<CloseRecord, RecordId>(People.Desk, new CloseRecord(People.Ins(1), null))).Done();
        Assert.Equal("record.closed", (await house.RunAsync<IssueCredentials, IssuedCredentials>(People.Desk, new(People.Ins(1)))).Code());
    }

    private static async Task AssertShutAsync(AccountHouse house, Credentials paper, string code)
    {
        await house.LogInAsync(paper.Login, paper.Password);
        Assert.Equal(code, (await house.TracesAsync())[^1].Code);
    }
}
