using System.Collections.Frozen;
using System.Collections.Immutable;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;

namespace Carnet.Domain.Access;

/// <summary>Which trade may read which type of document; what is absent is refused.</summary>
/// <remarks>
/// Expanded once when it is loaded, so that a decision costs two look-ups and no allocation. Source: rule A-7; DMP 4.3
/// (derived from the public part of the rules, not the legal annex).
/// </remarks>
public sealed class HabilitationMatrix
{
    /// <summary>Stands for every qualification that has no line of its own.</summary>
    public const string AnyQualification = "*";

    private const string File = "Access.habilitations.csv";

    private static readonly string[] Fields = ["role", "qualification", "class", "rule", "types", "basis"];

    private static readonly string[] Sections =
        ["A", "B", "C", "D", "DA", "DM", "E", "EA", "EB", "EC", "ED", "EG", "EH", "G", "H", "M"];

    private static readonly ImmutableArray<string> Classes =
        [.. DocumentTypes.All.Select(type => type.ClassCode).Distinct().Order(StringComparer.Ordinal)];

    private readonly FrozenDictionary<(string Role, string Qualification), FrozenSet<string>> _rows;

    private HabilitationMatrix(FrozenDictionary<(string, string), FrozenSet<string>> rows, string version)
        => (_rows, Version) = (rows, version);

    /// <summary>The text of the matrix that ships with Carnet.</summary>
    public static string DefaultText { get; } = EmbeddedData.Text(File);

    /// <summary>The matrix that ships with Carnet.</summary>
    public static HabilitationMatrix Default { get; } = EmbeddedData.Sound(Parse(DefaultText), File);

    /// <summary>Version, date and source, as the second remark of the file states them; empty where it states none.</summary>
    public string Version { get; }

    /// <summary>Every line of its own: a trade and qualification, and what they read.</summary>
    public IEnumerable<(string Role, string Qualification, FrozenSet<string> Types)> Rows
        => _rows.Select(row => (row.Key.Role, row.Key.Qualification, row.Value));

    /// <summary>Reads a file; the failure names the line, the field and what is allowed.</summary>
    public static Outcome<HabilitationMatrix> Parse(string text) => RuleText.Read(text) switch
    {
        Outcome<RuleText>.Done(var file) => Parse(file),
        Outcome<RuleText>.Failed(var failure) => failure,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Whether a trade reads a type.</summary>
    /// <param name="qualification">Pharmacist's section or specialty; a line for it goes before the trade's general line.</param>
    public bool CanRead(string profession, string? qualification, string typeCode)
        => RowOf(profession, qualification)?.Contains(typeCode) ?? false;

    /// <summary>The types that a trade reads, or null for a trade without a line.</summary>
    public FrozenSet<string>? RowOf(string profession, string? qualification)
        => qualification is not null && _rows.TryGetValue((profession, qualification), out var exact) ? exact
            : _rows.TryGetValue((profession, AnyQualification), out var general) ? general : null;

    /// <summary>The sheet as cells: a row for each trade and qualification, a column for each type that it reads.</summary>
    public IReadOnlyDictionary<RuleCell, string> Cells()
        => Rows.SelectMany(row => row.Types.Select(type => new RuleCell($"{row.Role};{row.Qualification}", type)))
            .ToDictionary(cell => cell, _ => "lit");

    private static Outcome<HabilitationMatrix> Parse(RuleText file)
    {
        Dictionary<(string, string), HashSet<string>> rows = [];
        Dictionary<(string, string, string), int> said = [];
        foreach (var line in file.Lines)
        {
            if (Defect(line, said) is { } defect)
            {
                return defect;
            }

            var key = (line.Cells[0], line.Cells[1]);
            if (!rows.TryGetValue(key, out var row))
            {
                rows[key] = row = new HashSet<string>(StringComparer.Ordinal);
            }

            row.UnionWith(Read(line));
        }

        return new HabilitationMatrix(
            rows.ToFrozenDictionary(row => row.Key, row => row.Value.ToFrozenSet(StringComparer.Ordinal)),
            file.Remarks.Count > 1 ? file.Remarks[1] : "");
    }

    private static IEnumerable<string> Read(RuleLine line)
    {
        var ofClass = TypesOf(line.Cells[2]);
        var listed = Listed(line);
        return line.Cells[3] switch
        {
            "except" => ofClass.Except(listed),
            "only" => listed,
            _ => ofClass,
        };
    }

    private static Failure? Defect(RuleLine line, Dictionary<(string, string, string), int> said)
    {
        var (at, cells) = (line.Number, line.Cells);
        if (cells.Length != Fields.Length)
        {
            return RuleFailures.MissingCell(at, Fields[Math.Min(cells.Length, Fields.Length - 1)], cells.Length, Fields.Length);
        }

        if (!Trades.Professions.Contains(cells[0]))
        {
            return RuleFailures.UnknownCode(at, Fields[0], cells[0], string.Join(", ", Trades.Professions));
        }

        if (!IsQualification(cells[0], cells[1]))
        {
            return RuleFailures.UnknownCode(at, Fields[1], cells[1], cells[0] is "21"
                ? $"{AnyQualification}, {string.Join(", ", Sections)}"
                : $"{AnyQualification} ou un code de spécialité comme SM26");
        }

        if (!Classes.Contains(cells[2]))
        {
            return RuleFailures.UnknownCode(at, Fields[2], cells[2], string.Join(", ", Classes));
        }

        if (cells[3] is not ("all" or "except" or "only"))
        {
            return RuleFailures.UnknownCode(at, Fields[3], cells[3], "all, except, only");
        }

        var listed = Listed(line);
        if (listed.FirstOrDefault(code => !TypesOf(cells[2]).Contains(code)) is { } unknown)
        {
            return RuleFailures.UnknownCode(at, Fields[4], unknown,
                $"les types de la classe {cells[2]} : {string.Join(", ", TypesOf(cells[2]))}");
        }

        if (listed.Count == 0 != cells[3] is "all")
        {
            return RuleFailures.UnknownCode(at, Fields[4], cells[4],
                "rien après « all », un ou plusieurs types séparés par des virgules après « except » et « only »");
        }

        if (cells[5].Length is 0 or > 100)
        {
            return RuleFailures.UnknownCode(at, Fields[5], cells[5], "la source de la ligne, en 1 à 100 caractères");
        }

        var key = (cells[0], cells[1], cells[2]);
        return said.TryAdd(key, at) ? null : RuleFailures.Duplicate(at, "role, qualification, class", said[key]);
    }

    private static List<string> Listed(RuleLine line)
        => [.. line.Cells[4].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static IReadOnlyList<string> TypesOf(string classCode)
        => [.. DocumentTypes.All.Where(type => type.ClassCode == classCode).Select(type => type.Code).Order(StringComparer.Ordinal)];

    private static bool IsQualification(string role, string code) => code is AnyQualification
        || (role is "21" ? Sections.Contains(code) : code.Length is > 1 and <= 8
            && char.IsAsciiLetterUpper(code[0]) && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));
}
