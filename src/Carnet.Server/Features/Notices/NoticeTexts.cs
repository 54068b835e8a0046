using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Outbox;

namespace Carnet.Server.Features.Notices;

/// <summary>The words of messages. They travel in the open: no health information, no name, no number, no link.</summary>
/// <remarks>Two text messages long at most. Source: rules N-1 to N-8, L-7, L-10, F-10.</remarks>
internal static class NoticeTexts
{
    /// <param name="detail">The code of a login, the last day of a campaign, an identifier; nothing elsewhere.</param>
    /// <param name="second">The password that goes with an identifier.</param>
    /// <param name="ofAnother">Who reads it represents the person whose record it is.</param>
    public static (string Subject, string Body) Of(
        NoticeKind kind, MessageLanguage language, string detail = "", string second = "", bool ofAnother = false)
    {
        var spoken = Language.Of(language);
        if (ofAnother)
        {
            spoken = spoken.About(T("une personne que vous représentez"));
        }

        var notYou = T("Si ce n'est pas vous, dites-le tout de suite à l'accueil de votre caisse.");
        var history = T("La page « Qui est entré » de votre carnet vous dit qui et quand.");
        var asUsual = T("Pour le lire, connectez-vous comme d'habitude.");
        return kind switch
        {
            NoticeKind.AsynchronousAnswer => throw new ArgumentOutOfRangeException(
                nameof(kind), "An answer to software has no words of ours."),
            NoticeKind.LoginCode => (T("Votre code de connexion"),
                T("{0} est votre code de connexion à Carnet. Il sert une fois, pendant dix minutes. Ne le donnez à "
                + "personne.", detail)),
            NoticeKind.IdentityCode => (T("Votre code pour le site du carnet"),
                T("{0} est le code qui prouve votre identité sur le site du carnet. Il sert une fois, pendant dix "
                + "minutes. Si vous n'avez rien demandé, ne le donnez à personne.", detail)),
            NoticeKind.RecoveryCode => (T("Votre code pour un nouveau mot de passe"),
                T("{0} est l'un des deux codes pour choisir un nouveau mot de passe dans Carnet ; l'autre arrive par "
                + "un autre chemin. Si vous n'avez rien demandé, ne le donnez à personne.", detail)),
            NoticeKind.RecordOpened => (T("Votre carnet de santé est ouvert"),
                T("Votre carnet de santé numérique est ouvert. Vous avez reçu, ou recevrez, un identifiant et un mot "
                + "de passe provisoire. Si vous n'avez rien demandé, dites-le à l'accueil de votre caisse.")),
            NoticeKind.RepresentedRecordOpened => (T("Le carnet d'une personne que vous représentez"),
                T("Le carnet de santé numérique d'une personne que vous représentez vient d'être ouvert par quelqu'un qui la "
                + "représente aussi. Pour y avoir accès, ou pour le faire fermer, allez à l'accueil de votre caisse.")),
            NoticeKind.FirstReading => (T("Un nouveau lecteur dans votre carnet"),
                T("Un professionnel a consulté votre carnet de santé pour la première fois.") + " " + history),
            NoticeKind.NewDocument => (T("Du nouveau dans votre carnet"),
                T("Un document a été ajouté à votre carnet de santé.") + " " + asUsual),
            NoticeKind.DocumentSetAside => (T("Votre document attend un contrôle"),
                T("Un document que vous avez ajouté à votre carnet est mis de côté, le temps d'un contrôle de "
                + "sécurité. Vous n'avez rien à faire.")),
            NoticeKind.DocumentRejected => (T("Votre document n'a pas été gardé"),
                T("Un document que vous avez ajouté à votre carnet n'a pas passé le contrôle de sécurité et n'a pas "
                + "été gardé. Vérifiez votre appareil, puis ajoutez-en une autre copie.")),
            NoticeKind.RectificationAnswered => (T("Une réponse à votre demande de correction"),
                T("L'auteur d'un document de votre carnet a répondu à votre demande de correction.") + " " + asUsual),
            NoticeKind.EmergencyAccess => (T("Votre carnet a été ouvert en urgence"),
                T("Un professionnel a ouvert votre carnet de santé en urgence, sans vous demander votre accord.")
                    + " " + history),
            NoticeKind.EmergencyReviewed => (T("Une ouverture en urgence a été contrôlée"),
                T("Une ouverture en urgence de votre carnet de santé a été contrôlée par le service.") + " " + history),
            NoticeKind.AccessReportAnswered => (T("Une réponse à votre signalement"),
                T("Le service a répondu à ce que vous avez signalé dans l'historique de votre carnet.") + " " + asUsual),
            NoticeKind.EmergencyAccessOfPatient => (T("Le carnet d'un de vos patients a été ouvert en urgence"),
                T("Un confrère a ouvert en urgence le carnet d'une personne dont vous êtes le médecin traitant. "
                + "L'historique de ce carnet vous dit qui, quand et pourquoi.")),
            NoticeKind.ObjectionRecorded => (T("Votre opposition est enregistrée"),
                T("Aucun carnet de santé numérique ne sera ouvert à votre nom. Vous pourrez en demander un plus tard, "
                + "quand vous voudrez.") + " " + notYou),
            NoticeKind.RepresentedObjection => (T("Une opposition pour une personne que vous représentez"),
                T("Quelqu'un qui représente la même personne que vous s'est opposé à l'ouverture de son carnet de santé "
                + "numérique. Un carnet pourra être demandé plus tard, à l'accueil de votre caisse.")),
            NoticeKind.ObjectionWithdrawn => (T("Votre opposition est retirée"),
                T("Vous ne vous opposez plus à l'ouverture d'un carnet de santé numérique à votre nom.") + " " + notYou),
            NoticeKind.Campaign => (T("Un carnet de santé numérique pour vous"),
                T("Un carnet de santé numérique sera ouvert à votre nom. Vous pouvez vous y opposer jusqu'au {0}, à "
                + "l'accueil de votre caisse ou sur le site du carnet. Sans réponse de votre part, il sera ouvert ; "
                + "vous pourrez le fermer.", detail)),
            NoticeKind.OpeningAhead => (T("Votre carnet sera bientôt ouvert"),
                T("Vous pouvez encore vous opposer, jusqu'au {0}, à l'ouverture d'un carnet de santé numérique à votre "
                + "nom, à l'accueil de votre caisse ou sur le site du carnet.", detail)),
            NoticeKind.RecordClosed => (T("Votre carnet de santé est fermé"),
                T("Votre carnet de santé est fermé : plus personne ne le lit ni ne le complète. Il est gardé sous clé "
                + "dix ans ; d'ici là, vous pouvez le faire rouvrir ou en demander une copie.") + " " + notYou),
            NoticeKind.RecordReactivated => (T("Votre carnet de santé est rouvert"),
                T("Votre carnet de santé est rouvert, avec tout ce qu'il contenait.") + " " + notYou),
            NoticeKind.DestructionAhead => (T("Votre carnet sera bientôt détruit"),
                T("Votre carnet de santé, fermé depuis presque dix ans, sera bientôt détruit pour toujours. D'ici là, "
                + "vous pouvez en demander une copie ou le faire rouvrir, à l'accueil de votre caisse.")),
            NoticeKind.RecordDestroyed => (T("Votre carnet a été détruit"),
                T("Votre carnet de santé, fermé depuis dix ans, a été détruit pour toujours. Personne ne peut plus le "
                + "lire.")),
            NoticeKind.PasswordChanged => (T("Votre mot de passe a changé"),
                T("Le mot de passe de votre carnet de santé vient d'être changé.") + " " + notYou),
            NoticeKind.LockedOut => (T("Plusieurs essais de connexion"),
                T("Quelqu'un a tapé plusieurs fois un mauvais mot de passe pour entrer dans votre carnet de santé. "
                + "Personne n'est entré. Si c'était vous, réessayez dans un quart d'heure.")),
            NoticeKind.ContactChanged => (T("Vos coordonnées ont changé"),
                T("L'adresse ou le téléphone auxquels votre carnet de santé vous écrit viennent d'être changés.") + " " + notYou),
            NoticeKind.RepresentativeChanged => (T("Qui peut agir pour vous a changé"),
                T("La liste des personnes qui peuvent agir pour vous dans votre carnet de santé vient de changer.")
                    + " " + notYou),
            NoticeKind.NewDevice => (T("Connexion depuis un nouvel appareil"),
                T("Quelqu'un est entré dans votre carnet de santé depuis un appareil jamais vu, avec votre mot de "
                + "passe.") + " " + notYou),
            NoticeKind.PasskeysChanged => (T("Vos clés d'accès ont changé"),
                T("Une clé d'accès à votre carnet de santé vient d'être ajoutée ou retirée.") + " " + notYou),
            NoticeKind.MajorityReached => (T("Votre carnet n'est plus qu'à vous"),
                T("Vous êtes majeur : plus personne ne vous représente dans votre carnet de santé.") + " " + history),
            NoticeKind.AgreementAsked => (T("Votre accord est demandé"),
                T("Pour le carnet d'un enfant que vous représentez, une demande attend votre accord pendant trente "
                + "jours. Connectez-vous comme d'habitude, et choisissez cet enfant.")),
            NoticeKind.AgreementAnswered => (T("Une réponse à votre demande"),
                T("Pour le carnet d'un enfant que vous représentez, il y a une réponse à votre demande d'accord. "
                + "Connectez-vous comme d'habitude, et choisissez cet enfant.")),
            NoticeKind.CredentialsIssued => (T("Vos identifiants provisoires"),
                T("Votre identifiant : {0}. Votre mot de passe provisoire : {1}. Vous choisirez un autre mot de passe "
                + "à votre première connexion. Ne les donnez à personne.", detail, second) + " " + notYou),
            NoticeKind.ConsultationCalled => (T("Prenez rendez-vous"),
                T("Un professionnel souhaite vous parler avant de compléter votre carnet. Prenez rendez-vous avec lui "
                + "ou avec votre médecin traitant.")),
            NoticeKind.DocumentToAnnounce => (T("Un document attend d'être annoncé"),
                T("Dans le carnet d'une personne dont vous êtes le médecin traitant, un document attend d'être annoncé "
                + "lors d'une consultation.") + " " + asUsual),
        };

        string T(string french, params ReadOnlySpan<object?> arguments) => spoken.Say(french, arguments);
    }

