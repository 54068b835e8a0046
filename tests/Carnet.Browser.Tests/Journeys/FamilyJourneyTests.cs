using Carnet.Server.Demo;

namespace Carnet.Browser.Tests.Journeys;

/// <summary>Acting for others.</summary>
public sealed class FamilyJourneyTests(DemoTownServer town) : JourneyWalk(town), IClassFixture<DemoTownServer>
{
    private const string Document = "/documents/{id:guid}";

    internal static Journey[] All { get; } =
    [
        new("act for a teenager without seeing what is hers alone",
            ["/pour-qui", "/accueil", "/documents", "/proches", "/acces"], ActForAsync),
        new("two parents who do not agree hide a document together",
            ["/pour-qui", "/accueil", "/documents", Document, Document + "/masquer", "/accords"], AgreeAsync),
        new("name a caregiver, who comes in and chooses a password, and end it",
            ["/accueil", "/proches", "/proches/aidant", "/connexion", "/connexion/code", "/mot-de-passe", "/pour-qui"], NameCaregiverAsync),
    ];

    public static TheoryData<string, string> Runs => RunsOf(All);

    [BrowserTheory, MemberData(nameof(Runs))]
    public Task Journey_reaches_its_end(string journey, string mode) => WalkAsync(journey, mode);

    private static async Task ActForAsync(Walker me)
    {
        var lila = await me.Town.MoveInAsync("lila-brandivec");
        await ComeInAsParentAsync(me, lila, 0);
        await me.IsAtAsync($"Carnet de {lila.GivenNames[0]} {lila.UsedName}");
        await me.FollowAsync("Documents");
        var seen = await CountAsync(me);
        await me.SeesNotAsync("Caché aux parents");
        await me.FollowAsync("Changer de carnet");
        await me.SeesAsync("Vous êtes ici");

        await me.TakeAnotherBrowserAsync();
        await me.ComeInAsync(lila.Login);
        await me.FollowAsync("Documents");
        Assert.Equal(seen + 4, await CountAsync(me));
        await me.OpenAsync("/proches");
        await me.FollowAsync("Ce que vos représentants ont fait");
        await me.SeesAsync("BRANDIVEC");
    }

    private static async Task AgreeAsync(Walker me)
    {
        var noe = await me.Town.MoveInAsync("noe-quistremad");
        await me.Town.Newcomers.QuarrelAsync(noe);
        await ComeInAsParentAsync(me, noe, 0);
        await me.FollowAsync("Documents");
        await me.FollowAsync(await me.WordsAsync(".rows a.title"));
        await me.FollowAsync("Masquer ce document");
        await me.FollowAsync("Demander l’accord de l’autre parent");
        await me.SeesAsync("Votre demande attend l’accord de l’autre parent, que nous avons prévenu.");

        await me.TakeAnotherBrowserAsync();
        await ComeInAsParentAsync(me, noe, 1);
        await me.SeesAsync("L’autre parent demande votre accord.");
        await me.FollowAsync("Répondre");
        await me.FollowAsync("Lire ce document");
        await me.SeesNotAsync("masqué aux autres professionnels");
        await me.OpenAsync("/accords");
        await me.FollowAsync(await me.WordsAsync("main button[value=oui]"));
        await me.SeesAsync("C’est fait, avec l’accord des deux parents.");
    }

    private static async Task NameCaregiverAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("yuna-bodermadec");
        var phone = person.Phone.Replace("0639981", "0639984", StringComparison.Ordinal);
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Ma famille et mes aidants");
        await me.FollowAsync("Nommer un aidant");
        await me.WriteAsync("prenom", "Armelle");
        await me.WriteAsync("nom", "Lestrevic");
        await me.WriteAsync("telephone", phone);
        await me.TickAsync("etendue-lire");
        await me.DateAsync("jusque", new DateOnly(2020, 1, 31));
        await me.FollowAsync("Nommer cet aidant");
        await me.SeesAsync("À corriger");
        await me.DateAsync("jusque", me.Town.Newcomers.DayIn(30));
        await me.FollowAsync("Nommer cet aidant");
        await me.IsAtAsync("Armelle Lestrevic est votre aidant");
        var paper = await me.Page.Locator("dd.nums").AllInnerTextsAsync();
        await me.FollowAsync("Ma famille et mes aidants");

        var own = me.Page;
        await me.TakeAnotherBrowserAsync();
        await me.OpenAsync("/connexion");
        await me.LogInAsync(person with { Login = paper[0].Trim(), Phone = phone }, paper[1].Trim());
        await me.IsAtAsync("Choisissez votre mot de passe");
        await me.WriteAsync("nouveau", "quatre mots sans lien entre eux");
        await me.WriteAsync("confirmation", "quatre mots sans lien entre eux");
        await me.FollowAsync("Enregistrer ce mot de passe");
        await me.FollowAsync($"Agir pour {person.GivenNames[0]} {person.UsedName}");
        await me.IsAtAsync($"Carnet de {person.GivenNames[0]} {person.UsedName}");

        me.GoBackTo(own);
        await me.FollowAsync("Mettre fin maintenant : Armelle Lestrevic");
        await me.SeesNotAsync("Armelle Lestrevic");
    }

    // « 12 documents, le plus récent d’abord »
    private static async Task<int> CountAsync(Walker me)
        => int.Parse((await me.WordsAsync("main .sheet > [role=status]")).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task ComeInAsParentAsync(Walker me, DemoPatient child, int parent)
    {
        await me.ComeInAsync(child.Representatives[parent].Login);
        await me.FollowAsync($"Agir pour {child.GivenNames[0]} {child.UsedName}");
    }
}
