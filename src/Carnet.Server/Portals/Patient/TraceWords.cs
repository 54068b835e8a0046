using Carnet.Domain.Access;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;

namespace Carnet.Server.Portals.Patient;

/// <summary>The trail in the words of the person.</summary>
internal static class TraceWords
{
    public static string Who(TraceLine line) => line.IsYou ? "Vous" : line.Actor switch
    {
        ActorKind.Patient => "Le titulaire du carnet",
        ActorKind.Representative => line.ActorName ?? "Quelqu’un qui agit pour vous",
        ActorKind.Professional or ActorKind.Employee => line.ActorName ?? "Un professionnel",
        ActorKind.Establishment => line.ActorName ?? line.Structure ?? "Un établissement",
        ActorKind.Insurer => "L’assurance maladie",
        ActorKind.Desk => line.ActorName ?? "L’accueil",
        ActorKind.Job => "Carnet, de lui-même",
        ActorKind.Operator => "L’exploitant du service",
        ActorKind.Unidentified when line is { Act: TraceAct.SendCode, Outcome: TraceOutcome.Done }
            => "Quelqu’un avec votre identifiant et votre mot de passe",
        ActorKind.Unidentified => "Quelqu’un qui ne s’est pas identifié",
    };

    public static string Act(TraceAct act) => act switch
    {
        TraceAct.OpenRecord => "Ouverture du carnet",
        TraceAct.CloseRecord => "Fermeture du carnet",
        TraceAct.ReactivateRecord => "Réouverture du carnet",
        TraceAct.DestroyRecord => "Destruction du carnet",
        TraceAct.CopyRecord => "Copie du carnet",
        TraceAct.IssueCredentials => "Nouvel identifiant provisoire",
        TraceAct.Rectify => "Demande de correction",
        TraceAct.DestroyDocument => "Document détruit",
        TraceAct.Announce => "Message envoyé",
        TraceAct.Oppose => "Opposition à l’ouverture",
        TraceAct.EndDelay => "Document devenu visible",
        TraceAct.Deposit => "Document ajouté",
        TraceAct.Replace => "Document remplacé",
        TraceAct.FindDocuments => "Liste des documents consultée",
        TraceAct.FindReferences => "Référence d’un document cherchée",
        TraceAct.ReadDocument => "Document lu",
        TraceAct.ReadTraces => "Historique des accès consulté",
        TraceAct.Authorise => "Autorisation donnée",
        TraceAct.Withdraw => "Autorisation retirée",
        TraceAct.Block => "Personne écartée",
        TraceAct.ChangeMask => "Document masqué ou démasqué",
        TraceAct.MakeVisible => "Document rendu visible",
        TraceAct.Archive => "Document archivé",
        TraceAct.Unarchive => "Document remis en vigueur",
        TraceAct.Delete => "Document supprimé",
        TraceAct.Explain => "Explication demandée : qui voit un document",
        TraceAct.DeclareStay => "Séjour déclaré, avec votre accord pour l’équipe de soins",
        TraceAct.EndStay => "Séjour terminé",
        TraceAct.ChangeChoices => "Choix changés : urgences, masquage",
        TraceAct.DeclareLocum => "Remplacement déclaré",
        TraceAct.NoteOpposition => "Opposition à l’ajout d’un document, notée avec son motif",
        TraceAct.LogIn => "Connexion",
        TraceAct.LogOut => "Déconnexion",
        TraceAct.OpenWeb => "Carnet ouvert à l’écran depuis un logiciel de soins",
        TraceAct.ChangePassword => "Changement de mot de passe",
        TraceAct.ForgetDevice => "Appareil oublié",
        TraceAct.SendCode => "Code de connexion envoyé",
        TraceAct.AddOperator => "Exploitant ajouté",
        TraceAct.RemoveOperator => "Exploitant retiré",
        TraceAct.ProposeRules => "Changement de règles proposé",
        TraceAct.DecideRules => "Changement de règles décidé",
        TraceAct.Suspend => "Accès suspendu",
        TraceAct.Resume => "Suspension levée",
        TraceAct.ReadReview => "Motif d’une entrée en urgence lu pour contrôle",
        TraceAct.ReviewJustified => "Entrée en urgence contrôlée : justifiée",
        TraceAct.ReviewUnjustified => "Entrée en urgence contrôlée : non justifiée",
        TraceAct.ReviewUnclear => "Entrée en urgence contrôlée : ni justifiée ni écartée",
        TraceAct.ActFor => "Passage d’un carnet à un autre",
        TraceAct.Represent => "Représentant ou aidant ajouté",
        TraceAct.EndRepresentation => "Représentant ou aidant retiré",
        TraceAct.Restrict => "Décision de justice enregistrée",
        TraceAct.DeclareConflict => "Désaccord des parents enregistré",
        TraceAct.NamePerson => "Personne de confiance ou à prévenir",
        TraceAct.ProposeJointly => "Accord des deux parents demandé",
        TraceAct.ReadPersons => "Personnes à prévenir consultées",
        TraceAct.ComeOfAge => "Passage à la majorité",
        TraceAct.TestExistence => "Existence du carnet vérifiée",
        TraceAct.ReadAdministrativeData => "Données administratives consultées",
        TraceAct.ListPatients => "Votre nom affiché dans une liste de patients",
        TraceAct.ListAuthorisations => "Liste des professionnels autorisés consultée",
        TraceAct.Agreement => "Convention d’un établissement",
        TraceAct.RegisterSoftware => "Logiciel inscrit ou retiré",
        TraceAct.ChangeContact => "Changement de coordonnées",
        TraceAct.ChooseNotices => "Choix des messages",
        TraceAct.Examine => "Contrôle d’un document",
        TraceAct.ReportAccess => "Entrée signalée à l’exploitant",
        TraceAct.AnswerReport => "Signalement lu ou répondu par l’exploitant",
        TraceAct.MakeCard => "Carte d’urgence préparée",
        TraceAct.Knock => "Essai d’entrer",
    };