    /// <summary>The message by the way that the person chose, or null where they are not told.</summary>
    public static OutboxMessage? Choose(
        NoticeKind kind, RecordId record, Contact contact, RecordDetails details, bool ofAnother = false)
        => Compose(kind, record, details.Notices.RoutesOf(
            kind, contact with { Address = contact.Address ?? details.Contact.Address }, details.AddressedName),
            details.Language, ofAnother: ofAnother);

    /// <summary>As long as such a message to somebody: what is written where nobody is told; see <see cref="OutboxRow.ForNobody"/>.</summary>
    public static OutboxMessage ToNobody(NoticeKind kind, Channel channel, MessageLanguage language, string detail = "")
        => Compose(kind, RecordId.None, [new(channel, "personne@invalid.example")], language, detail)!;

    public static OutboxMessage? Compose(
        NoticeKind kind, RecordId record, IReadOnlyList<NoticeRoute> routes, MessageLanguage language,
        string detail = "", string second = "", bool ofAnother = false)
    {
        if (routes.Count == 0)
        {
            return null;
        }

        var (subject, body) = Of(kind, language, detail, second, ofAnother);
        return new OutboxMessage(record, routes[0].Channel, routes[0].To, subject, body)
        {
            Kind = kind,
            Language = language,
            Otherwise = [.. routes.Skip(1)],
        };
    }
}
