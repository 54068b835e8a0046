using System.Security.Cryptography;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Features.Accounts;

/// <summary>Who has stolen the passwords of a whole town and guesses codes.</summary>
/// <remarks>
/// The logins are stored as the login stores them, without stretching 20,000 passwords; each guess then takes the whole way.
/// Over all accounts 200 guesses meet six digits, the others twelve: by chance one run in 5,000 meets a right code.
/// </remarks>
[Trait("Category", "slow")]
public sealed class GuessFloodTests
{
    private const int Accounts = 20;
    private const int Tries = 5;
    private const int Guesses = 100_000;

    [Fact]
    public async Task A_hundred_thousand_guesses_open_nothing_and_owners_come_in_a_quarter_of_an_hour_later()
    {
        await using var house = await AccountHouse.OpenAsync();
        List<Credentials> owners = [];
        for (var number = 1; number <= Accounts; number++)
        {
            owners.Add((await People.OpenAsync(house.Services, number)).Credentials);
        }

        var found = 0;
        for (var round = 0; round < Guesses / Accounts / Tries; round++)
        {
            var pending = await StartAsync(house);
            for (var guess = 0; guess < Tries; guess++)
            {
                var outcomes = await Task.WhenAll(pending.Select(one => house.ConfirmAsync(one.Ticket, Guess(one.Digits))));
                found += outcomes.Count(outcome => outcome is Outcome<SessionOpened>.Done);
            }
        }

        Assert.Equal(0, found);
        await using var db = await house.DbAsync();
        Assert.Equal(0, await db.Set<SessionRow>().CountAsync());
        Assert.Equal(Guesses, await db.Set<TraceRow>().CountAsync(trace => trace.Code == "login.code-wrong"));

        house.Clock.Pass(TimeSpan.FromMinutes(15));
        foreach (var owner in owners)
        {
            var pending = await house.LogInAsync(owner.Login, owner.Password);
            Assert.IsType<Outcome<SessionOpened>.Done>(
                await house.ConfirmAsync(pending, (await house.MessagesAsync())[^1].Body[..12]));
        }
    }

    private static string Guess(int digits) => RandomNumberGenerator.GetString("0123456789", digits);

    /// <summary>One login of each account that waits for its code, as the right password leaves it.</summary>
    private static async Task<List<(Ticket Ticket, int Digits)>> StartAsync(AccountHouse house)
    {
        var (codes, sending) = (house.Services.GetRequiredService<Codes>(), house.Services.GetRequiredService<CodeSending>());
        await using var db = await house.DbAsync();
        var now = house.Clock.GetUtcNow();
        var entry = new LedgerEntry();
        List<(Ticket, int)> pending = [];
        foreach (var account in await db.Set<AccountRow>().AsNoTracking().ToListAsync())
        {
            var ticket = Ticket.Draw();
            var longer = sending.IsExhausted(account, now);
            entry.Rows.Add(new LoginAttemptRow
            {
                PendingHash = ticket.Hash(),
                RecordId = account.RecordId,
                AccountId = account.AccountId,
                CodeHash = codes.Draw(ticket.Hash(), longer).Hash,
                ExpiresAt = now.AddHours(12),
            });
            pending.Add((ticket, longer ? 12 : 6));
        }

        Assert.Equal(LedgerResult.Stored, await house.Services.GetRequiredService<ILedger>().WriteAsync(entry));
        return pending;
    }
}
