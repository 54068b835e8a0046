using static Carnet.Domain.Access.AccessDecision;
using static Carnet.Domain.Access.Why;

namespace Carnet.Domain.Access;

/// <summary>Decides whether a caller may use a transaction that shows or changes no document.</summary>
/// <remarks>
/// Existence, administrative data, lists of one's patients and of a person's professionals: the functional-rights matrix
/// alone speaks. Source: rule A-8; FI-526 v1.8, FI-606 v1.3.
/// </remarks>
public static class TransactionRules
{
    /// <param name="treating">The caller is a declared treating doctor of the record, where one is concerned.</param>
    public static AccessDecision Use(Caller caller, Transaction act, bool treating, RuleBook rules)
        => rules.Rights.Of(act, FunctionalRights.ColumnOf(caller, treating)) is not null
            ? Yes(Ground.Right, RightGiven)
            : No(Refusal.NoRight, RightMissing);
}