    /// <summary>A number of the national register is said to be one.</summary>
    public static string Structure(string structure)
        => structure.All(char.IsAsciiDigit) ? $"Structure n° {structure}" : structure;

    public static string Way(TraceLine line) => (line.Mode, line.Door) switch
    {
        (AccessMode.BreakGlass, _) => "En urgence, sans votre accord (bris de glace)",
        (AccessMode.Samu, _) => "En urgence, par le SAMU (centre 15)",
        (_, Door.Soap or Door.Fhir or Door.Hl7v2) => "Par son logiciel",
        (_, Door.PatientPortal) => "Par ce site",
        (_, Door.ProfessionalPortal) => "Par le site des professionnels",
        (_, Door.CommandLine or Door.Job) => "Par le serveur",
    };

    /// <summary>"3 documents lus, 1 document ajouté"; what was refused is said so.</summary>
    public static string Summary(IReadOnlyList<TraceLine> lines)
    {
        List<string> parts = [];
        Add(lines.Count(line => Done(line, TraceAct.ReadDocument)), "document lu", "documents lus");
        Add(lines.Count(line => Done(line, TraceAct.Deposit)), "document ajouté", "documents ajoutés");
        Add(lines.Count(line => Done(line, TraceAct.Replace)), "document remplacé", "documents remplacés");
        Add(lines.Count(line => line.Outcome is not TraceOutcome.Done), "essai refusé", "essais refusés");
        return parts.Count > 0 ? string.Join(", ", parts) : string.Join(", ", lines.Select(line => Act(line.Act)).Distinct());

        void Add(int count, string one, string many)
        {
            if (count > 0)
            {
                parts.Add($"{count} {(count == 1 ? one : many)}");
            }
        }
    }

    private static bool Done(TraceLine line, TraceAct act) => line.Act == act && line.Outcome is TraceOutcome.Done;
}
