using System.CommandLine;
using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Server.Demo;
using Carnet.Server.Features.Directory;

namespace Carnet.Server.Cli;

/// <summary><c>carnet cards</c>: virtual cards of the demo world, for testers.</summary>
internal static class CardsCommand
{
    public static Command Create()
    {
        var slug = new Option<string>("--slug") { Description = "Nom du dossier de la carte", Required = true };
        var kind = new Option<string>("--kind") { Description = "cps, cpe ou structure", Required = true };
        kind.AcceptOnlyFromAmong("cps", "cpe", "structure");
        var family = new Option<string?>("--family") { Description = "Nom d'exercice" };
        var given = new Option<string?>("--given") { Description = "Prénom" };
        var id = new Option<string?>("--id") { Description = "PS_IdNat (8 et RPPS), ou RPPS ; pour une CPE 3 et FINESS/rang" };
        var profession = new Option<string?>("--profession") { Description = "Profession (TRE_G15), par exemple 10" };
        var specialty = new Option<string?>("--specialty") { Description = "Spécialité (SM26) ou section (A)" };
        var structure = new Option<string>("--structure") { Description = "Structure de démonstration, ou FINESS", Required = true };
        var name = new Option<string?>("--structure-name") { Description = "Nom d'une structure nouvelle" };
        var sector = new Option<string?>("--sector") { Description = "Secteur d'activité d'une structure nouvelle, par exemple SA07" };
        var issue = new Command("issue", "Fait une carte virtuelle et inscrit son porteur à l'annuaire")
        {
            slug, kind, family, given, id, profession, specialty, structure, name, sector, ServeCommand.Data,
        };
        issue.SetAction(async (parsed, ct) =>
        {
            var order = new CardOrder(
                parsed.GetRequiredValue(slug), parsed.GetRequiredValue(kind), parsed.GetValue(family), parsed.GetValue(given),
                parsed.GetValue(id), parsed.GetValue(profession), parsed.GetValue(specialty),
                parsed.GetRequiredValue(structure), parsed.GetValue(name), parsed.GetValue(sector));
            if (order.Subject(out var defect) is { } subject)
            {
                return await IssueAsync(subject, parsed.GetValue(ServeCommand.Data), ct);
            }

            Console.Error.WriteLine(defect);
            return ExitCodes.WrongUse;
        });
        return new Command("cards", "Cartes virtuelles du monde de démonstration") { issue };
    }

    private static async Task<int> IssueAsync(CardSubject subject, string? data, CancellationToken ct)
    {
        await using var workshop = await Workshop.OpenAsync(data, demo: false, ct);
        var world = workshop.DemoFolder;
        if (!File.Exists(Path.Combine(world, "ca.pem")))
        {
            Console.Error.WriteLine($"« {world} » n'est pas un monde de démonstration : carnet serve --demo le crée.");
            return ExitCodes.WrongUse;
        }

        if (Directory.Exists(Path.Combine(world, subject.Folder)))
        {
            Console.Error.WriteLine($"La carte {subject.Slug} existe déjà.");
            return ExitCodes.WrongUse;
        }

        StructIdNat.TryCreate(subject.Structure.IdNst, out var structure);
        List<ListedActivity> activities = [];
        if (subject.Kind is CardKind.Cps && PsIdNat.TryCreate(subject.CommonName, out var person))
        {
            activities.Add(new ListedActivity(
                person, subject.FamilyName!, subject.GivenName!, subject.Profession!, subject.Specialty, structure));
        }

        await workshop.RunAsync<Enlist, int>(
            new Caller.Job("cards issue") { Origin = new Origin(Door.CommandLine, "carnet cards issue") },
            new([new(structure, subject.Structure.Name, subject.Structure.Kind, subject.Structure.Sector)], activities), ct);
        using var pki = DemoPki.Open(world, TimeProvider.System.GetUtcNow());
        using var card = pki.Issue(subject);
        CardFiles.Write(world, card, pki.AuthorityPem);
        Console.WriteLine(Path.Combine(world, subject.Folder));
        return ExitCodes.Done;
    }
}
