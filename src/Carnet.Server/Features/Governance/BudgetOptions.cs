using System.ComponentModel.DataAnnotations;
using Carnet.Domain.Access;

namespace Carnet.Server.Features.Governance;

/// <summary>Section <c>Carnet:Budgets</c>. The budgets themselves are rules: <c>carnet rules export budgets</c>.</summary>
internal sealed class BudgetOptions
{
    /// <summary>What happens over a budget: <c>Stop</c> (default), <c>StepUp</c>, or <c>Watch</c> (default of the demo).</summary>
    [AllowedValues(nameof(OverBudget.Stop), nameof(OverBudget.StepUp), nameof(OverBudget.Watch),
        ErrorMessage = "Carnet:Budgets:Over; allowed: Stop, StepUp, Watch.")]
    public string Over { get; set; } = nameof(OverBudget.Stop);

    /// <summary>The same, once it is validated.</summary>
    public OverBudget Policy => Enum.TryParse<OverBudget>(Over, out var policy) ? policy : OverBudget.Stop;
}
