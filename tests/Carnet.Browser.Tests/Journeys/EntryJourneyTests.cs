namespace Carnet.Browser.Tests.Journeys;

/// <summary>Coming in and getting out.</summary>
public sealed class EntryJourneyTests(DemoTownServer town) : JourneyWalk(town), IClassFixture<DemoTownServer>
{
    private const string NewPassword = "quatre mots sans lien entre eux";

    internal static Journey[] All { get; } =
    [
        new("come in with a password and a code, stay, and leave",
            ["/", "/connexion", "/connexion/code", "/accueil", "/documents", "/session", "/session/fin"], ComeInAndLeaveAsync),
        new("get back in with two codes when the password is forgotten",
            ["/connexion", "/mot-de-passe-oublie", "/mot-de-passe-oublie/codes", "/mot-de-passe-oublie/fait", "/connexion/code", "/accueil",
                "/carnet/fermer"],
            RecoverAsync),
        new("add a passkey, come in with it, prove again who one is, and take it away",
            ["/accueil", "/appareils", "/appareils/cles", "/appareils/cles/ajouter", "/connexion/cle", "/connexion"], UsePasskeyAsync)
        {
            PagesWithScript = ["/", "/confirmer", "/carnet/fermer"],
            ByName = true,
        },
    ];

    public static TheoryData<string, string> Runs => RunsOf(All);

    [BrowserTheory, MemberData(nameof(Runs))]
    public Task Journey_reaches_its_end(string journey, string mode) => WalkAsync(journey, mode);

    private static async Task ComeInAndLeaveAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("yuna-bodermadec");
        await me.OpenAsync("/");
        await me.FollowAsync("Se connecter");
        await me.WriteAsync("identifiant", person.Login);
        await me.WriteAsync("mot-de-passe", person.Password);
        await me.FollowAsync("Continuer");
        await me.WriteAsync("code", "000");
        await me.FollowAsync("Entrer");
        await me.SeesAsync("À corriger");
        await me.WriteAsync("code", await me.CodeAsync(person.Phone));
        await me.FollowAsync("Entrer");
        await me.IsAtAsync($"Bonjour {person.GivenNames[0]}");

        await me.FollowAsync("Documents");
        await me.OpenAsync("/session");
        await me.SeesAsync("minutes, à partir de maintenant");
        await me.FollowAsync("Aller à l’accueil");
        await me.FollowAsync("Se déconnecter");
        Assert.Equal("/", new Uri(me.Page.Url).AbsolutePath);
        await me.OpenAsync("/accueil");
        await me.IsAtAsync("Se connecter");
        await me.OpenAsync("/session/fin");
        await me.FollowAsync("Se connecter");
    }

    private static async Task RecoverAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("yuna-bodermadec");
        await me.OpenAsync("/connexion");
        await me.FollowAsync("Mot de passe oublié ?");
        await me.WriteAsync("identifiant", person.Login);
        await me.FollowAsync("Recevoir les deux codes");
        var (email, sms) = (await me.CodeAsync(person.Email), await me.CodeAsync(person.Phone));
        await me.WriteAsync("code-email", email);
        await me.WriteAsync("code-sms", sms);
        await me.WriteAsync("nouveau", NewPassword);
        await me.WriteAsync("confirmation", "un autre que celui-là");
        await me.FollowAsync("Enregistrer ce mot de passe");
        await me.SeesAsync("Les deux mots de passe ne sont pas les mêmes");
        await me.WriteAsync("code-email", email);
        await me.WriteAsync("code-sms", sms);
        await me.WriteAsync("nouveau", NewPassword);
        await me.WriteAsync("confirmation", NewPassword);
        await me.FollowAsync("Enregistrer ce mot de passe");
        await me.IsAtAsync("Votre mot de passe est changé");
        await me.FollowAsync("Se connecter");
        await me.LogInAsync(person, NewPassword);
        await me.IsAtAsync($"Bonjour {person.GivenNames[0]}");

        // What cannot be undone waits for a day.
        me.Expects(403);
        await me.FollowAsync("Fermer mon carnet");
        await me.IsAtAsync("Cet acte attend un jour");
    }

    private static async Task UsePasskeyAsync(Walker me)
    {
        var person = await me.Town.MoveInAsync("yuna-bodermadec");
        if (me.Mode.Scripts)
        {
            await me.PutAuthenticatorAsync();
        }

        await me.ComeInAsync(person.Login);
        await me.FollowAsync("Mes appareils");
        await me.FollowAsync("Mes clés d’accès");
        await me.FollowAsync("Ajouter une clé d’accès");
        if (!me.Mode.Scripts)
        {
            await me.SeesAsync("continuez avec votre mot de passe et le code");
            await me.FollowAsync("Revenir à mes clés d’accès");
            await me.SeesAsync("Vous n’en avez pas encore.");
            await me.OpenAsync("/connexion/cle");
            await me.SeesAsync("connectez-vous avec votre mot de passe");
            await me.FollowAsync("Se connecter avec un mot de passe");
            return;
        }

        await me.WriteAsync("nom", "Mon téléphone");
        await me.FollowAsync("Créer la clé sur cet appareil");
        await me.SeesAsync("Mon téléphone");
        await me.FollowAsync("Se déconnecter");
        await me.FollowAsync("Se connecter");
        await me.FollowAsync("Se connecter avec une clé d’accès");
        await me.FollowAsync("Utiliser ma clé d’accès");
        await me.IsAtAsync($"Bonjour {person.GivenNames[0]}");
        await me.OpenAsync("/confirmer?vers=fermer");
        await me.FollowAsync("Utiliser ma clé d’accès");
        await me.IsAtAsync("Fermer mon carnet");

        await me.OpenAsync("/appareils/cles");
        await me.FollowAsync("Retirer : Mon téléphone");
        await me.SeesAsync("Vous n’en avez pas encore.");
        await me.FollowAsync("Se déconnecter");
        await me.OpenAsync("/connexion/cle");
        await me.FollowAsync("Utiliser ma clé d’accès");
        await me.SeesAsync("Cette clé d'accès n'ouvre pas ce carnet");
        Assert.Equal(0, await me.Page.EvaluateAsync<int>("() => localStorage.length + sessionStorage.length"));
    }
}
