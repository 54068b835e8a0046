using Carnet.Domain.Access;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Accounts;

/// <summary>Browsers that are known again.</summary>
public sealed class DeviceTests
{
    private static readonly Device Fresh = new(null, "Firefox, Android");

    [Fact, Trait("rule", "N-7")]
    public async Task N_7_a_login_from_a_browser_never_seen_is_told_and_the_very_first_is_not()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var first = await EnterAsync(house, paper, Fresh);
        Assert.NotNull(first.Device);
        Assert.Equal(0, await ToldAsync(house));

        // The same browser again: nothing to keep, nothing to tell.
        Assert.Null((await EnterAsync(house, paper, Fresh with { Held = first.Device })).Device);
        Assert.Equal(0, await ToldAsync(house));

        // Another one, or one that keeps nothing, or one that keeps what we never gave.
        Assert.NotNull((await EnterAsync(house, paper, Fresh)).Device);
        Assert.Equal(1, await ToldAsync(house));
        Assert.Null((await EnterAsync(house, paper, Fresh with { Held = Ticket.Draw() })).Device);
        Assert.Equal(2, await ToldAsync(house));
        Assert.DoesNotContain(await house.MessagesAsync(), message => message.Body.Contains("Firefox", StringComparison.Ordinal));
    }

    [Fact, Trait("rule", "N-7")]
    public async Task N_7_who_is_in_from_a_forgotten_browser_is_out_and_nobody_forgets_for_another()
    {
        await using var house = await AccountHouse.OpenAsync();
        var (paper, other) = ((await People.OpenAsync(house.Services, 1)).Credentials, (await People.OpenAsync(house.Services, 2)).Credentials);
        var here = await EnterAsync(house, paper, Fresh);
        var there = await EnterAsync(house, paper, new Device(null, "Safari, iPhone"));
        var (who, stranger) = (await house.WhoAsync(here.Cookie), await house.WhoAsync((await EnterAsync(house, other, Fresh)).Cookie));
        var list = await ListAsync(house, who!, here.Cookie);
        Assert.Equal(["Firefox, Android", "Safari, iPhone"], list.Select(device => device.Name).Order(StringComparer.Ordinal));
        var gone = list.Single(device => !device.IsHere);

        Assert.Equal("device.unknown", (await house.RunAsync<ForgetDevice, DeviceForgotten>(stranger!, new(gone.Device))).Code());
        Assert.Equal("session.none", (await house.RunAsync<ForgetDevice, DeviceForgotten>(AccountHouse.Stranger, new(gone.Device))).Code());
        Assert.NotNull(await house.WhoAsync(there.Cookie));
        Assert.Equal(1, (await house.RunAsync<ForgetDevice, DeviceForgotten>(who!, new(gone.Device))).Done().Sessions);
        Assert.Null(await house.WhoAsync(there.Cookie));
        Assert.NotNull(await house.WhoAsync(here.Cookie));
        Assert.Equal("device.unknown", (await house.RunAsync<ForgetDevice, DeviceForgotten>(who!, new(gone.Device))).Code());
        Assert.Contains(await house.TracesAsync(), line => line is { Act: TraceAct.ForgetDevice, Code: "device.forgotten" });
    }

    [Fact, Trait("rule", "N-7")]
    public async Task N_7_a_new_password_leaves_the_browser_known_and_only_twenty_are_kept()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var first = await EnterAsync(house, paper, Fresh);
        var who = (await house.WhoAsync(first.Cookie))!;
        var changed = (await house.RunAsync<ChangePassword, SessionOpened>(
            who, new(null, "quatre mots sans lien entre eux", first.Cookie))).Done();
        Assert.True(Assert.Single(await ListAsync(house, who, changed.Cookie)).IsHere);

        var known = paper with { Password = "quatre mots sans lien entre eux" };
        for (var count = 0; count < 21; count++)
        {
            house.Clock.Pass(TimeSpan.FromDays(1));
            await EnterAsync(house, known, Fresh);
        }

        await using var db = await house.DbAsync();
        Assert.Equal(20, await db.Set<DeviceRow>().CountAsync());
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox, Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows")]
    [InlineData("<script>alert(1)</script>", "Un navigateur")]
    [InlineData("", "Un navigateur")]
    public void A_browser_is_named_in_words_of_ours_alone(string agent, string name)
        => Assert.Equal(name, Carnet.Server.Portals.Patient.BrowserName.Of(agent));

    private static async Task<SessionOpened> EnterAsync(AccountHouse house, Credentials paper, Device from)
    {
        var pending = await house.LogInAsync(paper.Login, paper.Password);
        return (await house.RunAsync<ConfirmCode, SessionOpened>(
            AccountHouse.Stranger, new(pending, await house.LastCodeAsync() ?? "", from))).Done();
    }

    private static async Task<IReadOnlyList<ListedDevice>> ListAsync(AccountHouse house, Caller who, Ticket cookie)
        => (await house.RunAsync<ListDevices, DeviceList>(who, new(cookie))).Done().Devices;

    private static async Task<int> ToldAsync(AccountHouse house)
    {
        await using var db = await house.DbAsync();
        return await db.Set<Carnet.Server.Platform.Outbox.OutboxRow>().CountAsync(row => row.Kind == NoticeKind.NewDevice);
    }
}
