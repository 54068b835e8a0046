using System.CommandLine;
using System.Globalization;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Cli;

/// <summary><c>carnet jobs</c>.</summary>
internal static class JobsCommand
{
    public static Command Create()
    {
        var name = new Option<string?>("--job") { Description = "Une seule tâche, par son nom ; sinon toutes, l'une après l'autre" };
        var run = new Command("run", "Fait tout de suite ce que les tâches ont à faire") { name, ServeCommand.Data };
        run.SetAction((parsed, ct) => RunAsync(parsed.GetValue(name), parsed.GetValue(ServeCommand.Data), ct));
        var list = new Command("list", "Dit quelles tâches le serveur fait de lui-même") { ServeCommand.Data };
        list.SetAction(async (parsed, _) =>
        {
            await using var app = ServerComposition.Build(
                ServerComposition.WithoutDoors(parsed.GetValue(ServeCommand.Data)), demo: false);
            foreach (var job in app.Services.GetRequiredService<JobRunner>().Jobs)
            {
                Console.WriteLine($"{job.Name,-24}  {job.Period.ToString("c", CultureInfo.InvariantCulture),-10}  {job.Purpose}");
            }

            return ExitCodes.Done;
        });
        return new Command("jobs", "Tâches que le serveur fait de lui-même") { run, list };
    }

    private static async Task<int> RunAsync(string? name, string? data, CancellationToken ct)
    {
        await using var workshop = await Workshop.OpenAsync(data, demo: false, ct);
        var runner = workshop.Services.GetRequiredService<JobRunner>();
        var chosen = runner.Jobs.Where(job => name is null || job.Name == name).ToList();
        if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"Aucune tâche ne s'appelle « {name} ». Il y a : {string.Join(", ", runner.Jobs.Select(job => job.Name))}.");
            return ExitCodes.WrongUse;
        }

        foreach (var job in chosen)
        {
            Console.WriteLine($"{job.Name,-24}  {await runner.RunAsync(job, ct)}");
        }

        return ExitCodes.Done;
    }
}
