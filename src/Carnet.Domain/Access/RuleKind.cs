namespace Carnet.Domain.Access;

/// <summary>The rules that are data: each has a file, versions, and two persons behind every change.</summary>
public enum RuleKind
{
    /// <summary>Which trade reads which type of document .</summary>
    Habilitations = 1,

    /// <summary>Which caller uses which transaction in which mode .</summary>
    Rights = 2,

    /// <summary>How many persons' records an account or a structure enters in one day.</summary>
    Budgets = 3,
}

/// <summary>One cell of a sheet of rules, by the names of its row and column.</summary>
public readonly record struct RuleCell(string Row, string Column);

/// <summary>A cell that is not the same in two versions.</summary>
/// <param name="Before">Null where the older version has no such cell.</param>
/// <param name="After">Null where the newer version has no such cell.</param>
public sealed record RuleChange(RuleCell Cell, string? Before, string? After);

/// <summary>What changes from one version of a sheet to another.</summary>
public static class RuleDiff
{
    /// <summary>The changed cells, in the order of their rows and columns.</summary>
    public static IReadOnlyList<RuleChange> Between(
        IReadOnlyDictionary<RuleCell, string> before, IReadOnlyDictionary<RuleCell, string> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return
        [
            .. before.Keys.Union(after.Keys)
                .Select(cell => new RuleChange(cell, before.GetValueOrDefault(cell), after.GetValueOrDefault(cell)))
                .Where(change => change.Before != change.After)
                .OrderBy(change => change.Cell.Row, StringComparer.Ordinal)
                .ThenBy(change => change.Cell.Column, StringComparer.Ordinal),
        ];
    }
}
