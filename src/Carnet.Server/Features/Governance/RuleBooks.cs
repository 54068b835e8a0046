using Carnet.Domain.Access;

namespace Carnet.Server.Features.Governance;

/// <summary>What this room shows to the others: the rules in force at this moment.</summary>
internal interface IRuleBooks
{
    /// <summary>Asked once for each decision; costs neither a query nor an allocation.</summary>
    RuleBook Current { get; }
}

/// <summary>The matrices that ship with Carnet.</summary>
internal sealed class RuleBooks : IRuleBooks
{
    public RuleBook Current => RuleBook.Default;
}
