using System.CommandLine;
using Carnet.Server.Features.Governance;

namespace Carnet.Server.Cli.Governance;

/// <summary><c>carnet operators</c>.</summary>
internal static class OperatorsCommand
{
    public static Command Create() => new("operators", "Exploitants : ceux qui gouvernent le service, sans lire aucun contenu")
    {
        Add(), Change("confirm", "Confirme un exploitant ajouté par un autre", remove: false),
        Change("remove", "Retire un exploitant", remove: true), List(),
    };

    private static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "Nom court, en minuscules" };
        var structure = new Option<string?>("--structure")
        {
            Description = "N'examine que les entrées en urgence de cet établissement (Struct_IdNat)",
        };
        var command = new Command("add", "Ajoute un exploitant et montre son secret, une seule fois") { name }.With(structure);
        command.SetAction((parsed, ct) => OperatorOptions.ActAsync<AddOperator, OperatorAdded>(
            parsed, new AddOperator(parsed.GetRequiredValue(name), parsed.GetValue(structure)), Describe, ct));
        return command;
    }

    private static Command Change(string word, string description, bool remove)
    {
        var name = new Argument<string>("NAME") { Description = "Nom de l'exploitant" };
        var command = new Command(word, description) { name }.With();
        command.SetAction((parsed, ct) => OperatorOptions.ActAsync<ChangeOperator, string>(
            parsed, new ChangeOperator(parsed.GetRequiredValue(name), remove), done => $"{(remove ? "retiré" : "confirmé")}  {done}", ct));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Dit qui gouverne") { ServeCommand.Data };
        command.SetAction(async (parsed, ct) =>
        {
            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            return OperatorOptions.Say(
                await workshop.RunAsync<ListOperators, IReadOnlyList<OperatorLine>>(OperatorOptions.Nobody, new(), ct),
                lines => string.Join('\n', lines.Select(Describe)));
        });
        return command;
    }

    private static string Describe(OperatorAdded added) => $"""
        ajouté  {added.Name}
        secret  {added.Secret}
        Notez-le maintenant : il ne sera plus montré.{(added.NeedsConfirmation ? " Un autre exploitant doit confirmer : carnet operators confirm." : "")}
        """;

    private static string Describe(OperatorLine line)
    {
        var state = line.State switch
        {
            OperatorState.Pending => $"à confirmer (ajouté par {line.AddedBy})",
            OperatorState.Active => "actif",
            OperatorState.Removed => $"retiré le {line.RemovedAt:yyyy-MM-dd}",
        };
        return $"{line.Name}  {state}  {(line.Structure is null ? "tout le service" : $"contrôle de {line.Structure}")}";
    }
}
