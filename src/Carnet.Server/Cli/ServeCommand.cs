using System.CommandLine;

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
        command.SetAction(async (parsed, ct) =>
        {
            var app = ServerComposition.Build(ServerComposition.Settings(parsed.GetValue(Data)), parsed.GetValue(demo));
            await ServerComposition.PrepareAsync(app, ct);
            await app.RunAsync(ct);
            return 0;
        });
        return command;
    }
}
