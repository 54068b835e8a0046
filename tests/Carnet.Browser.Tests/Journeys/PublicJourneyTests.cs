using Microsoft.Playwright;

namespace Carnet.Browser.Tests.Journeys;

/// <summary>What everybody may read, and how they read it.</summary>
public sealed class PublicJourneyTests(DemoTownServer town) : JourneyWalk(town), IClassFixture<DemoTownServer>
{
    internal static Journey[] All { get; } =
    [
        new("learn what the record is before having one",
            ["/", "/questions", "/securite", "/chiffres", "/accessibilite", "/lexique", "/ouvrir", "/ouvrir/identite"], LearnAsync),
        new("read the rules and how they changed",
            ["/", "/professionnels", "/regles", "/regles/habilitations", "/regles/droits", "/regles/historique", "/regles/difference", "/logiciels"],
            ReadRulesAsync),
        new("check a message as a vendor", ["/", "/editeurs", "/controle"], CheckMessageAsync),
        new("read in easy words, and in English", ["/", "/accueil", "/documents", "/autorisations"], ChangeWordsAsync),
    ];

    public static TheoryData<string, string> Runs => RunsOf(All);

    [BrowserTheory, MemberData(nameof(Runs))]
    public Task Journey_reaches_its_end(string journey, string mode) => WalkAsync(journey, mode);

    private static async Task LearnAsync(Walker me)
    {
        await me.OpenAsync("/");
        await me.FollowAsync("Les questions que l’on pose");
        await me.SeesAsync("assureur");
        await me.OpenAsync("/securite");
        await me.SeesAsync("Une clé pour chaque carnet");
        await me.OpenAsync("/chiffres");
        await me.SeesAsync("compté sans nommer personne");
        await me.OpenAsync("/accessibilite");
        await me.OpenAsync("/ouvrir");
        await me.FollowAsync("Commencer");
        await ExplainAsync(me, "mot-ins");
        await me.FollowAsync("Tous les mots");
        await me.IsAtAsync("Les mots du carnet");
    }

    private static async Task ReadRulesAsync(Walker me)
    {
        await me.OpenAsync("/");
        await me.FollowAsync("Un professionnel de santé");
        await me.FollowAsync("La matrice d’habilitation, par profession");
        await me.OpenAsync("/regles");
        await me.FollowAsync("Voir par type d’utilisateur");
        await me.OpenAsync("/regles");
        await me.FollowAsync("Les logiciels inscrits sur ce service");
        await me.OpenAsync("/regles");
        await me.FollowAsync("Toutes les versions");
        await me.SeesAsync("En vigueur");
        await me.OpenAsync("/regles/difference?regle=habilitations&de=1&a=1");
        await me.SeesAsync("Rien ne change.");
    }

    private static async Task CheckMessageAsync(Walker me)
    {
        await me.OpenAsync("/");
        await me.FollowAsync("Un éditeur de logiciel");
        await me.FollowAsync("Contrôler un message");
        await me.WriteAsync("message", "<Envelope/>");
        await me.FollowAsync("Vérifier");
        Assert.Equal(1, await me.Page.Locator("#resultat").CountAsync());
    }

    private static async Task ChangeWordsAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("solene-gwerzennou");
        await me.OpenAsync("/");
        await me.FollowAsync("Version facile à lire");
        Assert.Equal("easy", await me.Page.Locator("html").GetAttributeAsync("class"));
        await me.ComeInAsync(person.Login);
        Assert.Equal("easy", await me.Page.Locator("html").GetAttributeAsync("class"));
        Assert.NotEqual(0, await me.Page.Locator("main svg.picto").CountAsync());
        await me.FollowAsync("Documents");
        await me.FollowAsync("Version ordinaire");
        await me.FollowAsync("English");
        await me.IsAtAsync("Your documents");
        await me.FollowAsync("Who may enter");
        Assert.Equal("en", await me.Page.Locator("html").GetAttributeAsync("lang"));
        await me.FollowAsync("Français");
        await me.IsAtAsync("Qui peut entrer");
    }

    /// <summary>A word is explained where it stands, with or without script.</summary>
    private static async Task ExplainAsync(Walker me, string meaning)
    {
        var button = me.Page.Locator($"button[popovertarget={meaning}]");
        Assert.False(await me.Page.Locator($"#{meaning}").IsVisibleAsync());
        await me.UnfoldAsync((await button.InnerTextAsync()).Trim());
        await me.Page.Locator($"#{meaning}").WaitForAsync(new() { State = WaitForSelectorState.Visible });
    }
}
