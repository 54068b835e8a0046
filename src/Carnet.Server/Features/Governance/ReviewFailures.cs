using Carnet.Domain.Access;
using Carnet.Domain.Common;

namespace Carnet.Server.Features.Governance;

/// <summary>Expected failures about reviews of emergency entries.</summary>
internal static class ReviewFailures
{
    /// <summary>The same for what does not exist and for another establishment's.</summary>
    public static Failure Unknown { get; } = new(FailureKind.NotFound, "review.unknown",
        "Aucune entrée en urgence à contrôler ne porte ce numéro (ID).");

    public static Failure AlreadyClosed { get; } = new(FailureKind.Conflict, "review.already-closed",
        "Le contrôle de cette entrée (ID) est déjà clos.");

    public static Failure CommentMissing { get; } = new(FailureKind.Invalid, "review.comment-missing",
        "Le commentaire (--comment) manque : dites en 5 à 1000 caractères ce qui fonde l'avis.");

    public static Failure WrongMonth { get; } = new(FailureKind.Invalid, "review.wrong-month",
        "Le mois (--month) s'écrit AAAA-MM.");

    public static Failure? NotReviewer(Caller caller) => caller is Caller.Operator ? null : OperatorFailures.NotOperator;
}
