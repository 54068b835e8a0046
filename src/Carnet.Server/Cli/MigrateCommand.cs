using System.CommandLine;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Cli;

/// <summary><c>carnet migrate</c>.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var plan = new Option<bool>("--plan") { Description = "Dit ce qui serait appliqué, sans rien changer" };
        var command = new Command("migrate", "Met le schéma de la base à jour") { plan, ServeCommand.Data };
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = ServerComposition.Build(ServerComposition.WithoutDoors(parsed.GetValue(ServeCommand.Data)), demo: false);
            var migrator = app.Services.GetRequiredService<Migrator>();
            var names = parsed.GetValue(plan) ? await migrator.PendingAsync(ct) : await migrator.ApplyAsync(ct);
            Console.WriteLine(names.Count == 0 ? "Le schéma est à jour." : string.Join('\n', names));
            return 0;
        });
        return command;
    }
}
