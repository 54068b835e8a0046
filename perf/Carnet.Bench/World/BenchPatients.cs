using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Cli;
using Carnet.Server.Demo;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Bench.World;

/// <summary>People of the demo town who exist for the measurements only.</summary>
internal static class BenchPatients
{
    private const int Count = 65;
    private const int FirstOrder = 500;

    public static Caller.Desk Desk { get; } = new("Accueil de Kerlann") { Origin = new Origin(Door.CommandLine, "Carnet banc") };

    /// <summary>The first has the record that is searched; the others receive deposits.</summary>
    public static IReadOnlyList<DemoPatient> All { get; } = [.. Enumerable.Range(0, Count).Select(Person)];

    public static DemoPatient Searched => All[0];

    /// <summary>Comes in by the portal, so a code must reach them.</summary>
    public static DemoPatient Online => All[^3];

    public static Ins InsOf(DemoPatient patient) => Ins.TryCreate(patient.Ins, patient.InsOid, out var ins)
        ? ins
        : throw new InvalidOperationException("An INS of the bench is wrong.");

    /// <summary>Opens their records by the real use case, in a host whose doors are shut to everyone.</summary>
    public static async Task OpenAsync(ServerData data, bool withKnockers)
    {
        var settings = new Dictionary<string, string?>(data.Settings)
        {
            ["Carnet:Data:Directory"] = data.Folder,
            ["Carnet:Doors:Portals"] = "",
            ["Carnet:Doors:Soap"] = "",
            ["Carnet:Doors:Operations"] = "http://127.0.0.1:0",
        };
        await using var app = ServerComposition.Build(settings, demo: true);
        await ServerComposition.PrepareAsync(app, demo: true, CancellationToken.None);
        await app.StartAsync();
        foreach (var patient in All)
        {
            await OpenRecordAsync(app.Services, patient, new Contact(patient == Online ? "banc@exemple.invalid" : null, null));
        }

        if (withKnockers)
        {
            await Knockers.MoveInAsync(app.Services);
        }

        await app.StopAsync();
    }

    /// <summary>Opens the record of one person, with an account whose password stays.</summary>
    public static async Task OpenRecordAsync(IServiceProvider house, DemoPatient patient, Contact contact)
    {
        await using var scope = house.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<IUseCase<OpenRecord, OpenedAnswer>>().RunAsync(
            Desk,
            new OpenRecord(
                new Opening(InsOf(patient), TraitsOf(patient), contact,
                    new Consent("Accueil de Kerlann", BreakGlassRefused: false, SamuRefused: false, MaskedInEmergency: false),
                    OpeningChannel.Desk),
                new Credentials(patient.Login, patient.Password), Temporary: false),
            CancellationToken.None);
        if (outcome is Outcome<OpenedAnswer>.Failed(var failure))
        {
            throw new InvalidOperationException($"A record of the bench was refused: {failure.Code}.");
        }
    }

    public static IdentityTraits TraitsOf(DemoPatient patient) => new(
        patient.BirthName, patient.GivenNames[0], null, Sex.Female, patient.BirthDate, patient.BirthPlace);

    /// <param name="order">Of the number within the month of birth: another person for each.</param>
    public static DemoPatient Person(string slug, int order, DateOnly birth, string email = "", string phone = "") => new(
        slug, DemoNumbers.Ins(female: true, birth, order), "BANCDESSAI", ["Anne"], "BANCDESSAI", "F", birth, "29019", slug,
        "galet-lunaire-250-kerlann", email, phone, [], new DemoChoices(DemoRecordState.Open, null, [], []), "Banc d’essai.");

    private static DemoPatient Person(int number) => Person(
        FormattableString.Invariant($"banc-{number:00}"), FirstOrder + number, new DateOnly(1950 + (number % 50), 1 + (number % 12), 1 + (number % 28)));
}
