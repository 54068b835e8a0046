using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Support;

/// <summary>Persons who exist in tests only.</summary>
internal static class People
{
    public const string TestOid = "1.2.250.1.213.1.4.10";

    public static readonly Caller Desk = new Caller.Desk("Agnès Test") { Origin = new Origin(Door.CommandLine) };

    /// <summary>A valid INS that belongs to nobody; a number makes it.</summary>
    public static Ins Ins(int number)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"25803999{number:00000}");
        var key = 97 - (long.Parse(body, CultureInfo.InvariantCulture) % 97);
        return Carnet.Domain.Identity.Ins.TryCreate(string.Create(CultureInfo.InvariantCulture, $"{body}{key:00}"), TestOid, out var ins)
            ? ins : throw new InvalidOperationException("The test INS does not hold its check.");
    }

    public static Opening Opening(int number, Contact contact) => new(
        Ins(number),
        new IdentityTraits("LE GOFF", "INES MARIE", null, Sex.Female, new DateOnly(1958, 3, 12), "29019"),
        contact,
        new Consent("Dre Claire Martin", false, false, false),
        OpeningChannel.Desk);

    /// <summary>Opens a record; the paper that the person is handed.</summary>
    public static async Task<OpenedAnswer> OpenAsync(
        IServiceProvider services, int number, Contact? contact = null, Credentials? known = null, bool temporary = true)
    {
        await using var scope = services.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<IUseCase<OpenRecord, OpenedAnswer>>().RunAsync(
            Desk, new(Opening(number, contact ?? new("ines@exemple.invalid", "0639980001")), known, temporary), default);
        return Assert.IsType<Outcome<OpenedAnswer>.Done>(outcome).Value;
    }
}
