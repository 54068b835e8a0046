using System.Diagnostics;
using System.Globalization;
using Carnet.Domain.Common;
using Carnet.Server.Features.Accounts;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Accounts;

public sealed class CodeAttackTests
{
    [Fact]
    public async Task A_code_submitted_a_hundred_times_at_once_opens_one_session()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var pending = await house.LogInAsync(paper.Login, paper.Password);
        var code = (await house.LastCodeAsync())!;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => house.ConfirmAsync(pending, code))));

        Assert.Single(outcomes.OfType<Outcome<SessionOpened>.Done>());
        await using var db = await house.DbAsync();
        Assert.Equal(1, await db.Set<SessionRow>().CountAsync());
    }

    [Fact]
    public async Task A_hundred_guesses_at_once_are_five()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var pending = await house.LogInAsync(paper.Login, paper.Password);
        var code = (await house.LastCodeAsync())!;
        var wrong = Enumerable.Range(0, 101).Select(i => i.ToString("D6", CultureInfo.InvariantCulture))
            .Where(guess => guess != code).Take(100);

        var outcomes = await Task.WhenAll(wrong.Select(guess => Task.Run(() => house.ConfirmAsync(pending, guess))));

        Assert.Empty(outcomes.OfType<Outcome<SessionOpened>.Done>());
        var traces = await house.TracesAsync();
        Assert.Equal(5, traces.Count(trace => trace.Code == "login.code-wrong"));
        Assert.Equal(95, traces.Count(trace => trace.Code == "login.code-spent"));
        Assert.IsType<Outcome<SessionOpened>.Failed>(await house.ConfirmAsync(pending, code));
    }

    [Fact]
    public async Task After_ten_wrong_codes_in_a_day_codes_have_twelve_digits_and_the_owner_comes_in()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        for (var login = 0; login < 2; login++)
        {
            var pending = await house.LogInAsync(paper.Login, paper.Password);
            for (var guess = 0; guess < 5; guess++)
            {
                await house.ConfirmAsync(pending, "no digits");
            }

            house.Clock.Pass(TimeSpan.FromMinutes(20));
        }

        var longer = await house.LogInAsync(paper.Login, paper.Password);
        var code = (await house.MessagesAsync())[^1].Body[..12];
        Assert.All(code, digit => Assert.True(char.IsAsciiDigit(digit)));
        Assert.Equal("login.code-wrong", (await house.ConfirmAsync(longer, code[..6])).Code());
        Assert.IsType<Outcome<SessionOpened>.Done>(await house.ConfirmAsync(longer, code));

        house.Clock.Pass(TimeSpan.FromDays(1));
        Assert.NotNull(await house.EnterAsync(paper)); // six again
    }

    [Fact]
    public async Task A_code_belongs_to_its_login_and_dies_after_ten_minutes()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var first = await house.LogInAsync(paper.Login, paper.Password);
        var code = (await house.LastCodeAsync())!;
        var second = await house.LogInAsync(paper.Login, paper.Password);
        Assert.True(code == await house.LastCodeAsync()
            || await house.ConfirmAsync(second, code) is Outcome<SessionOpened>.Failed);

        house.Clock.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal("login.code-spent",
            Assert.IsType<Outcome<SessionOpened>.Failed>(await house.ConfirmAsync(first, code)).Failure.Code);
    }

    [Fact]
    public async Task A_login_of_nobody_behaves_like_any_other()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var nobody = await house.LogInAsync("personne", "un mot de passe quelconque");
        var known = await house.LogInAsync(paper.Login, paper.Password);
        for (var guess = 0; guess < 6; guess++)
        {
            Assert.Equal(
                Assert.IsType<Outcome<SessionOpened>.Failed>(await house.ConfirmAsync(known, "pas de chiffre")).Failure,
                Assert.IsType<Outcome<SessionOpened>.Failed>(await house.ConfirmAsync(nobody, "pas de chiffre")).Failure);
        }

        await house.RunAsync<ResendCode, CodeResent>(AccountHouse.Stranger, new(nobody));
        Assert.Single(await house.MessagesAsync());
    }

    [Fact]
    public async Task Known_and_unknown_identifiers_take_the_same_time()
    {
        await using var house = await AccountHouse.OpenAsync(fullWork: true);
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        await house.LogInAsync("personne", "pour chauffer la machine");
        List<double> known = [], unknown = [];
        for (var i = 0; i < 9; i++)
        {
            house.Clock.Pass(TimeSpan.FromHours(1)); // keeps the account from being shut and codes flowing
            known.Add(await MeasureAsync(() => house.LogInAsync(paper.Login, paper.Password)));
            unknown.Add(await MeasureAsync(() => house.LogInAsync("personne", paper.Password)));
        }

        // Stretching takes hundreds of milliseconds; a path without it would be a hundred times faster. The rest is noise.
        var (one, other) = (Median(known), Median(unknown));
        Assert.True(Math.Max(one, other) < Math.Min(one, other) * 3, $"known {one:F0} ms, unknown {other:F0} ms");
    }

    private static async Task<double> MeasureAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
