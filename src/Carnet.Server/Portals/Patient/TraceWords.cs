using Carnet.Domain.Access;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>The trail in the words of the person.</summary>
internal static class TraceWords
{
    public static string Who(TraceLine line) => line.IsYou ? T("Vous") : line.Actor switch
    {
        ActorKind.Patient => T("Le titulaire du carnet"),
        ActorKind.Representative => line.ActorName ?? T("Quelqu’un qui agit pour vous"),
        ActorKind.Professional or ActorKind.Employee => line.ActorName ?? T("Un professionnel"),
        ActorKind.Establishment => line.ActorName ?? line.Structure ?? T("Un établissement"),
        ActorKind.Insurer => T("L’assurance maladie"),
        ActorKind.Desk => line.ActorName ?? T("L’accueil"),
        ActorKind.Job => T("Carnet, de lui-même"),
        ActorKind.Operator => T("L’exploitant du service"),
        ActorKind.Unidentified when line is { Act: TraceAct.SendCode, Outcome: TraceOutcome.Done }
            => T("Quelqu’un avec votre identifiant et votre mot de passe"),
        ActorKind.Unidentified => T("Quelqu’un qui ne s’est pas identifié"),
    };

    public static string Act(TraceAct act) => act switch
    {
        TraceAct.OpenRecord => T("Ouverture du carnet"),
        TraceAct.CloseRecord => T("Fermeture du carnet"),
        TraceAct.ReactivateRecord => T("Réouverture du carnet"),
        TraceAct.DestroyRecord => T("Destruction du carnet"),
        TraceAct.CopyRecord => T("Copie du carnet"),
        TraceAct.IssueCredentials => T("Nouvel identifiant provisoire"),
        TraceAct.Rectify => T("Demande de correction"),
        TraceAct.DestroyDocument => T("Document détruit"),
        TraceAct.Announce => T("Message envoyé"),
        TraceAct.Oppose => T("Opposition à l’ouverture"),
        TraceAct.EndDelay => T("Document devenu visible"),
        TraceAct.Deposit => T("Document ajouté"),
        TraceAct.Replace => T("Document remplacé"),
        TraceAct.FindDocuments => T("Liste des documents consultée"),
        TraceAct.FindReferences => T("Référence d’un document cherchée"),
        TraceAct.ReadDocument => T("Document lu"),
        TraceAct.ReadTraces => T("Historique des accès consulté"),
        TraceAct.Authorise => T("Autorisation donnée"),
        TraceAct.Withdraw => T("Autorisation retirée"),
        TraceAct.Block => T("Personne écartée"),
        TraceAct.ChangeMask => T("Document masqué ou démasqué"),
        TraceAct.MakeVisible => T("Document rendu visible"),
        TraceAct.Archive => T("Document archivé"),
        TraceAct.Unarchive => T("Document remis en vigueur"),
        TraceAct.Delete => T("Document supprimé"),
        TraceAct.Explain => T("Explication demandée : qui voit un document"),
        TraceAct.DeclareStay => T("Séjour déclaré, avec votre accord pour l’équipe de soins"),
        TraceAct.EndStay => T("Séjour terminé"),
        TraceAct.ChangeChoices => T("Choix changés : urgences, masquage"),
        TraceAct.DeclareLocum => T("Remplacement déclaré"),
        TraceAct.NoteOpposition => T("Opposition à l’ajout d’un document, notée avec son motif"),
        TraceAct.LogIn => T("Connexion"),
        TraceAct.LogOut => T("Déconnexion"),
        TraceAct.OpenWeb => T("Carnet ouvert à l’écran depuis un logiciel de soins"),
        TraceAct.ChangePassword => T("Changement de mot de passe"),
        TraceAct.ForgetDevice => T("Appareil oublié"),
        TraceAct.AddPasskey => T("Clé d’accès ajoutée"),
        TraceAct.RemovePasskey => T("Clé d’accès retirée"),
        TraceAct.ProveAgain => T("Identité confirmée de nouveau"),
        TraceAct.RecoverAccess => T("Mot de passe oublié"),
        TraceAct.SendCode => T("Code de connexion envoyé"),
        TraceAct.AddOperator => T("Exploitant ajouté"),
        TraceAct.RemoveOperator => T("Exploitant retiré"),
        TraceAct.ProposeRules => T("Changement de règles proposé"),
        TraceAct.DecideRules => T("Changement de règles décidé"),
        TraceAct.Suspend => T("Accès suspendu"),
        TraceAct.Resume => T("Suspension levée"),
        TraceAct.ReadReview => T("Motif d’une entrée en urgence lu pour contrôle"),
        TraceAct.ReviewJustified => T("Entrée en urgence contrôlée : justifiée"),
        TraceAct.ReviewUnjustified => T("Entrée en urgence contrôlée : non justifiée"),
        TraceAct.ReviewUnclear => T("Entrée en urgence contrôlée : ni justifiée ni écartée"),
        TraceAct.ActFor => T("Passage d’un carnet à un autre"),
        TraceAct.Represent => T("Représentant ou aidant ajouté"),
        TraceAct.EndRepresentation => T("Représentant ou aidant retiré"),
        TraceAct.Restrict => T("Décision de justice enregistrée"),
        TraceAct.DeclareConflict => T("Désaccord des parents enregistré"),
        TraceAct.NamePerson => T("Personne de confiance ou à prévenir"),
        TraceAct.ProposeJointly => T("Accord des deux parents demandé"),
        TraceAct.ReadPersons => T("Personnes à prévenir consultées"),
        TraceAct.ComeOfAge => T("Passage à la majorité"),
        TraceAct.TestExistence => T("Existence du carnet vérifiée"),
        TraceAct.ReadAdministrativeData => T("Données administratives consultées"),
        TraceAct.ListPatients => T("Votre nom affiché dans une liste de patients"),
        TraceAct.ListAuthorisations => T("Liste des professionnels autorisés consultée"),
        TraceAct.Agreement => T("Convention d’un établissement"),
        TraceAct.RegisterSoftware => T("Logiciel inscrit ou retiré"),
        TraceAct.ChangeContact => T("Changement de coordonnées"),
        TraceAct.ChooseNotices => T("Choix des messages"),
        TraceAct.Examine => T("Contrôle d’un document"),
        TraceAct.ReportAccess => T("Entrée signalée à l’exploitant"),
        TraceAct.AnswerReport => T("Signalement lu ou répondu par l’exploitant"),
        TraceAct.MakeCard => T("Carte d’urgence préparée"),
        TraceAct.Knock => T("Essai d’entrer"),
    };

