using Carnet.Server.Demo;

namespace Carnet.Browser.Tests.Journeys;

/// <summary>Getting a record, and wanting none.</summary>
public sealed class OpeningJourneyTests(DemoTownServer town) : JourneyWalk(town), IClassFixture<DemoTownServer>
{
    private const string Password = "quatre mots sans lien entre eux";

    internal static Journey[] All { get; } =
    [
        new("open one’s own record in three steps",
            ["/ouvrir", "/ouvrir/identite", "/ouvrir/code", "/ouvrir/choix", "/ouvrir/acces", "/connexion", "/connexion/code", "/accueil"],
            OpenAsync),
        new("object to the opening of a record, for a child and for oneself",
            ["/s-opposer", "/s-opposer/identite", "/s-opposer/code", "/s-opposer/confirmer", "/s-opposer/represente"], ObjectAsync),
        new("open the record of one’s child",
            ["/accueil", "/proches", "/proches/enfant", "/pour-qui"], OpenForChildAsync),
    ];

    public static TheoryData<string, string> Runs => RunsOf(All);

    [BrowserTheory, MemberData(nameof(Runs))]
    public Task Journey_reaches_its_end(string journey, string mode) => WalkAsync(journey, mode);

    private static async Task OpenAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("corentin-guivarchal");
        await me.OpenAsync("/ouvrir");
        await me.FollowAsync("Commencer");
        await SayWhoAsync(me, person, number: "123");
        await me.FollowAsync("Recevoir un code");
        await me.SeesAsync("Le numéro compte 15 signes");
        await me.WriteAsync("numero", person.Ins);
        await me.FollowAsync("Recevoir un code");
        await me.WriteAsync("code", await me.CodeAsync(person.Phone));
        await me.FollowAsync("Continuer");
        Assert.Equal(person.Email, await me.Page.GetByLabel("Adresse électronique").InputValueAsync());
        await me.TickAsync("urgence-oui");
        await me.TickAsync("samu-non");
        await me.TickAsync("accord-oui");
        await me.FollowAsync("Enregistrer et continuer");
        await me.WriteAsync("mot-de-passe", Password);
        await me.WriteAsync("confirmation", Password);
        await me.FollowAsync("Ouvrir mon carnet");
        await me.IsAtAsync("Votre carnet est ouvert");
        var login = await me.WordsAsync(".secret");
        await me.FollowAsync("Se connecter");
        await me.LogInAsync(person with { Login = login }, Password);
        await me.SeesAsync("Votre carnet est encore vide");
    }

    private static async Task ObjectAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("corentin-guivarchal");
        var child = await me.Town.Newcomers.ExpectChildAsync(person);
        await me.OpenAsync("/s-opposer");
        await me.FollowAsync("Commencer");
        await SayWhoAsync(me, person, person.Ins);
        await me.FollowAsync("Recevoir un code");
        await me.WriteAsync("code", await me.CodeAsync(person.Phone));
        await me.FollowAsync("Continuer");
        await me.FollowAsync("M’opposer pour quelqu’un que je représente");
        await SayChildAsync(me, child);
        await me.FollowAsync("Je m’oppose pour cette personne");
        await me.IsAtAsync("L’opposition est enregistrée");
        await me.FollowAsync("Pour une autre personne");
        await me.FollowAsync("S’opposer pour soi-même");
        await me.FollowAsync("Je m’oppose");
        await me.IsAtAsync("Votre opposition est enregistrée");
        await me.Town.AwaitMessageAsync(person.Email, "Votre opposition est enregistrée");
    }

    private static async Task OpenForChildAsync(Walker me)
    {
        var parent = await me.Town.MoveInAsync("bastien-landouarec");
        var child = await me.Town.Newcomers.ExpectChildAsync(parent);
        await me.ComeInAsync(parent.Login);
        await me.FollowAsync("Ma famille et mes aidants");
        await me.FollowAsync("Ouvrir le carnet de mon enfant");
        await SayChildAsync(me, child);
        await me.TickAsync("urgence-oui");
        await me.TickAsync("samu-oui");
        await me.TickAsync("accord");
        await me.FollowAsync("Ouvrir son carnet");
        await me.FollowAsync($"Agir pour {child.GivenNames[0]} {child.BirthName}");
        await me.IsAtAsync($"Carnet de {child.GivenNames[0]} {child.BirthName}");
    }

    private static async Task SayWhoAsync(Walker me, DemoPatient person, string number)
    {
        await me.WriteAsync("numero", number);
        await me.WriteAsync("nom", person.BirthName);
        await me.WriteAsync("prenom", person.GivenNames[0]);
        await me.WriteAsync("naissance", person.BirthDate.ToString("dd'/'MM'/'yyyy", null));
        await me.TickAsync(person.Sex == "F" ? "sexe-F" : "sexe-M");
    }

    private static async Task SayChildAsync(Walker me, DemoPatient child)
    {
        await me.WriteAsync("numero", child.Ins);
        await me.WriteAsync("prenom", child.GivenNames[0]);
        await me.WriteAsync("naissance", child.BirthDate.ToString("dd'/'MM'/'yyyy", null));
    }
}
