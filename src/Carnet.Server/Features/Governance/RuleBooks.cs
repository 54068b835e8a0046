using Carnet.Domain.Access;
using Carnet.Server.Platform;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Governance;

/// <summary>What this room shows to the others: the rules in force at this moment.</summary>
internal interface IRuleBooks
{
    /// <summary>Asked once for each decision; costs neither a query nor an allocation.</summary>
    RuleBook Current { get; }
}

/// <summary>The matrices that ship with Carnet, with what the operator has set about access.</summary>
internal sealed class RuleBooks(IOptions<AccessOptions> access) : IRuleBooks
{
    public RuleBook Current { get; } = RuleBook.Default with { Policy = access.Value.ToPolicy() };
}
