namespace Carnet.Browser.Tests.Journeys;

/// <summary>Reading documents, and deciding about them.</summary>
public sealed class DocumentJourneyTests(DemoTownServer town) : JourneyWalk(town), IClassFixture<DemoTownServer>
{
    private const string Document = "/documents/{id:guid}";

    internal static Journey[] All { get; } =
    [
        new("see at home what is new and who came", ["/accueil", Document, "/acces", "/documents/espace/{slug}"], SeeHomeAsync),
        new("find a document by words, type and order", ["/accueil", "/documents", "/documents/recherche", Document], FindAsync),
        new("follow the line of life to a month and a document", ["/accueil", "/documents", "/documents/frise", Document],
            FollowLineOfLifeAsync),
        new("read a document, its version before, and keep its original", ["/accueil", "/documents", Document], ReadVersionsAsync),
        new("hide a document from professionals and show it again",
            ["/accueil", "/documents", Document, Document + "/qui-le-voit", Document + "/masquer"], HideAsync),
        new("ask an author for a correction", ["/accueil", "/documents", Document, Document + "/correction", "/corrections"], CorrectAsync),
    ];

    public static TheoryData<string, string> Runs => RunsOf(All);

    [BrowserTheory, MemberData(nameof(Runs))]
    public Task Journey_reaches_its_end(string journey, string mode) => WalkAsync(journey, mode);

    private static async Task SeeHomeAsync(Walker me)
    {
        await me.ComeInAsync(DemoTownServer.Ines.Login);
        await me.SeesAsync("Du nouveau dans votre carnet");
        await me.SeesAsync("Urgence");
        var newest = await me.WordsAsync(".rows a.title");
        await me.FollowAsync(newest);
        await me.IsAtAsync(newest);
        await me.OpenAsync("/accueil");
        await me.FollowAsync("Tout l’historique");
        await me.FollowAsync("Urgences");
        await me.SeesAsync("Douleur thoracique, patiente confuse");
        await me.OpenAsync("/accueil");
        await me.FollowAsync(await me.WordsAsync(".spaces a"));
        Assert.NotEqual(0, await me.Page.Locator(".rows a.title").CountAsync());
    }

    private static async Task FindAsync(Walker me)
    {
        await me.ComeInAsync(DemoTownServer.Ines.Login);
        await me.FollowAsync("Documents");
        await me.WriteAsync("mots", "créatinine");
        await me.FollowAsync("Chercher");
        await me.SeesAsync("documents trouvés");
        Assert.Contains("réatinine", await me.WordsAsync("mark"), StringComparison.Ordinal);
        await me.UnfoldAsync("Filtrer et trier");
        var types = (await me.Page.Locator("#type option").AllInnerTextsAsync()).Select(text => text.Trim()).ToList();
        await me.PickAsync("type", types[1]);
        await me.PickAsync("ordre", "Le plus ancien d’abord");
        await me.FollowAsync("Appliquer");
        var found = await me.Page.Locator(".rows .meta").AllInnerTextsAsync();
        Assert.All(found, line => Assert.Contains(types[1], line, StringComparison.OrdinalIgnoreCase));
        var days = await me.Page.Locator(".rows time").EvaluateAllAsync<string[]>("all => all.map(one => one.dateTime)");
        Assert.NotEmpty(days);
        Assert.Equal(days.Order(StringComparer.Ordinal), days);
        await me.FollowAsync(await me.WordsAsync(".rows a.title"));
        Assert.NotEqual(0, await me.Page.Locator("article.document, a[target=_blank]").CountAsync());
    }

    private static async Task FollowLineOfLifeAsync(Walker me)
    {
        await me.ComeInAsync(DemoTownServer.Ines.Login);
        await me.FollowAsync("Documents");
        await me.FollowAsync("Ligne de vie");
        Assert.NotEqual(0, await me.Page.Locator("svg .dot").CountAsync());
        await me.FollowAsync(await me.WordsAsync("details[open] th a"));
        await me.FollowAsync(await me.WordsAsync(".rows a.title"));
        await me.SeesAsync("Écrit le");
    }

    private static async Task ReadVersionsAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("honorine-tressignau");
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Documents");
        await me.FollowAsync(await me.TitleWithAsync("liaison"));
        await me.SeesAsync("Fauteuil roulant depuis l’été.");
        Assert.StartsWith("<?xml", System.Text.Encoding.UTF8.GetString(await me.SaveAsync(await me.ActAsync("original"))).TrimStart('\uFEFF'), StringComparison.Ordinal);
        await me.FollowAsync(await me.WordsAsync("[aria-labelledby=versions] a.title"));
        await me.SeesAsync("Marche avec un déambulateur.");
        await me.SeesAsync("Ancienne version");
    }

    private static async Task HideAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("solene-gwerzennou");
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Documents");
        await me.FollowAsync(await me.WordsAsync(".rows a.title"));
        await me.FollowAsync("Qui le voit, et pourquoi");
        await me.PickAsync("si", "je masque ce document");
        await me.FollowAsync("Voir ce qui changerait");
        await me.SeesAsync("Rien n’est changé pour l’instant.");
        await me.FollowAsync("Masquer ou démasquer");
        await me.SeesAsync("Vous, son auteur et le médecin traitant le verront encore.");
        await me.FollowAsync("Masquer ce document");
        await me.SeesAsync("masqué aux autres professionnels");
        await me.FollowAsync("Démasquer ce document");
        await me.FollowAsync("Démasquer ce document");
        await me.SeesNotAsync("masqué aux autres professionnels");
    }

    private static async Task CorrectAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("solene-gwerzennou");
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Documents");
        await me.FollowAsync(await me.WordsAsync(".rows a.title"));
        await me.FollowAsync("Demander une correction");
        await me.WriteAsync("texte", "Je n’ai jamais eu ce rendez-vous.");
        await me.FollowAsync("Envoyer la demande");
        await me.SeesAsync("Votre demande est partie");
        await me.SeesAsync("Je n’ai jamais eu ce rendez-vous.");
        await me.SeesAsync("En attente");
    }
}
