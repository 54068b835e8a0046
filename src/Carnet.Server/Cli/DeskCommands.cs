using System.CommandLine;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;

namespace Carnet.Server.Cli;

/// <summary>What the commands of a desk have in common: one person, one agent, one use case, one line of answer.</summary>
internal sealed class DeskCommands(string name)
{
    private static readonly Option<string> Patient = new("--patient")
    {
        Description = "INS de la personne, 15 caractères",
        Required = true,
    };

    private static readonly Option<string> Oid = new("--oid")
    {
        Description = "OID de l'INS (par défaut celui des NIR de production ; 1.2.250.1.213.1.4.10 pour les essais)",
        DefaultValueFactory = _ => "1.2.250.1.213.1.4.8",
    };

    private static readonly Option<string> Agent = new("--agent")
    {
        Description = "Nom de l'agent d'accueil, pour la trace",
        DefaultValueFactory = _ => "Accueil",
    };

    /// <summary>A command about one person, with options of its own.</summary>
    public static Command Of(string command, string purpose, params Option[] options)
    {
        var made = new Command(command, purpose) { Patient, Oid, Agent, ServeCommand.Data };
        options.ToList().ForEach(made.Options.Add);
        return made;
    }

    /// <summary>The person whom the command names, or null where that is no INS.</summary>
    public static Ins? Read(ParseResult parsed)
        => Ins.TryCreate(parsed.GetValue(Patient), parsed.GetValue(Oid), out var ins) ? ins : null;

    /// <summary>Who acts, as the trace shows them.</summary>
    public Caller.Desk Desk(ParseResult parsed, string command) => new(parsed.GetRequiredValue(Agent))
    {
        Origin = new Origin(Door.CommandLine, $"carnet {name} {command}"),
    };

    public static int Refuse(Failure failure)
    {
        Console.Error.WriteLine($"{failure.Code} : {failure.Detail}");
        return ExitCodes.Refused;
    }

    public Task<int> RunAsync<TRequest, TAnswer>(
        ParseResult parsed, string command, Func<Ins, TRequest> request, Func<TAnswer, string> line, CancellationToken ct)
        => RunAsync<TRequest, TAnswer>(parsed, command, request, (answer, _) => line(answer), ct);

    public Task<int> RunAsync<TRequest, TAnswer>(
        ParseResult parsed, string command, Func<Ins, TRequest> request, Func<TAnswer, IServiceProvider, string> line, CancellationToken ct)
        => RunAsync(parsed, command, (ins, _) => request(ins), line, ct);

    public async Task<int> RunAsync<TRequest, TAnswer>(
        ParseResult parsed, string command, Func<Ins, IServiceProvider, TRequest> request,
        Func<TAnswer, IServiceProvider, string> line, CancellationToken ct)
    {
        if (Read(parsed) is not { } ins)
        {
            return Refuse(RecordFailures.InvalidIns);
        }

        await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
        switch (await workshop.RunAsync<TRequest, TAnswer>(Desk(parsed, command), request(ins, workshop.Services), ct))
        {
            case Outcome<TAnswer>.Done(var answer):
                Console.WriteLine(line(answer, workshop.Services));
                return ExitCodes.Done;
            case Outcome<TAnswer>.Failed(var failure):
                return Refuse(failure);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
