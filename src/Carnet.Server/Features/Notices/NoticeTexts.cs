using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Outbox;

namespace Carnet.Server.Features.Notices;

/// <summary>What a person may be told by message.</summary>
internal enum NoticeKind
{
    /// <summary>N-1.</summary>
    RecordOpened,

    /// <summary>N-3.</summary>
    NewDocument,

    /// <summary>N-4; cannot be switched off.</summary>
    EmergencyAccess,

    /// <summary>N-7.</summary>
    PasswordChanged,

    /// <summary>N-7: somebody has tried wrong passwords.</summary>
    LockedOut,
}

/// <summary>The words of messages. They travel in the open: no health information, no name, no link.</summary>
/// <remarks>Source: rules N-1 to N-7.</remarks>
internal static class NoticeTexts
{
    public static (string Subject, string Body) LoginCode(string code) => ("Votre code de connexion",
        $"{code} est votre code de connexion à Carnet. Il sert une fois, pendant 10 minutes. Ne le donnez à personne.");

    public static (string Subject, string Body) Of(NoticeKind kind) => kind switch
    {
        NoticeKind.RecordOpened => ("Votre carnet de santé est ouvert",
            "Votre carnet de santé numérique est ouvert. Vous avez reçu, ou recevrez, un identifiant et un mot de passe "
            + "provisoire. Si vous n'avez rien demandé, dites-le à l'accueil de votre caisse."),
        NoticeKind.NewDocument => ("Du nouveau dans votre carnet",
            "Un document a été ajouté à votre carnet de santé. Pour le lire, connectez-vous comme d'habitude."),
        NoticeKind.EmergencyAccess => ("Votre carnet a été ouvert en urgence",
            "Un professionnel a ouvert votre carnet de santé en urgence, sans vous demander votre accord. Qui, quand et "
            + "pourquoi : la page « Qui est entré » de votre carnet vous le dit."),
        NoticeKind.PasswordChanged => ("Votre mot de passe a changé",
            "Le mot de passe de votre carnet de santé vient d'être changé. Si ce n'est pas vous, dites-le tout de suite à "
            + "l'accueil de votre caisse."),
        NoticeKind.LockedOut => ("Plusieurs essais de connexion",
            "Quelqu'un a tapé plusieurs fois un mauvais mot de passe pour entrer dans votre carnet de santé. Personne "
            + "n'est entré. Si c'était vous, réessayez dans un quart d'heure."),
    };

    /// <summary>By e-mail, else by SMS, else by letter where it is worth one.</summary>
    public static OutboxMessage? Choose(NoticeKind kind, RecordId record, Contact contact, RecordDetails details)
    {
        var (subject, body) = Of(kind);
        return contact switch
        {
            { Email: { Length: > 0 } email } => new(record, Channel.Email, email, subject, body),
            { Phone: { Length: > 0 } phone } => new(record, Channel.Sms, phone, subject, body),
            _ when kind is NoticeKind.NewDocument => null,
            _ => new(record, Channel.Letter,
                $"{details.Traits.FirstGivenName} {details.Traits.UsedName ?? details.Traits.BirthName}", subject, body),
        };
    }
}

/// <summary>What this room shows to the others: the message to store with an act, or none.</summary>
internal sealed class NoticeWriter(Platform.Keys.RecordIds ids)
{
    /// <summary>Goes into the ledger entry of the act: <c>entry.Rows.Add(OutboxRow.Of(message, key, now))</c>.</summary>
    public OutboxMessage? For(NoticeKind kind, RecordDetails details)
        => NoticeTexts.Choose(kind, ids.Of(details.Ins), details.Contact, details);
}
