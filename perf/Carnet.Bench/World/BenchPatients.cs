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
            await using var scope = app.Services.CreateAsyncScope();
            var outcome = await scope.ServiceProvider.GetRequiredService<IUseCase<OpenRecord, OpenedAnswer>>().RunAsync(
                new Caller.Desk("Accueil de Kerlann") { Origin = new Origin(Door.CommandLine, "Carnet banc") },
                new OpenRecord(Opening(patient), new Credentials(patient.Login, patient.Password), Temporary: false),
                CancellationToken.None);
            if (outcome is Outcome<OpenedAnswer>.Failed(var failure))
            {
                throw new InvalidOperationException($"A record of the bench was refused: {failure.Code}.");
            }
        }

        if (withKnockers)
        {
            await Knockers.MoveInAsync(app.Services);
        }

        await app.StopAsync();
    }

    private static Opening Opening(DemoPatient patient) => new(
        InsOf(patient),
        new IdentityTraits(patient.BirthName, patient.GivenNames[0], null, Sex.Female, patient.BirthDate, patient.BirthPlace),
        new Contact(patient == Online ? "banc@exemple.invalid" : null, null),
        new Consent("Accueil de Kerlann", BreakGlassRefused: false, SamuRefused: false, MaskedInEmergency: false),
        OpeningChannel.Desk);

    private static DemoPatient Person(int number)
    {
        var birth = new DateOnly(1950 + (number % 50), 1 + (number % 12), 1 + (number % 28));
        var slug = FormattableString.Invariant($"banc-{number:00}");
        return new DemoPatient(
            slug, DemoNumbers.Ins(female: true, birth, FirstOrder + number), "BANCDESSAI", ["Anne"], "BANCDESSAI", "F", birth,
            "29019", slug, "galet-lunaire-250-kerlann", "", "", [], new DemoChoices(DemoRecordState.Open, null, [], []),
            "Banc d’essai.");
    }
}
