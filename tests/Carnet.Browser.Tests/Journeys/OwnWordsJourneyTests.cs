using Carnet.Server.Demo;
using Microsoft.Playwright;

namespace Carnet.Browser.Tests.Journeys;

/// <summary>What people put into their record themselves.</summary>
public sealed class OwnWordsJourneyTests(DemoTownServer town) : JourneyWalk(town), IClassFixture<DemoTownServer>
{
    private const string Document = "/documents/{id:guid}";

    internal static Journey[] All { get; } =
    [
        new("add two photographs that become one PDF", ["/accueil", "/documents", "/documents/ajouter", Document], AddPhotographsAsync),
        new("write a note and destroy it", ["/accueil", "/documents", "/documents/ajouter", Document, Document + "/destruction"], WriteAndDestroyAsync),
        new("say one’s wishes by questionnaire",
            ["/accueil", "/volontes", "/volontes/directives", "/volontes/don", "/volontes/profil"], SayWishesAsync),
        new("print an emergency card that anybody can check",
            ["/accueil", "/proches", "/proches/personne", "/volontes", "/volontes/profil", "/volontes/carte", "/verifier/carte"], MakeCardAsync),
    ];

    public static TheoryData<string, string> Runs => RunsOf(All);

    [BrowserTheory, MemberData(nameof(Runs))]
    public Task Journey_reaches_its_end(string journey, string mode) => WalkAsync(journey, mode);

    private static async Task AddPhotographsAsync(Walker me)
    {
        await ToAddAsync(me);
        await me.PickAsync("type", "Une image, une radio");
        await me.WriteAsync("titre", "Radio du poignet");
        await me.DateAsync("date", new DateOnly(2025, 3, 9));
        await me.AttachAsync("fichiers",
            new FilePayload { Name = "un.png", MimeType = "image/png", Buffer = await me.Page.ScreenshotAsync() },
            new FilePayload { Name = "deux.jpg", MimeType = "image/jpeg", Buffer = await me.Page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg }) });
        await me.FollowAsync("Ajouter");
        await me.IsAtAsync("Radio du poignet");
        await me.SeesAsync("9 mars 2025");
        var address = await me.Page.Locator("a[target=_blank][href$=contenu]").GetAttributeAsync("href");
        var pdf = System.Text.Encoding.Latin1.GetString(await (await me.Page.APIRequest.GetAsync(address!)).BodyAsync());
        Assert.StartsWith("%PDF", pdf, StringComparison.Ordinal);
        Assert.Contains("/Count 2", pdf, StringComparison.Ordinal);
    }

    private static async Task WriteAndDestroyAsync(Walker me)
    {
        await ToAddAsync(me);
        await me.PickAsync("type", "Autre chose");
        await me.WriteAsync("titre", "Ma tension");
        await me.WriteAsync("texte", "Lundi : 13/8");
        await me.FollowAsync("Ajouter");
        await me.SeesAsync("Lundi : 13/8");
        await me.FollowAsync("Détruire ce document");
        await me.WriteAsync("confirmation", "non");
        await me.FollowAsync("Détruire ce document");
        await me.SeesAsync("Écrivez DÉTRUIRE pour confirmer");
        await me.WriteAsync("confirmation", "détruire");
        await me.FollowAsync("Détruire ce document");
        await me.IsAtAsync("Vos documents");
        await me.SeesNotAsync("Ma tension");
    }

    private static async Task SayWishesAsync(Walker me)
    {
        await ToWishesAsync(me, await me.Town.MoveInAsync("yuna-bodermadec"));
        await me.FollowAsync("Écrire : directives anticipées");
        await me.WriteAsync("reanimation", "Pas si je ne dois plus pouvoir communiquer.");
        await me.FollowAsync("Enregistrer mes directives");
        await me.SeesAsync("Pas si je ne dois plus pouvoir communiquer.");
        await me.FollowAsync("Écrire : don d’organes");
        await me.TickAsync("choix-3");
        await me.FollowAsync("Enregistrer");
        await me.SeesAsync("Je suis d’accord pour donner mes organes et mes tissus.");
        await WriteProfileAsync(me);
        await me.SeesAsync("Pénicilline, plaques rouges en 2009");
    }

    private static async Task MakeCardAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("yuna-bodermadec");
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Ma famille et mes aidants");
        await me.FollowAsync("Ajouter une personne");
        await me.TickAsync("role-prevenir");
        await me.WriteAsync("nom", "Armelle Lestrevic");
        await me.WriteAsync("lien", "ma nièce");
        await me.WriteAsync("telephone", "06 39 98 00 72");
        await me.FollowAsync("Ajouter cette personne");
        await me.SeesAsync("Armelle Lestrevic");
        await me.OpenAsync("/volontes");
        await WriteProfileAsync(me);
        await me.FollowAsync("Préparer ma carte");
        await me.SeesAsync("Pénicilline, plaques rouges en 2009");
        await me.SeesAsync("Armelle Lestrevic");
        Assert.Equal(1, await me.Page.Locator(".qr svg[role=img] path").CountAsync());

        await me.FollowAsync("la page faite pour cela");
        var card = await me.Town.Newcomers.CardAsync(person.Login);
        await PasteAsync(me, card);
        await me.SeesAsync("La carte est bonne");
        await PasteAsync(me, card.Replace("Pénicilline", "Paracétamol", StringComparison.Ordinal));
        await me.SeesAsync("Cette carte n’est pas bonne");
    }

    // A text of several lines is pasted, by whatever hand.
    private static async Task PasteAsync(Walker me, string text)
    {
        await me.WriteAsync("carte", "");
        await me.Page.Locator("#carte").FillAsync(text);
        await me.FollowAsync("Vérifier");
    }

    private static async Task ToAddAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("yuna-bodermadec");
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Documents");
        await me.FollowAsync("Ajouter un document");
    }

    private static async Task ToWishesAsync(Walker me, DemoPatient person)
    {
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Mes volontés et ma santé en bref");
    }

    private static async Task WriteProfileAsync(Walker me)
    {
        await me.FollowAsync("Écrire : profil médical");
        await me.WriteAsync("allergies", "Pénicilline, plaques rouges en 2009");
        await me.WriteAsync("traitements", "Metformine 1000 mg, matin et soir");
        await me.FollowAsync("Enregistrer mon profil");
    }
}
