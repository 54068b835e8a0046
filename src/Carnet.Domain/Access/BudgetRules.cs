using static Carnet.Domain.Access.AccessDecision;

namespace Carnet.Domain.Access;

/// <summary>What happens to who has entered as many records as a day allows.</summary>
public enum OverBudget
{
    /// <summary>The operator is told; nobody is stopped.</summary>
    Watch = 1,

    /// <summary>Goes on, up to twice the budget, for persons who have just agreed in their presence; else stops.</summary>
    StepUp = 2,

    /// <summary>No other record opens until the next day.</summary>
    Stop = 3,
}

/// <summary>Distinct persons whose records were entered today, this one not counted.</summary>
/// <param name="Emergencies">Those among them that were entered in an emergency mode.</param>
public readonly record struct VisitCount(int Patients, int Emergencies)
{
    /// <summary>Whether one more is over the budget.</summary>
    public bool IsSpent(PatientBudget budget, bool emergency, int times = 1)
        => Patients >= (long)budget.Patients * times || (emergency && Emergencies >= (long)budget.Emergencies * times);
}

/// <summary>What the budgets are weighed on.</summary>
/// <param name="Declared">Since when the person's own authorisation towards this professional stands; null without one.</param>
/// <param name="OfPerson">What this professional has entered today.</param>
/// <param name="OfStructure">What all people of the structure have entered today.</param>
/// <param name="StructureKind">As the directory knows it.</param>
public sealed record BudgetQuestion(
    Caller.Professional Caller, AccessDecision.Granted Entry, DateTimeOffset? Declared, VisitCount OfPerson,
    VisitCount OfStructure, string? StructureKind, DateTimeOffset Now);

/// <summary>The number of distinct persons in a day, as the last question of the decision to enter a record.</summary>
/// <remarks>
/// Every person whose record a professional enters counts once a day, the treating doctor's own patients too: a stolen
/// account reads those first. Not counted: who sees their own documents only, and feeding. Source: control C-20.
/// </remarks>
public static class BudgetRules
{
    /// <summary>How fresh an authorisation is that proves the person's presence (TD0.3 AJOUT).</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    private const int StepUpTimes = 2;

    /// <summary>Whether entering the record counts against a budget.</summary>
    public static bool Counts(Caller caller, AccessDecision decision)
        => caller is Caller.Professional && decision is AccessDecision.Granted { Ground: not Ground.Author };

    /// <summary>The decision to enter, or a refusal because the day's budget is spent.</summary>
    public static AccessDecision Weigh(BudgetQuestion question, PatientBudgets budgets, OverBudget over)
    {
        ArgumentNullException.ThrowIfNull(question);
        return over is OverBudget.Watch || !IsSpent(question, budgets, times: 1) ? question.Entry
            : over is OverBudget.Stop || IsEmergency(question.Entry) || IsSpent(question, budgets, StepUpTimes)
                ? No(Refusal.BudgetSpent, Why.BudgetSpent)
            : question.Declared is { } since && question.Now - since <= Fresh
                ? Yes(question.Entry.Ground, [.. question.Entry.Reasons, Why.BudgetSteppedUp])
            : No(Refusal.BudgetStepUp, Why.BudgetSpent);
    }

    /// <summary>Whether one more person is over a budget, of the account or of the structure.</summary>
    public static bool IsSpent(BudgetQuestion question, PatientBudgets budgets, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(budgets);
        var emergency = IsEmergency(question.Entry);
        var (who, reinforced) = (question.Caller.Who, question.Caller.Reinforced);
        return question.OfPerson.IsSpent(budgets.OfPerson(who.Profession, reinforced, question.StructureKind), emergency, times)
            || question.OfStructure.IsSpent(budgets.OfStructure(question.StructureKind), emergency, times);
    }

    /// <summary>Whether a record was entered in an emergency mode.</summary>
    public static bool IsEmergency(AccessDecision.Granted entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Ground is Ground.BreakGlass or Ground.Samu;
    }
}
