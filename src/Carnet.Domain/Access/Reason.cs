namespace Carnet.Domain.Access;

/// <summary>What a reason did to the answer.</summary>
public enum Effect
{
    /// <summary>It speaks for the access.</summary>
    Opens,

    /// <summary>It speaks against it.</summary>
    Closes,

    /// <summary>It was looked at and changed nothing.</summary>
    Neutral,
}

/// <summary>One step of a decision: the rule, the fact it met, what it did.</summary>
/// <param name="Rule">Number in the rules, e.g. <c>V-2</c>.</param>
/// <param name="Fact">Dotted and stable, e.g. <c>masked.treating-doctor</c>; the explaining pages turn it into a sentence.</param>
public sealed record Reason(string Rule, string Fact, Effect Effect);
