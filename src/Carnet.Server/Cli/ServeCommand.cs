using System.CommandLine;
using Carnet.Server.Demo;
using Carnet.Server.Platform;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Cli;

/// <summary><c>carnet serve</c>.</summary>
internal static class ServeCommand
{
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Dossier des données (Carnet__Data__Directory ; par défaut ./data)",
    };

    public static Command Create()
    {
        var demo = new Option<bool>("--demo")
        {
            Description = "Démarre avec le monde de démonstration : personnes fictives, cartes virtuelles, boîte de réception",
        };
        var command = new Command("serve", "Ouvre les portes : portail, SOAP, exploitation") { demo, Data };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(Data), parsed.GetValue(demo), null, ct));
        return command;
    }

    /// <summary>Opens the doors and waits for the end.</summary>
    /// <param name="more">Registrations of a command that does something beside serving.</param>
    public static async Task<int> RunAsync(string? data, bool demo, Action<IServiceCollection>? more, CancellationToken ct)
    {
        await using var app = ServerComposition.Build(ServerComposition.Settings(data), demo, more);
        await ServerComposition.PrepareAsync(app, demo, ct);
        await app.StartAsync(ct);
        if (demo)
        {
            await app.Services.GetRequiredService<DemoWorld>().FillAsync(ct);
            Announce(app.Services.GetRequiredService<IOptions<DoorsOptions>>().Value,
                app.Services.GetRequiredService<IOptions<DataOptions>>().Value);
        }

        // What building the model and filling the town left behind goes back to the machine before the waiting begins.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    private static void Announce(DoorsOptions doors, DataOptions data)
    {
        var patient = DemoPeople.Patients[0];
        Console.Error.WriteLine($"""

            Carnet tourne, avec des personnes qui n'existent pas.
              Portail des patients   {doors.Portals}  (identifiant {patient.Login}, mot de passe {patient.Password})
              Boîte de réception     {doors.Portals}/demo/inbox  (les codes arrivent ici)
              SOAP                   {doors.Soap}/si-dmp-server/v2/services/
              Accès des soignants    {(string.IsNullOrEmpty(doors.Card) ? "fermé" : doors.Card + "/DossierPatient/{INS}  (avec une carte)")}
              HL7 v2 (MLLP, TLS)     {(string.IsNullOrEmpty(doors.Hl7v2) ? "fermée" : doors.Hl7v2)}
              Personnes et cartes    {Path.Combine(data.Demo, "people.json")}

            """);
    }
}
