using System.CommandLine;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Cli.Governance;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Governance;

namespace Carnet.Server.Cli;

/// <summary><c>carnet explain</c>: who can see a document and by which rules, without names and content.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var patient = new Option<string>("--patient") { Description = "INS de la personne, 15 caractères", Required = true };
        var oid = new Option<string?>("--oid") { Description = "OID de l'INS ; par défaut celui des NIR, puis celui des INS de test" };
        var document = new Option<Guid>("--document") { Description = "Numéro du document (entryUUID)", Required = true };
        var professional = new Option<string?>("--as") { Description = "Ce professionnel seulement (PS_IdNat)" };
        var change = new Option<string?>("--if") { Description = "Et si : mask, unmask, no-emergency ou block:PS_IdNat" };
        var command = new Command("explain", "Dit qui peut voir un document et par quelles règles, sans nom ni contenu")
            .With(patient, oid, document, professional, change);
        command.SetAction(async (parsed, ct) =>
        {
            var numbers = parsed.GetValue(oid) is { } one ? (string[])[one] : [Ins.NirOid, Ins.TestOid];
            var people = numbers.Select(number => Ins.TryCreate(parsed.GetRequiredValue(patient), number, out var ins) ? ins : null)
                .OfType<Ins>().ToList();
            if (people.Count == 0)
            {
                return Wrong("--patient : l'INS est faux, 15 caractères dont la clé et un OID connu (--oid).");
            }

            PsIdNat? only = null;
            if (parsed.GetValue(professional) is { } number)
            {
                if (!PsIdNat.TryCreate(number, out var who))
                {
                    return Wrong("--as : ce PS_IdNat n'est pas juste (8 et un numéro RPPS).");
                }

                only = who;
            }

            if (parsed.GetValue(change) is { } wanted && ChangeOf(wanted) is null)
            {
                return Wrong("--if : mask, unmask, no-emergency ou block:PS_IdNat.");
            }

            return await RunAsync(parsed, people,
                new ExplainDocument(new DocumentId(parsed.GetRequiredValue(document)), null, only, ChangeOf(parsed.GetValue(change))), ct);
        });
        return command;
    }

    /// <summary>The change that a word names, or null.</summary>
    public static WhatIf? ChangeOf(string? word) => word switch
    {
        "mask" => new WhatIf.Mask(),
        "unmask" => new WhatIf.Mask(Masked: false),
        "no-emergency" => new WhatIf.NoEmergency(),
        _ when word is not null && word.StartsWith("block:", StringComparison.Ordinal)
            && PsIdNat.TryCreate(word["block:".Length..], out var who) => new WhatIf.Block(who),
        _ => null,
    };

    /// <summary>One line for each: number, what they see, rules; the change at the end.</summary>
    public static string Line(ExplainedLine line)
    {
        var rules = string.Join(' ', line.Now.Reasons.Select(reason =>
            $"{reason.Rule}{(reason.Effect switch { Effect.Opens => "+", Effect.Closes => "-", _ => "" })}"));
        return $"{line.Who}  {Word(line.Now)}  {rules}{(line.Changes ? $"  => {Word(line.Then!)}" : "")}";
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, List<Ins> people, ExplainDocument request, CancellationToken ct)
    {
        await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
        if (await OperatorOptions.GovernorAsync(workshop, parsed, ct) is not Outcome<Caller>.Done(var caller))
        {
            return OperatorOptions.Refuse(OperatorFailures.NotRecognised);
        }

        Failure? told = null;
        foreach (var person in people)
        {
            switch (await workshop.RunAsync<ExplainDocument, Explanation>(caller, request with { Patient = person }, ct))
            {
                case Outcome<Explanation>.Done(var explanation):
                    foreach (var line in explanation.Lines)
                    {
                        Console.WriteLine(Line(line));
                    }

                    return ExitCodes.Done;
                case Outcome<Explanation>.Failed(var failure):
                    told = failure;
                    break;
            }
        }

        Console.Error.WriteLine($"{told!.Code}: {told.Detail}");
        return ExitCodes.Refused;
    }

    private static int Wrong(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return ExitCodes.WrongUse;
    }

    private static string Word(Verdict verdict) => verdict.Reads ? "lit" : verdict.Sees ? "voit" : "rien";
}
