using System.Collections.Frozen;
using System.Globalization;
using Carnet.Domain.Common;

namespace Carnet.Domain.Access;

/// <summary>How many persons' records may be entered in one day.</summary>
/// <param name="Patients">Distinct persons, in every mode together.</param>
/// <param name="Emergencies">Distinct persons entered in an emergency mode; never more than <paramref name="Patients"/>.</param>
public sealed record PatientBudget(int Patients, int Emergencies);

/// <summary>Budgets of distinct persons a day, by trade and kind of structure.</summary>
/// <remarks>A stolen account reads thousands of records in a night; a working day does not. Source: control C-20.</remarks>
public sealed class PatientBudgets
{
    /// <summary>Stands for every profession or kind of structure that has no line of its own.</summary>
    public const string Any = "*";

    private const string File = "Access.budgets.csv";
    private const int Most = 1_000_000;

    private static readonly string[] Fields = ["who", "profession", "structure", "patients", "emergencies", "basis"];
    private static readonly string[] Subjects = ["person", "air", "structure"];
    private static readonly string[] Kinds =
        [Any, "hospital", "practice", "pharmacy", "laboratory", "ehpad", "samu", "insurer"];

    private readonly FrozenDictionary<(string Who, string Profession, string Kind), PatientBudget> _lines;

    private PatientBudgets(FrozenDictionary<(string, string, string), PatientBudget> lines, string version)
        => (_lines, Version) = (lines, version);

    /// <summary>The text of the budgets that ship with Carnet.</summary>
    public static string DefaultText { get; } = EmbeddedData.Text(File);

    /// <summary>The budgets that ship with Carnet.</summary>
    public static PatientBudgets Default { get; } = EmbeddedData.Sound(Parse(DefaultText), File);

    /// <summary>Source and version, as the second remark of the file states them; empty where it states none.</summary>
    public string Version { get; }

    /// <summary>Reads a file; the failure names the line, the field and what is allowed.</summary>
    public static Outcome<PatientBudgets> Parse(string text) => RuleText.Read(text) switch
    {
        Outcome<RuleText>.Done(var file) => Parse(file),
        Outcome<RuleText>.Failed(var failure) => failure,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The budget of one account.</summary>
    /// <param name="reinforced">Identified by an establishment (AIR), not by a card of their own.</param>
    /// <param name="kind">Kind of the structure in the directory; null where it is not known.</param>
    public PatientBudget OfPerson(string profession, bool reinforced, string? kind)
        => Of(reinforced ? "air" : "person", profession, kind);

    /// <summary>The budget of all people of one structure together.</summary>
    public PatientBudget OfStructure(string? kind) => Of("structure", Any, kind);

    /// <summary>The sheet as cells.</summary>
    public IReadOnlyDictionary<RuleCell, string> Cells() => _lines.SelectMany(line => new[]
    {
        (Cell: new RuleCell($"{line.Key.Who};{line.Key.Profession};{line.Key.Kind}", "patients"), line.Value.Patients),
        (Cell: new RuleCell($"{line.Key.Who};{line.Key.Profession};{line.Key.Kind}", "emergencies"), line.Value.Emergencies),
    }).ToDictionary(cell => cell.Cell, cell => cell.Item2.ToString(CultureInfo.InvariantCulture));

    private PatientBudget Of(string who, string profession, string? kind)
        => (kind is not null && _lines.TryGetValue((who, profession, kind), out var budget))
            || _lines.TryGetValue((who, profession, Any), out budget)
            || (kind is not null && _lines.TryGetValue((who, Any, kind), out budget))
            ? budget
            : _lines[(who, Any, Any)];

    private static Outcome<PatientBudgets> Parse(RuleText file)
    {
        Dictionary<(string, string, string), PatientBudget> lines = [];
        Dictionary<(string, string, string), int> said = [];
        foreach (var line in file.Lines)
        {
            if (Defect(line, said) is { } defect)
            {
                return defect;
            }

            lines[(line.Cells[0], line.Cells[1], line.Cells[2])] = new PatientBudget(Count(line.Cells[3])!.Value, Count(line.Cells[4])!.Value);
        }

        return Array.Find(Subjects, who => !lines.ContainsKey((who, Any, Any))) is { } missing
            ? RuleFailures.MissingDefault($"{missing};{Any};{Any}")
            : new PatientBudgets(lines.ToFrozenDictionary(), file.Remarks.Count > 1 ? file.Remarks[1] : "");
    }

    private static Failure? Defect(RuleLine line, Dictionary<(string, string, string), int> said)
    {
        var (at, cells) = (line.Number, line.Cells);
        if (cells.Length != Fields.Length)
        {
            return RuleFailures.MissingCell(at, Fields[Math.Min(cells.Length, Fields.Length - 1)], cells.Length, Fields.Length);
        }

        if (!Subjects.Contains(cells[0]))
        {
            return RuleFailures.UnknownCode(at, Fields[0], cells[0], string.Join(", ", Subjects));
        }

        if (cells[1] is not Any && (cells[0] is "structure" || !Trades.Professions.Contains(cells[1])))
        {
            return RuleFailures.UnknownCode(at, Fields[1], cells[1],
                cells[0] is "structure" ? Any : $"{Any}, {string.Join(", ", Trades.Professions)}");
        }

        if (!Kinds.Contains(cells[2]))
        {
            return RuleFailures.UnknownCode(at, Fields[2], cells[2], string.Join(", ", Kinds));
        }

        if (Count(cells[3]) is not (>= 1 and var patients))
        {
            return RuleFailures.UnknownCode(at, Fields[3], cells[3], "un nombre de 1 à 1000000");
        }

        if (Count(cells[4]) is not { } emergencies || emergencies > patients)
        {
            return RuleFailures.UnknownCode(at, Fields[4], cells[4], "un nombre de 0 à celui du champ patients");
        }

        if (cells[5].Length is 0 or > 100)
        {
            return RuleFailures.UnknownCode(at, Fields[5], cells[5], "la source de la ligne, en 1 à 100 caractères");
        }

        var key = (cells[0], cells[1], cells[2]);
        return said.TryAdd(key, at) ? null : RuleFailures.Duplicate(at, "who, profession, structure", said[key]);
    }

    private static int? Count(string cell)
        => cell.Length is >= 1 and <= 7 && int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= Most ? count : null;
}
