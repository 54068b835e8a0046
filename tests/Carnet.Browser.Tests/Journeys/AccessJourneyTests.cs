using System.Text;
using Carnet.Server.Demo;
using Microsoft.Playwright;

namespace Carnet.Browser.Tests.Journeys;

/// <summary>Who may enter, and who has entered.</summary>
public sealed class AccessJourneyTests(DemoTownServer town) : JourneyWalk(town), IClassFixture<DemoTownServer>
{
    internal static Journey[] All { get; } =
    [
        new("allow, name, block and unblock professionals, and choose for emergencies", ["/accueil", "/autorisations"], ChooseAsync),
        new("look through who came, keep the proof of an entry, and check it",
            ["/accueil", "/acces", "/acces/{id:guid}", "/verifier"], ProveAsync),
        new("report somebody whom one does not know", ["/accueil", "/acces", "/acces/{id:guid}"], ReportAsync),
    ];

    public static TheoryData<string, string> Runs => RunsOf(All);

    [BrowserTheory, MemberData(nameof(Runs))]
    public Task Journey_reaches_its_end(string journey, string mode) => WalkAsync(journey, mode);

    private static async Task ChooseAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("solene-gwerzennou");
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Qui peut entrer");
        await me.WriteAsync("numero", "12");
        await me.FollowAsync("Autoriser");
        await me.SeesAsync("À corriger");
        await me.WriteAsync("numero", DemoTown.Professional("paul-auffretic").PsIdNat[1..]);
        await me.FollowAsync("Autoriser");
        await me.SeesAsync("Ce professionnel peut maintenant lire votre carnet.");
        await me.FollowAsync(await me.ButtonAsync("Nommer médecin traitant", "AUFFRETIC"));
        await me.SeesAsync("Ce médecin est maintenant votre médecin traitant.");
        await me.FollowAsync(await me.ButtonAsync("Bloquer", "AUFFRETIC"));
        await me.SeesAsync("Ce professionnel est bloqué, même en urgence.");
        await me.FollowAsync(await me.ButtonAsync("Débloquer", "AUFFRETIC"));
        await me.SeesAsync("Ce professionnel n’est plus bloqué.");
        await me.TickAsync("choix-samu", on: false);
        await me.TickAsync("choix-nouveaux");
        await me.FollowAsync("Enregistrer mes choix");
        await me.SeesAsync("Vos choix sont enregistrés.");
        Assert.False(await me.Page.Locator("#choix-samu").IsCheckedAsync());
        Assert.True(await me.Page.Locator("#choix-nouveaux").IsCheckedAsync());
    }

    private static async Task ProveAsync(Walker me)
    {
        await me.ComeInAsync(DemoTownServer.Ines.Login);
        await me.FollowAsync("Qui est entré");
        await me.FollowAsync("Urgences");
        await me.SeesAsync("Douleur thoracique, patiente confuse");
        await me.UnfoldAsync("Choisir une période");
        await me.DateAsync("du", new DateOnly(2020, 1, 1));
        await me.DateAsync("au", new DateOnly(2020, 1, 31));
        await me.FollowAsync("Voir cette période");
        await me.SeesAsync("Personne n’est entré en urgence.");
        await me.FollowAsync("Urgences");
        await me.FollowAsync("Je ne connais pas cette personne");
        var proof = await me.SaveAsync("Enregistrer la preuve");
        await me.FollowAsync("Vérifier une preuve");
        await CheckAsync(me, proof);
        await me.SeesAsync("La preuve est bonne");
        var changed = Encoding.UTF8.GetString(proof);
        var digit = changed.LastIndexOfAny([.. "0123456789"]);
        await CheckAsync(me, Encoding.UTF8.GetBytes(changed[..digit] + (changed[digit] == '7' ? '8' : '7') + changed[(digit + 1)..]));
        await me.SeesNotAsync("La preuve est bonne");
    }

    private static async Task CheckAsync(Walker me, byte[] proof)
    {
        await me.AttachAsync("preuve", new FilePayload { Name = "preuve.json", MimeType = "application/json", Buffer = proof });
        await me.FollowAsync("Vérifier");
    }

    private static async Task ReportAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("solene-gwerzennou");
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Qui est entré");
        await me.FollowAsync("Je ne connais pas cette personne");
        await me.FollowAsync("Signaler cette entrée");
        await me.SeesAsync("À corriger");
        await me.WriteAsync("texte", "Je n’étais pas en ville ce jour-là.");
        await me.FollowAsync("Signaler cette entrée");
        await me.SeesAsync("Ce que vous avez signalé");
        await me.SeesAsync("Je n’étais pas en ville ce jour-là.");
    }
}
