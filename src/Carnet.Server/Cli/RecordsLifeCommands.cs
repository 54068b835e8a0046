using System.CommandLine;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Rights;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Cli;

/// <summary><c>carnet records close|reactivate|credentials|copy|rectify</c>: what the desk does for one person.</summary>
internal static class RecordsLifeCommands
{
    private static readonly DeskCommands AtDesk = new("records");

    private static readonly Option<string?> RequestedBy = new("--requested-by") { Description = "À la demande de qui, si ce n'est la personne" };

    public static IEnumerable<Command> All() => [Close(), Reactivate(), Credentials(), Copy(), Rectify()];

    private static Command Close()
    {
        var reason = new Option<string>("--reason")
        {
            Description = "FERMETURE_DEMANDE_PATIENT ou DECES",
            DefaultValueFactory = _ => ClosingReasons.CodeOf(ClosingReason.PersonsRequest),
        };
        var text = new Option<string?>("--text") { Description = "Motif, en toutes lettres ; gardé scellé" };
        var command = DeskCommands.Of("close", "Ferme un carnet : plus personne ne le lit, il est gardé dix ans", reason, text, RequestedBy);
        command.SetAction((parsed, ct) => ClosingReasons.Read(parsed.GetRequiredValue(reason)) switch
        {
            Outcome<ClosingReason>.Done(var code) => AtDesk.RunAsync<CloseRecord, RecordId>(parsed, "close",
                ins => new CloseRecord(ins, parsed.GetValue(text), code, parsed.GetValue(RequestedBy)), _ => "fermé", ct),
            Outcome<ClosingReason>.Failed(var failure) => Task.FromResult(DeskCommands.Refuse(failure)),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
        return command;
    }

    private static Command Reactivate()
    {
        var command = DeskCommands.Of("reactivate", "Rouvre un carnet fermé depuis moins de dix ans", RequestedBy);
        command.SetAction((parsed, ct) => AtDesk.RunAsync<ReactivateRecord, RecordId>(parsed, "reactivate",
            ins => new ReactivateRecord(ins, parsed.GetValue(RequestedBy)), _ => "rouvert", ct));
        return command;
    }

    private static Command Credentials()
    {
        var secrets = new Option<string?>("--secrets") { Description = "Dossier où écrire la page à imprimer et à remettre en main propre" };
        var email = new Option<bool>("--email") { Description = "Les envoie à l'adresse électronique de la personne" };
        var command = DeskCommands.Of("credentials", "Donne un nouveau mot de passe provisoire ; l'ancien et les connexions en cours ne valent plus",
            secrets, email);
        command.SetAction((parsed, ct) =>
        {
            if (parsed.GetValue(email) == (parsed.GetValue(secrets) is not null))
            {
                Console.Error.WriteLine("Choisissez --secrets DOSSIER ou --email.");
                return Task.FromResult(ExitCodes.WrongUse);
            }

            return AtDesk.RunAsync<IssueCredentials, IssuedCredentials>(parsed, "credentials",
                ins => new IssueCredentials(ins, parsed.GetValue(email)),
                (issued, services) => issued.Credentials is null ? "envoyés" : "à remettre  " + SecretsPaper.Write(
                    parsed.GetValue(secrets)!, issued.Record, issued.Credentials, issued.Until, PortalOf(services)), ct);
        });
        return command;
    }

    private static Command Copy()
    {
        var output = new Option<string>("--out") { Description = "Fichier ZIP à écrire", Required = true };
        var command = DeskCommands.Of("copy", "Copie tout ce que la personne peut voir, carnet fermé compris", output, RequestedBy);
        command.SetAction(async (parsed, ct) =>
        {
            if (DeskCommands.Read(parsed) is not { } ins)
            {
                return DeskCommands.Refuse(RecordFailures.InvalidIns);
            }

            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            switch (await workshop.RunAsync<CopyRecord, RecordCopy>(AtDesk.Desk(parsed, "copy"), new CopyRecord(ins, parsed.GetValue(RequestedBy)), ct))
            {
                case Outcome<RecordCopy>.Done(var copy):
                    await using (var file = Create(parsed.GetRequiredValue(output)))
                    {
                        await copy.WriteAsync(file, ct);
                    }

                    Console.WriteLine($"copié  {parsed.GetRequiredValue(output)}");
                    return ExitCodes.Done;
                case Outcome<RecordCopy>.Failed(var failure):
                    return DeskCommands.Refuse(failure);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        });
        return command;
    }

    private static Command Rectify()
    {
        var id = new Option<Guid>("--id") { Description = "Numéro de la demande de correction", Required = true };
        var accept = new Option<bool>("--accept") { Description = "L'auteur corrige ; sinon il refuse" };
        var text = new Option<string>("--text") { Description = "Réponse de l'auteur", Required = true };
        var command = DeskCommands.Of("rectify", "Note la réponse de l'auteur à une demande de correction", id, accept, text);
        command.SetAction((parsed, ct) => AtDesk.RunAsync<AnswerRectification, Guid>(parsed, "rectify",
            ins => new AnswerRectification(ins, parsed.GetRequiredValue(id), parsed.GetValue(accept), parsed.GetRequiredValue(text)),
            _ => "noté", ct));
        return command;
    }

    /// <summary>The address of the portal as people type it, or null where it is not said.</summary>
    internal static string? PortalOf(IServiceProvider services)
        => services.GetRequiredService<IOptions<AccountsOptions>>().Value.PortalAddress is { Length: > 0 } address ? address : null;

    // Health data: for the owner of the file alone.
    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
