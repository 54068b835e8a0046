using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Demo;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Openings;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Bench.World;

/// <summary>People at the entrance: as many whom the house and the insurer know as others whom nobody does.</summary>
internal static class Knockers
{
    private const int Count = 60;
    private const int FirstKnown = 700, FirstStranger = 800;

    public static IReadOnlyList<DemoPatient> Known { get; } = [.. Enumerable.Range(FirstKnown, Count).Select(Person)];

    /// <summary>Names and numbers of the same kind and length.</summary>
    public static IReadOnlyList<DemoPatient> Strangers { get; } = [.. Enumerable.Range(FirstStranger, Count).Select(Person)];

    /// <summary>Opens a record with an account for each of the known, and puts them on the insurer's list.</summary>
    public static async Task MoveInAsync(IServiceProvider house)
    {
        var desk = new Caller.Desk("Accueil de Kerlann") { Origin = new Origin(Door.CommandLine, "Carnet banc") };
        foreach (var person in Known)
        {
            await using var scope = house.CreateAsyncScope();
            var rooms = scope.ServiceProvider;
            var (ins, traits) = (BenchPatients.InsOf(person), new IdentityTraits(
                person.BirthName, person.GivenNames[0], null, Sex.Female, person.BirthDate, person.BirthPlace));
            var contact = new Contact(person.Email, person.Phone);
            var opened = await rooms.GetRequiredService<IUseCase<OpenRecord, OpenedAnswer>>().RunAsync(
                desk, new OpenRecord(
                    new Opening(ins, traits, contact, new Consent("Accueil de Kerlann", false, false, MaskedInEmergency: false), OpeningChannel.Desk),
                    new Credentials(person.Login, person.Password), Temporary: false),
                CancellationToken.None);
            var listed = await rooms.GetRequiredService<IUseCase<RegisterPerson, RecordId>>().RunAsync(
                desk, new RegisterPerson(new(ins, traits, contact)), CancellationToken.None);
            if (opened is not Outcome<OpenedAnswer>.Done || listed is not Outcome<RecordId>.Done)
            {
                throw new InvalidOperationException("Somebody of the bench was refused.");
            }
        }
    }

    private static DemoPatient Person(int order)
    {
        var birth = new DateOnly(1950 + (order % 40), 1 + (order % 12), 1 + (order % 28));
        var slug = FormattableString.Invariant($"seuil-{order}");
        return new DemoPatient(
            slug, DemoNumbers.Ins(female: true, birth, order), "BANCDESSAI", ["Anne"], "BANCDESSAI", "F", birth, "29019", slug,
            "galet-lunaire-250-kerlann", $"{slug}@banc.invalid", FormattableString.Invariant($"0639982{order}"), [],
            new DemoChoices(DemoRecordState.Open, null, [], []), "Banc d’essai.");
    }
}
