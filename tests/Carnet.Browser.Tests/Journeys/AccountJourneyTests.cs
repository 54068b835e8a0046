using System.IO.Compression;

namespace Carnet.Browser.Tests.Journeys;

/// <summary>The account, and the life of the record.</summary>
public sealed class AccountJourneyTests(DemoTownServer town) : JourneyWalk(town), IClassFixture<DemoTownServer>
{
    private const string NewPassword = "quatre mots sans lien entre eux";

    internal static Journey[] All { get; } =
    [
        new("choose of what one is told, how, in which language and where", ["/accueil", "/messages", "/coordonnees"], ChooseNoticesAsync),
        new("change the password and forget a device",
            ["/connexion", "/connexion/code", "/accueil", "/mot-de-passe", "/appareils"], ChangePasswordAsync),
        new("take a copy of everything", ["/accueil", "/carnet/copie"], CopyAsync),
        new("close the record and have it opened again", ["/accueil", "/carnet/fermer", "/connexion", "/connexion/code"], CloseAsync),
    ];

    public static TheoryData<string, string> Runs => RunsOf(All);

    [BrowserTheory, MemberData(nameof(Runs))]
    public Task Journey_reaches_its_end(string journey, string mode) => WalkAsync(journey, mode);

    private static async Task ChooseNoticesAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("yuna-bodermadec");
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Mes messages");
        await me.PickAsync("langue-des-messages", "English");
        await me.PickAsync("document", "Par SMS");
        await me.FollowAsync("Enregistrer mes choix");
        await me.SeesAsync("C’est enregistré.");
        await me.FollowAsync("Changer mes coordonnées");
        await me.WriteAsync("courriel", "nouvelle" + person.Email);
        await me.WriteAsync("mot-de-passe", person.Password);
        await me.FollowAsync("Enregistrer mes coordonnées");
        await me.SeesAsync("nouvelle" + person.Email);
        await me.Town.AwaitMessageAsync("nouvelle" + person.Email, "Your contact details have changed");
    }

    private static async Task ChangePasswordAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("yuna-bodermadec");
        await me.OpenAsync("/connexion");
        await me.LogInAsync(person);
        await me.FollowAsync("Changer de mot de passe");
        await me.WriteAsync("actuel", person.Password);
        await me.WriteAsync("nouveau", "court");
        await me.WriteAsync("confirmation", "court");
        await me.FollowAsync("Enregistrer ce mot de passe");
        await me.SeesAsync("À corriger");
        await me.WriteAsync("actuel", person.Password);
        await me.WriteAsync("nouveau", NewPassword);
        await me.WriteAsync("confirmation", NewPassword);
        await me.FollowAsync("Enregistrer ce mot de passe");
        await me.Town.AwaitMessageAsync(person.Email, "Votre mot de passe a changé");
        await me.OpenAsync("/appareils");
        await me.SeesAsync("Vous êtes ici");
        await me.FollowAsync(await me.WordsAsync("main form button"));
        await me.OpenAsync("/connexion");
        await me.LogInAsync(person, NewPassword);
        await me.IsAtAsync($"Bonjour {person.GivenNames[0]}");
    }

    private static async Task CopyAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("solene-gwerzennou");
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Copie de mon carnet");
        using var copy = new ZipArchive(new MemoryStream(await me.SaveAsync("Télécharger la copie (ZIP)")));
        Assert.Contains(copy.Entries, entry => entry.Name == "index.html");
        Assert.Equal(5, copy.Entries.Count(entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal)));
    }

    private static async Task CloseAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("yuna-bodermadec");
        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Fermer mon carnet");
        await me.WriteAsync("raison", "Je n’en ai plus besoin.");
        await me.WriteAsync("confirmation", "oui");
        await me.FollowAsync("Fermer mon carnet");
        await me.SeesAsync("Écrivez FERMER pour confirmer");
        await me.WriteAsync("confirmation", "FERMER");
        await me.FollowAsync("Fermer mon carnet");
        await me.IsAtAsync("Votre carnet est fermé");
        await me.OpenAsync("/accueil");
        await me.IsAtAsync("Se connecter");

        await me.Town.Newcomers.ReopenAsync(person);
        await me.LogInAsync(person);
        await me.IsAtAsync($"Bonjour {person.GivenNames[0]}");
    }
}
