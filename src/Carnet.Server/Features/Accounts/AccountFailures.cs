using Carnet.Domain.Common;

namespace Carnet.Server.Features.Accounts;

/// <summary>Expected failures about accounts; every code is listed in docs/failures.md.</summary>
internal static class AccountFailures
{
    public static Failure Unreachable { get; } = new(FailureKind.Invalid, "contact.unreachable",
        "Il faut au moins une adresse électronique (email) ou un téléphone (phone) : vos codes de connexion y arrivent.");

    public static Failure Busy { get; } = new(FailureKind.Conflict, "login.busy",
        "Beaucoup de personnes se connectent en ce moment. Réessayez dans une minute.");

    public static Failure CodeWrong { get; } = new(FailureKind.Invalid, "login.code-wrong",
        "Ce n'est pas le bon code. Vérifiez les six chiffres du dernier message reçu.");

    public static Failure CodeSpent { get; } = new(FailureKind.Refused, "login.code-spent",
        "Ce code n'est plus valable. Recommencez la connexion.");

    public static Failure NoSession { get; } = new(FailureKind.Refused, "session.none",
        "Votre session est terminée. Connectez-vous de nouveau.");

    public static Failure PasskeyWrong { get; } = new(FailureKind.Invalid, "passkey.wrong",
        "La clé d'accès n'a pas pu être enregistrée. Recommencez.");

    public static Failure PasskeysMany { get; } = new(FailureKind.Conflict, "passkey.many",
        "Dix clés d'accès au plus : retirez-en une avant d'en ajouter une autre.");

    public static Failure PasskeyUnknown { get; } = new(FailureKind.NotFound, "passkey.unknown",
        "Cette clé d'accès n'est pas, ou n'est plus, dans votre liste.");

    public static Failure PasskeyRefused { get; } = new(FailureKind.Refused, "login.passkey",
        "Cette clé d'accès n'ouvre pas ce carnet, ou la demande a trop attendu. Recommencez, ou utilisez votre mot de passe.");

    public static Failure ProofLocked { get; } = new(FailureKind.Refused, "proof.locked",
        "Trop d'essais. Réessayez dans un quart d'heure, ou utilisez une clé d'accès.");

    public static Failure RecoveryWrong { get; } = new(FailureKind.Invalid, "recovery.code-wrong",
        "Ce ne sont pas les bons codes. Il en faut deux : celui de l'e-mail et celui du SMS.");

    public static Failure RecoverySpent { get; } = new(FailureKind.Refused, "recovery.spent",
        "Ces codes ne sont plus valables. Recommencez.");

    public static Failure RecoveryWaits { get; } = new(FailureKind.Refused, "recovery.waits",
        "Le mot de passe vient d'être remplacé par des codes. Par prudence, cet acte attend un jour.");

    public static Failure DeviceUnknown { get; } = new(FailureKind.NotFound, "device.unknown",
        "Cet appareil n'est pas, ou n'est plus, dans votre liste.");

    public static Failure BySoftwareClosed { get; } = new(FailureKind.Refused, "account.by-software-closed",
        "L'accès des personnes ne s'ouvre pas depuis un logiciel (TD1.5, retiré en 2024) : la personne s'adresse à l'accueil.");

    public static Failure NoAccount { get; } = new(FailureKind.NotFound, "account.none",
        "Cette personne n'a pas encore d'accès à son espace (createPatientAccess).");

    public static Failure Exists { get; } = new(FailureKind.Conflict, "account.exists",
        "Cette personne a déjà un accès à son espace (updatePatientAccess).");

    public static Failure TooYoung { get; } = new(FailureKind.Refused, "account.too-young",
        "Cette personne est trop jeune pour un accès à elle : son représentant a le sien.");

    public static Failure NoEmail { get; } = new(FailureKind.Invalid, "credentials.no-email",
        "Aucune adresse électronique (email) n'est connue pour cette personne : remettez-lui ses identifiants sur papier.");

    public static Failure PasswordCurrent { get; } = new(FailureKind.Invalid, "password.current",
        "Ce n'est pas votre mot de passe actuel.");

    public static Failure PasswordShort { get; } = new(FailureKind.Invalid, "password.short",
        "Choisissez un mot de passe d'au moins 15 caractères.");

    public static Failure PasswordLong { get; } = new(FailureKind.Invalid, "password.long",
        "Choisissez un mot de passe d'au plus 128 caractères.");

    public static Failure PasswordCommon { get; } = new(FailureKind.Invalid, "password.common",
        "Ce mot de passe se devine trop facilement. Choisissez par exemple quatre mots sans lien entre eux.");

    public static Failure PasswordIsLogin { get; } = new(FailureKind.Invalid, "password.login",
        "Le mot de passe ne doit pas contenir votre identifiant.");

    public static Failure PasswordSame { get; } = new(FailureKind.Invalid, "password.same",
        "Choisissez un mot de passe différent de l'ancien.");
}
