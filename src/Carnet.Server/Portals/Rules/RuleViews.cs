using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Governance;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Rules;

/// <summary>A choice of a form.</summary>
public sealed record ChoiceView(string Value, string Name, bool Chosen);

/// <summary>The documents of one class, apart.</summary>
public sealed record ClassView(string Name, IReadOnlyList<string> Read, IReadOnlyList<string> NotRead);

/// <summary>What one trade reads.</summary>
internal sealed record HabilitationsView(
    RulesShown Shown, IReadOnlyList<ChoiceView> Professions, IReadOnlyList<ChoiceView> Sections, string Trade, bool HasLine,
    IReadOnlyList<ClassView> Classes)
{
    private const string First = "10";

    public static HabilitationsView Of(RulesShown shown, string? profession, string? section)
    {
        var chosen = profession is not null && Trades.Professions.Contains(profession) ? profession : First;
        var rows = shown.Book.Habilitations.Rows.Where(row => row.Role == chosen).Select(row => row.Qualification)
            .Order(StringComparer.Ordinal).ToList();
        var at = section is not null && rows.Contains(section) ? section : rows.FirstOrDefault();
        var read = shown.Book.Habilitations.RowOf(chosen, at);
        return new HabilitationsView(
            shown,
            [
                .. Trades.Professions.Select(code => new ChoiceView(code, T(Trades.ProfessionName(code)), code == chosen))
                    .OrderBy(choice => choice.Name, StringComparer.Ordinal),
            ],
            rows.Count < 2 ? [] : [.. rows.Select(code => new ChoiceView(code, Name(code), code == at))],
            RuleWords.Row(RuleKind.Habilitations, $"{chosen};{at ?? HabilitationMatrix.AnyQualification}"), read is not null,
            [
                .. DocumentTypes.All.GroupBy(type => type.ClassCode).OrderBy(of => of.Key, StringComparer.Ordinal).Select(of => new ClassView(
                    T(DocumentTypes.ClassLabel(of.Key)),
                    [.. of.Where(type => read?.Contains(type.Code) ?? false).Select(type => T(type.Label)).Order(StringComparer.Ordinal)],
                    [.. of.Where(type => !(read?.Contains(type.Code) ?? false)).Select(type => T(type.Label)).Order(StringComparer.Ordinal)])),
            ]);

        static string Name(string code) => RuleWords.Section(code) is { Length: > 0 } words ? words : T("toutes les autres");
    }
}

/// <summary>One line of what a caller may do.</summary>
public sealed record RightView(string Code, string Act, string Answer, bool IsYes);

/// <summary>What one kind of caller may do.</summary>
internal sealed record RightsView(
    RulesShown Shown, IReadOnlyList<ChoiceView> Callers, string Caller, IReadOnlyList<RightView> Rights)
{
    private const string First = "md.n";

    public static RightsView Of(RulesShown shown, string? caller)
    {
        var chosen = caller is not null && FunctionalRights.Columns.Contains(caller) ? caller : First;
        return new RightsView(
            shown, [.. FunctionalRights.Columns.Select(column => new ChoiceView(column, RuleWords.Column(column), column == chosen))],
            RuleWords.Column(chosen),
            [
                .. Enum.GetValues<Transaction>().Select(act => shown.Book.Rights.Of(act, chosen) is { } condition
                    ? new RightView(FunctionalRights.CodeOf(act), RuleWords.Act(act), RuleWords.Condition(condition), true)
                    : new RightView(FunctionalRights.CodeOf(act), RuleWords.Act(act), T("Non"), false)),
            ]);
    }
}

/// <summary>One cell that changed.</summary>
public sealed record ChangeView(string Row, string Column, string Before, string After);

/// <summary>What changed between two versions.</summary>
internal sealed record RuleDiffView(RuleKind Kind, int From, int To, IReadOnlyList<ChangeView> Changes)
{
    public static RuleDiffView? Of(RulesShown shown, string? word, int? from, int? to)
    {
        var kind = RuleWords.Kinds.FirstOrDefault(known => known.Word == word).Kind;
        var (before, after) = (Find(from), Find(to));
        return before is null || after is null ? null : new RuleDiffView(kind, before.Number, after.Number,
        [
            .. RuleDiff.Between(Cells(before), Cells(after)).Select(change => new ChangeView(
                RuleWords.Row(kind, change.Cell.Row),
                kind is RuleKind.Habilitations
                    ? DocumentTypes.TryFind(change.Cell.Column, out var type) ? T(type.Label) : change.Cell.Column
                    : RuleWords.Column(change.Cell.Column),
                Word(change.Before), Word(change.After))),
        ]);

        PublishedRules? Find(int? number) => shown.Published.FirstOrDefault(rules => rules.Kind == kind && rules.Number == number);
    }

    private static IReadOnlyDictionary<RuleCell, string> Cells(PublishedRules rules)
        => RuleSheets.Cells(rules.Kind, rules.Content).Match(cells => cells, failure => throw new InvalidOperationException(failure.Code));

    private static string Word(string? cell) => cell switch
    {
        null => T("non"),
        "lit" => T("Lit").ToLowerInvariant(),
        "Y" => T("oui"),
        ['Y', var note] => RuleWords.Condition((RightCondition)(note - '0')).ToLowerInvariant(),
        _ => cell,
    };
}
