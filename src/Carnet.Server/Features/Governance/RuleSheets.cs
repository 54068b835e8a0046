using Carnet.Domain.Access;
using Carnet.Domain.Common;

namespace Carnet.Server.Features.Governance;

/// <summary>One approved version of one sheet of rules.</summary>
/// <param name="Digest">SHA-256 of the content, lower-case hexadecimal.</param>
internal sealed record PublishedRules(
    RuleKind Kind, int Number, string Source, DateTimeOffset EffectiveAt, string Content, string Digest);

/// <summary>What the kinds of rules have in common.</summary>
internal static class RuleSheets
{
    /// <summary>The instant from which the versions that travel inside the program are said to count.</summary>
    private static readonly DateTimeOffset Shipped = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<RuleKind> Kinds { get; } = Enum.GetValues<RuleKind>();

    /// <summary>The first versions, as they travel inside the program.</summary>
    public static IReadOnlyList<PublishedRules> First { get; } =
    [
        Shipping(RuleKind.Habilitations, HabilitationMatrix.DefaultText,
            "DMP 4.3, tirée de la partie publique des règles et non de l'annexe de l'arrêté du 26 octobre 2023"),
        Shipping(RuleKind.Rights, FunctionalRights.DefaultText,
            "FI-526 v1.8 (direct, indirect) et FI-606 v1.3 (AIR), lues dans DMP 1.8"),
        Shipping(RuleKind.Budgets, PatientBudgets.DefaultText,
            "trois fois le 99e centile estimé d'une journée, à mesurer à nouveau sur le registre"),
    ];

    /// <summary>The sheet as cells, or what is wrong with its text.</summary>
    public static Outcome<IReadOnlyDictionary<RuleCell, string>> Cells(RuleKind kind, string content) => kind switch
    {
        RuleKind.Habilitations => Map(HabilitationMatrix.Parse(content), sheet => sheet.Cells()),
        RuleKind.Rights => Map(FunctionalRights.Parse(content), sheet => sheet.Cells()),
        RuleKind.Budgets => Map(PatientBudgets.Parse(content), sheet => sheet.Cells()),
    };

    /// <summary>The same book with one sheet exchanged.</summary>
    /// <exception cref="InvalidOperationException">The text, approved once, is no longer understood.</exception>
    public static RuleBook With(RuleBook book, PublishedRules rules) => rules.Kind switch
    {
        RuleKind.Habilitations => book with { Habilitations = Sound(HabilitationMatrix.Parse(rules.Content), rules) },
        RuleKind.Rights => book with { Rights = Sound(FunctionalRights.Parse(rules.Content), rules) },
        RuleKind.Budgets => book with { Budgets = Sound(PatientBudgets.Parse(rules.Content), rules) },
    };

    public static string Digest(string content)
        => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));

    private static PublishedRules Shipping(RuleKind kind, string content, string source)
        => new(kind, 1, source, Shipped, content, Digest(content));

    private static Outcome<IReadOnlyDictionary<RuleCell, string>> Map<T>(
        Outcome<T> parsed, Func<T, IReadOnlyDictionary<RuleCell, string>> cells)
        => parsed.Match<Outcome<IReadOnlyDictionary<RuleCell, string>>>(
            sheet => new Outcome<IReadOnlyDictionary<RuleCell, string>>.Done(cells(sheet)), failure => failure);

    private static T Sound<T>(Outcome<T> parsed, PublishedRules rules) => parsed.Match(
        sheet => sheet,
        failure => throw new InvalidOperationException($"Version {rules.Number} of {rules.Kind} cannot be read: {failure.Code}."));
}
