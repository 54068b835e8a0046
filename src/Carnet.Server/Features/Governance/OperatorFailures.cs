using Carnet.Domain.Access;
using Carnet.Domain.Common;

namespace Carnet.Server.Features.Governance;

/// <summary>Expected failures about those who govern; every code is listed in docs/failures.md.</summary>
internal static class OperatorFailures
{
    public static Failure NotOperator { get; } = new(FailureKind.Refused, "operator.required",
        "Cet acte demande un exploitant : --operator NOM, et son secret (CARNET_OPERATOR_SECRET, --secret-file ou saisie).");

    /// <summary>One answer for an unknown name, a wrong secret and somebody who was removed or not yet confirmed.</summary>
    public static Failure NotRecognised { get; } = new(FailureKind.Refused, "operator.not-recognised",
        "L'exploitant (--operator) ou son secret n'est pas reconnu.");

    public static Failure ReviewerOnly { get; } = new(FailureKind.Refused, "operator.reviewer-only",
        "Cet exploitant (--operator) examine les entrées en urgence de son établissement ; il ne gouverne pas le service.");

    public static Failure WrongName { get; } = new(FailureKind.Invalid, "operator.wrong-name",
        "Le nom d'exploitant (NAME) a 2 à 64 lettres minuscules, chiffres, points ou tirets.");

    public static Failure NameTaken { get; } = new(FailureKind.Conflict, "operator.name-taken",
        "Ce nom d'exploitant (NAME) est ou a été pris : un nom ne sert qu'une fois.");

    public static Failure Unknown { get; } = new(FailureKind.NotFound, "operator.unknown",
        "Aucun exploitant ne porte ce nom (NAME), ou il n'est pas dans l'état attendu.");

    public static Failure SecondPerson { get; } = new(FailureKind.Refused, "operator.second-person",
        "L'exploitant (--operator) qui confirme doit être un autre que celui qui a ajouté.");

    public static Failure LastTwo { get; } = new(FailureKind.Refused, "operator.last-two",
        "Cet exploitant (NAME) est l'un des deux derniers : ajoutez-en un autre avant de le retirer.");

    public static Failure WrongStructure { get; } = new(FailureKind.Invalid, "operator.wrong-structure",
        "La structure (--structure) n'est pas un numéro Struct_IdNat juste.");

    /// <summary>Null where the caller governs the whole service.</summary>
    public static Failure? NotGovernor(Caller caller) => caller switch
    {
        Caller.Operator { Structure: null } => null,
        Caller.Operator => ReviewerOnly,
        _ => NotOperator,
    };
}
