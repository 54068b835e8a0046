using System.CommandLine;
using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Cli.Governance;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Governance;

namespace Carnet.Server.Cli;

/// <summary><c>carnet agreements</c>: which establishments may speak for their people (AIR).</summary>
internal static class AgreementsCommand
{
    public static Command Create()
    {
        var structure = new Argument<string>("structure") { Description = "Struct_IdNat de l'établissement (1 et FINESS), ou FINESS" };
        var methods = new Option<string[]>("--methods")
        {
            Description = $"Méthodes d'authentification admises : {string.Join(", ", PrimaryMethodCodes.All)}",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var simplified = new Option<bool>("--simplified")
        {
            Description = $"AIR simplifiée : le VIHF peut déclarer {PrimaryMethodCodes.Conforming} sans nommer la méthode",
        };
        var since = new Option<string?>("--since") { Description = "Premier jour (aaaa-mm-jj, UTC) ; par défaut maintenant" };
        var until = new Option<string?>("--until") { Description = "Jour de la fin (aaaa-mm-jj, UTC), exclu ; par défaut sans fin" };
        var add = new Command("add", "Inscrit la convention d'un établissement")
        {
            structure, methods, simplified, since, until,
        }.With();
        add.SetAction((parsed, ct) => RunAsync(parsed, structure, (workshop, self, id) =>
        {
            var codes = parsed.GetRequiredValue(methods).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
            var listed = codes.TrueForAll(code => PrimaryMethodCodes.Of(code) is not null)
                ? codes.Aggregate(PrimaryMethods.None, (all, code) => all | PrimaryMethodCodes.Of(code)!.Value)
                : PrimaryMethods.None;
            var (from, to) = (DayOf(parsed.GetValue(since), TimeProvider.System.GetUtcNow()), DayOf(parsed.GetValue(until), null));
            return from.Wrong || to.Wrong ? Task.FromResult<Outcome<EstablishmentAgreement>>(AgreementFailures.Period)
                : workshop.RunAsync<AddAgreement, EstablishmentAgreement>(self, new AddAgreement(new EstablishmentAgreement(
                    id, listed, parsed.GetValue(simplified), from.Day!.Value, to.Day)), ct);
        }, ct));
        var end = new Command("end", "Met fin à la convention d'un établissement") { structure }.With();
        end.SetAction((parsed, ct) => RunAsync(parsed, structure, (workshop, self, id)
            => workshop.RunAsync<EndAgreement, EstablishmentAgreement>(self, new EndAgreement(id), ct), ct));
        var list = new Command("list", "Liste les conventions, passées et en cours").With();
        list.SetAction(ListAsync);
        return new Command("agreements", "Conventions d'authentification indirecte renforcée (AIR)") { add, list, end };
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, Argument<string> structure, Func<Workshop, Caller, StructIdNat, Task<Outcome<EstablishmentAgreement>>> act,
        CancellationToken ct)
    {
        var text = parsed.GetRequiredValue(structure);
        if (!StructIdNat.TryCreate(text, out var id) && !StructIdNat.TryCreate("1" + text, out id))
        {
            Console.Error.WriteLine($"« {text} » n'est ni un Struct_IdNat ni un FINESS.");
            return ExitCodes.WrongUse;
        }

        await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
        var who = await OperatorOptions.GovernorAsync(workshop, parsed, ct);
        switch (who is Outcome<Caller>.Done(var self)
            ? await act(workshop, self, id)
            : ((Outcome<Caller>.Failed)who).Failure)
        {
            case Outcome<EstablishmentAgreement>.Done(var agreement):
                Console.WriteLine(Line(agreement));
                return ExitCodes.Done;
            case Outcome<EstablishmentAgreement>.Failed(var failure):
                Console.Error.WriteLine($"refusé  {failure.Code} : {failure.Detail}");
                return ExitCodes.Refused;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken ct)
    {
        await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
        if (await OperatorOptions.GovernorAsync(workshop, parsed, ct) is not Outcome<Caller>.Done(var self))
        {
            return OperatorOptions.Refuse(OperatorFailures.NotRecognised);
        }

        if (await workshop.RunAsync<ListAgreements, IReadOnlyList<EstablishmentAgreement>>(self, new ListAgreements(), ct)
            is Outcome<IReadOnlyList<EstablishmentAgreement>>.Done(var agreements))
        {
            agreements.Select(Line).ToList().ForEach(Console.WriteLine);
        }

        return ExitCodes.Done;
    }

    private static string Line(EstablishmentAgreement agreement) => string.Join("  ",
        agreement.Structure.Value,
        $"{Text(agreement.Since)} → {(agreement.Until is { } end ? Text(end) : "sans fin")}",
        string.Join(',', PrimaryMethodCodes.CodesOf(agreement.Methods)) + (agreement.Simplified ? ",simplifiée" : ""));

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static (DateTimeOffset? Day, bool Wrong) DayOf(string? text, DateTimeOffset? otherwise)
        => text is null ? (otherwise, false)
            : DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var day) ? (day, false)
            : (null, true);
}