    /// <summary>The act, and the kind of document that it was about.</summary>
    public static string What(TraceLine line)
        => line.DocumentTypeLabel is { } label ? T("{0} : {1}", Act(line.Act), T(label)) : Act(line.Act);

    /// <summary>A number of the national register is said to be one.</summary>
    public static string Structure(string structure)
        => structure.All(char.IsAsciiDigit) ? T("Structure n° {0}", structure) : structure;

    public static string Way(TraceLine line) => (line.Mode, line.Door) switch
    {
        (AccessMode.BreakGlass, _) => T("En urgence, sans votre accord (bris de glace)"),
        (AccessMode.Samu, _) => T("En urgence, par le SAMU (centre 15)"),
        (_, Door.Soap or Door.Fhir or Door.Hl7v2) => T("Par son logiciel"),
        (_, Door.PatientPortal) => T("Par ce site"),
        (_, Door.ProfessionalPortal) => T("Par le site des professionnels"),
        (_, Door.CommandLine or Door.Job) => T("Par le serveur"),
    };

    /// <summary>"3 documents lus, 1 document ajouté"; what was refused is said so.</summary>
    public static string Summary(IReadOnlyList<TraceLine> lines)
    {
        List<string> parts = [];
        Add(lines.Count(line => Done(line, TraceAct.ReadDocument)), count => Counted(count, "{0} document lu", "{0} documents lus"));
        Add(lines.Count(line => Done(line, TraceAct.Deposit)), count => Counted(count, "{0} document ajouté", "{0} documents ajoutés"));
        Add(lines.Count(line => Done(line, TraceAct.Replace)),
            count => Counted(count, "{0} document remplacé", "{0} documents remplacés"));
        Add(lines.Count(line => line.Outcome is not TraceOutcome.Done),
            count => Counted(count, "{0} essai refusé", "{0} essais refusés"));
        return parts.Count > 0 ? string.Join(", ", parts) : string.Join(", ", lines.Select(line => Act(line.Act)).Distinct());

        void Add(int count, Func<int, string> say)
        {
            if (count > 0)
            {
                parts.Add(say(count));
            }
        }
    }

    private static bool Done(TraceLine line, TraceAct act) => line.Act == act && line.Outcome is TraceOutcome.Done;
}
