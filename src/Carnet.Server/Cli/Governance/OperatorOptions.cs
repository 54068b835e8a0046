using System.CommandLine;
using System.Text;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Governance;

namespace Carnet.Server.Cli.Governance;

/// <summary>How a command knows which operator acts. A secret never stands on the command line, where everybody on the machine reads it.</summary>
internal static class OperatorOptions
{
    private const string Variable = "CARNET_OPERATOR_SECRET";

    public static Option<string?> Operator { get; } = new("--operator") { Description = "Qui agit : le nom d'un exploitant" };

    public static Option<string?> SecretFile { get; } = new("--secret-file")
    {
        Description = $"Fichier qui contient le secret de l'exploitant ; sinon la variable {Variable}, sinon l'entrée standard",
    };

    private static Origin Origin { get; } = new(Door.CommandLine, "carnet");

    /// <summary>Somebody at the machine who did not say who they are.</summary>
    public static Caller Nobody { get; } = new Caller.Unidentified { Origin = Origin };

    public static Command With(this Command command, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.Options.Add(Operator);
        command.Options.Add(SecretFile);
        command.Options.Add(ServeCommand.Data);
        return command;
    }

    /// <summary>The operator who acts, or nobody where none is named.</summary>
    public static async Task<Outcome<Caller>> WhoAsync(Workshop workshop, ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(Operator) is not { Length: > 0 } name)
        {
            return new Outcome<Caller>.Done(Nobody);
        }

        var secret = await SecretAsync(parsed.GetValue(SecretFile), ct);
        return (await workshop.RunAsync<RecogniseOperator, Caller.Operator>(Nobody, new(name, secret), ct))
            .Match<Outcome<Caller>>(known => known, failure => failure);
    }

    /// <summary>The same for acts that a new installation does before it has operators: then the system's account stands for one.</summary>
    public static async Task<Outcome<Caller>> GovernorAsync(Workshop workshop, ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(Operator) is { Length: > 0 }
            || (await workshop.RunAsync<ListOperators, IReadOnlyList<OperatorLine>>(Nobody, new(), ct)).Match(lines => lines.Count > 0, _ => true))
        {
            return await WhoAsync(workshop, parsed, ct);
        }

        return new Caller.Operator(Environment.UserName) { Origin = Origin };
    }

    /// <summary>Runs one act as the operator that the command line names; failures are said in one line.</summary>
    public static async Task<int> ActAsync<TRequest, TAnswer>(
        ParseResult parsed, TRequest request, Func<TAnswer, string> say, CancellationToken ct)
    {
        await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
        return await ActAsync(workshop, parsed, request, say, ct);
    }

    public static async Task<int> ActAsync<TRequest, TAnswer>(
        Workshop workshop, ParseResult parsed, TRequest request, Func<TAnswer, string> say, CancellationToken ct)
        => await WhoAsync(workshop, parsed, ct) switch
        {
            Outcome<Caller>.Done(var caller) => Say(await workshop.RunAsync<TRequest, TAnswer>(caller, request, ct), say),
            Outcome<Caller>.Failed(var failure) => Refuse(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public static int Say<TAnswer>(Outcome<TAnswer> outcome, Func<TAnswer, string> say) => outcome.Match(
        answer =>
        {
            Console.WriteLine(say(answer).TrimEnd('\n'));
            return ExitCodes.Done;
        },
        Refuse);

    public static int Refuse(Failure failure)
    {
        Console.WriteLine($"{failure.Code} : {failure.Detail}");
        return ExitCodes.Refused;
    }

    private static async Task<string> SecretAsync(string? file, CancellationToken ct)
    {
        if (file is not null)
        {
            return (await File.ReadAllTextAsync(file, ct)).Trim();
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return given.Trim();
        }

        return Console.IsInputRedirected ? (await Console.In.ReadLineAsync(ct))?.Trim() ?? "" : Ask();
    }

    // What is typed is not shown.
    private static string Ask()
    {
        Console.Error.Write("Secret de l'exploitant : ");
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key is not ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key is ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString().Trim();
    }
}
