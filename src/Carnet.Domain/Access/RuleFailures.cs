using Carnet.Domain.Common;

namespace Carnet.Domain.Access;

/// <summary>What can be wrong in a file of rules. Each sentence names the line, the field and what is allowed.</summary>
public static class RuleFailures
{
    public static Failure TooLarge(int most) => new(FailureKind.Invalid, "rules.too-large",
        $"Le fichier de règles dépasse {most} caractères.");

    public static Failure Empty { get; } = new(FailureKind.Invalid, "rules.empty",
        "Le fichier de règles n'a aucune ligne : un fichier complet est attendu, pas seulement ce qui change.");

    public static Failure Unreadable(int line) => new(FailureKind.Invalid, "rules.unreadable",
        $"Ligne {line} : elle contient un caractère de commande ou dépasse la longueur admise ; texte UTF-8, cellules séparées par « ; ».");

    public static Failure MissingCell(int line, string field, int found, int expected) => new(FailureKind.Invalid, "rules.missing-cell",
        $"Ligne {line}, champ {field} : la ligne a {found} cellules, {expected} sont attendues, séparées par « ; ».");

    public static Failure UnknownColumn(int line, string column, string allowed) => new(FailureKind.Invalid, "rules.unknown-column",
        $"Ligne {line}, colonne « {column} » : elle est inconnue ou en double ; admises, une fois chacune : {allowed}.");

    public static Failure MissingColumn(int line, string column) => new(FailureKind.Invalid, "rules.missing-column",
        $"Ligne {line} : la colonne « {column} » manque ; chaque colonne est attendue, même vide de droits.");

    public static Failure UnknownTransaction(int line, string code, string allowed) => new(FailureKind.Invalid, "rules.unknown-transaction",
        $"Ligne {line}, champ transaction : « {code} » n'est pas une transaction ; admises : {allowed}.");

    public static Failure MissingTransaction(string code) => new(FailureKind.Invalid, "rules.missing-transaction",
        $"Champ transaction : la ligne « {code} » manque ; chaque transaction est attendue, même fermée à tous.");

    public static Failure UnknownCode(int line, string field, string code, string allowed) => new(FailureKind.Invalid, "rules.unknown-code",
        $"Ligne {line}, champ {field} : « {code} » n'est pas admis ; admis : {allowed}.");

    public static Failure Duplicate(int line, string fields, int first) => new(FailureKind.Invalid, "rules.duplicate",
        $"Ligne {line}, champs {fields} : la ligne {first} dit déjà ce qu'il en est ; une seule ligne pour chaque combinaison.");

    public static Failure MissingDefault(string line) => new(FailureKind.Invalid, "rules.missing-default",
        $"La ligne générale « {line} » manque : elle vaut pour tous ceux qu'aucune autre ligne ne nomme.");

    public static Failure SourceMissing { get; } = new(FailureKind.Invalid, "rules.source-missing",
        "La source (--source) manque : dites en 3 à 200 caractères d'où vient ce changement.");

    public static Failure EffectiveInPast { get; } = new(FailureKind.Invalid, "rules.effective-in-past",
        "La date d'effet (--effective) est passée : elle doit être à venir, ou absente pour un effet dès l'approbation.");

    public static Failure Unchanged { get; } = new(FailureKind.Conflict, "rules.unchanged",
        "Le fichier dit la même chose que la dernière version approuvée : il n'y a rien à changer.");

    public static Failure UnknownVersion { get; } = new(FailureKind.NotFound, "rules.unknown-version",
        "Aucune version ne porte ce numéro (version) pour ces règles.");

    public static Failure AlreadyDecided { get; } = new(FailureKind.Conflict, "rules.already-decided",
        "Cette version (version) est déjà approuvée ou rejetée.");

    public static Failure SecondPerson { get; } = new(FailureKind.Refused, "rules.second-person",
        "L'exploitant (--operator) qui approuve doit être un autre que celui qui a proposé : un changement demande deux personnes.");
}
