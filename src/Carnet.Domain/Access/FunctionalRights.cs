using System.Collections.Frozen;
using System.Collections.Immutable;
using Carnet.Domain.Common;

namespace Carnet.Domain.Access;

/// <summary>The acts of the functional-rights matrix; each stands for one line of it.</summary>
/// <remarks>Source: rule A-8; FI-526 v1.8, FI-606 v1.3; DMP 1.8.</remarks>
public enum Transaction
{
    TestExistence,
    ReadAdministrativeData,
    DeclareAuthorised,
    RemoveOwnAuthorisation,
    RemoveOwnTreatingRole,
    ListOwnPatients,
    SearchByTraits,
    ContextualWeb,
    ContextualWebReinforced,
    ListAuthorisations,
    Feed,
    FeedByEmployee,
    FindMetadata,
    FindReference,
    Read,
    ReadMasked,
    ReadHiddenFromPatient,
    ReadOtherStatus,
    Mask,
    Unmask,
    MakeVisible,
    Archive,
    Delete,
}

/// <summary>The condition that goes with a yes; numbers are the notes of the source.</summary>
public enum RightCondition
{
    None = 0,
    ToTheStructure = 1,
    SameStructure = 2,
    NewSinceDate = 3,
    ImputedToStructure = 4,
    ToPrepareDeletion = 5,
    OwnDocumentsOnly = 6,
    IfMaskedAllowedInEmergency = 7,
    OwnDocuments = 8,
    DocumentsOfStructure = 9,
}

/// <summary>Which caller may use which transaction in which mode; an absent cell means no.</summary>
public sealed class FunctionalRights
{
    private const string File = "Access.functional-rights.csv";

    private static readonly (Transaction Act, string Code)[] Names =
    [
        (Transaction.TestExistence, "TD0.2"), (Transaction.ReadAdministrativeData, "TD1.3a"),
        (Transaction.DeclareAuthorised, "TD0.3-declare"), (Transaction.RemoveOwnAuthorisation, "TD0.3-remove"),
        (Transaction.RemoveOwnTreatingRole, "TD0.3-remove-mt"), (Transaction.ListOwnPatients, "TD0.4"),
        (Transaction.SearchByTraits, "TD0.5"), (Transaction.ContextualWeb, "TD0.9"),
        (Transaction.ContextualWebReinforced, "TD0.10"), (Transaction.ListAuthorisations, "TD1.6"),
        (Transaction.Feed, "TD2.1"), (Transaction.FeedByEmployee, "TD2.2"),
        (Transaction.FindMetadata, "TD3.1-metadata"), (Transaction.FindReference, "TD3.1-reference"),
        (Transaction.Read, "TD3.2"), (Transaction.ReadMasked, "TD3.2-masked"),
        (Transaction.ReadHiddenFromPatient, "TD3.2-hidden"), (Transaction.ReadOtherStatus, "TD3.2-other-status"),
        (Transaction.Mask, "TD3.3a-mask"), (Transaction.Unmask, "TD3.3a-unmask"),
        (Transaction.MakeVisible, "TD3.3b"), (Transaction.Archive, "TD3.3d"), (Transaction.Delete, "TD3.3c"),
    ];

    private static readonly string[] Yes = ["Y", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Y8", "Y9"];

    private readonly FrozenDictionary<(Transaction, string), RightCondition> _cells;

    private FunctionalRights(FrozenDictionary<(Transaction, string), RightCondition> cells, string version)
        => (_cells, Version) = (cells, version);

    /// <summary>The kinds of caller, each with its mode, in the order of the source.</summary>
    public static ImmutableArray<string> Columns { get; } =
    [
        "ps.n", "ps.r", "ps.b", "md.n", "md.r", "md.b", "mdt", "mt.n", "mt.b", "cpe.n", "es.n", "es.r", "air.ps.n", "air.ps.r",
        "air.ps.b", "air.md.n", "air.md.r", "air.md.b", "air.mt.n", "air.mt.b", "air.pe.n",
    ];

    /// <summary>The text of the matrix that ships with Carnet.</summary>
    public static string DefaultText { get; } = EmbeddedData.Text(File);

    /// <summary>The matrix that ships with Carnet.</summary>
    public static FunctionalRights Default { get; } = EmbeddedData.Sound(Parse(DefaultText), File);

    /// <summary>Source and version, as the second remark of the file states them; empty where it states none.</summary>
    public string Version { get; }

    /// <summary>Reads a file; the failure names the line, the field and what is allowed.</summary>
    public static Outcome<FunctionalRights> Parse(string text) => RuleText.Read(text) switch
    {
        Outcome<RuleText>.Done(var file) => Parse(file),
        Outcome<RuleText>.Failed(var failure) => failure,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The condition of a yes, or null for a no.</summary>
    /// <param name="column">From <see cref="ColumnOf(Caller, bool)"/>; null never has a right.</param>
    public RightCondition? Of(Transaction act, string? column)
        => column is not null && _cells.TryGetValue((act, column), out var condition) ? condition : null;

    /// <summary>The name of a transaction in the source, e.g. <c>TD3.1-metadata</c>.</summary>
    public static string CodeOf(Transaction act) => Array.Find(Names, name => name.Act == act).Code;

    /// <summary>The column of a caller, or null for one that the matrix does not know.</summary>
    /// <param name="treating">The caller is a declared treating doctor of this record.</param>
    public static string? ColumnOf(Caller caller, bool treating) => caller switch
    {
        Caller.Professional { Who.IsOccupationalDoctor: true, Reinforced: false, Mode: AccessMode.Normal } => "mdt",
        Caller.Professional { Who.IsOccupationalDoctor: true } => null,
        Caller.Professional { Reinforced: false } p => ColumnOf(p, treating),
        Caller.Professional p => "air." + ColumnOf(p, treating),
        Caller.Employee { Reinforced: true } => "air.pe.n",
        Caller.Employee => "cpe.n",
        Caller.Establishment { Mode: AccessMode.Normal } => "es.n",
        Caller.Establishment { Mode: AccessMode.Samu } => "es.r",
        _ => null,
    };

    private static string ColumnOf(Caller.Professional p, bool treating) => (p.Who.IsPhysician, treating, p.Mode) switch
    {
        (true, true, AccessMode.Normal) => "mt.n",
        (true, true, AccessMode.BreakGlass) => "mt.b",
        (true, _, AccessMode.Normal) => "md.n",
        (true, _, AccessMode.BreakGlass) => "md.b",
        (true, _, AccessMode.Samu) => "md.r",
        (false, _, AccessMode.Normal) => "ps.n",
        (false, _, AccessMode.BreakGlass) => "ps.b",
        (false, _, AccessMode.Samu) => "ps.r",
    };

    /// <summary>The sheet as cells: a row for each transaction, a column for each kind of caller that may use it.</summary>
    public IReadOnlyDictionary<RuleCell, string> Cells()
        => _cells.ToDictionary(cell => new RuleCell(CodeOf(cell.Key.Item1), cell.Key.Item2), cell => Yes[(int)cell.Value]);

    private static Outcome<FunctionalRights> Parse(RuleText file)
    {
        var header = file.Lines[0];
        if (HeaderDefect(header) is { } wrong)
        {
            return wrong;
        }

        Dictionary<(Transaction, string), RightCondition> cells = [];
        Dictionary<Transaction, int> said = [];
        foreach (var line in file.Lines.Skip(1))
        {
            var act = Array.Find(Names, name => name.Code == line.Cells[0]);
            if ((LineDefect(line, header, act.Code) ?? (said.TryAdd(act.Act, line.Number) ? null
                : RuleFailures.Duplicate(line.Number, "transaction", said[act.Act]))) is { } defect)
            {
                return defect;
            }

            for (var i = 1; i < line.Cells.Length; i++)
            {
                if (Array.IndexOf(Yes, line.Cells[i]) is >= 0 and var condition)
                {
                    cells[(act.Act, header.Cells[i])] = (RightCondition)condition;
                }
            }
        }

        return Array.Find(Names, name => !said.ContainsKey(name.Act)).Code is { } missing
            ? RuleFailures.MissingTransaction(missing)
            : new FunctionalRights(cells.ToFrozenDictionary(), file.Remarks.Count > 1 ? file.Remarks[1] : "");
    }

    private static Failure? HeaderDefect(RuleLine header)
    {
        var columns = header.Cells[1..];
        var odd = header.Cells[0] is not "transaction" ? header.Cells[0]
            : columns.Where((column, i) => !Columns.Contains(column) || Array.IndexOf(columns, column) < i).FirstOrDefault();
        return odd is not null
            ? RuleFailures.UnknownColumn(header.Number, odd, $"transaction, {string.Join(", ", Columns)}")
            : Columns.FirstOrDefault(column => !columns.Contains(column)) is { } missing
                ? RuleFailures.MissingColumn(header.Number, missing)
                : null;
    }

    private static Failure? LineDefect(RuleLine line, RuleLine header, string? code)
    {
        if (code is null)
        {
            return RuleFailures.UnknownTransaction(line.Number, line.Cells[0], string.Join(", ", Names.Select(name => name.Code)));
        }

        if (line.Cells.Length != header.Cells.Length)
        {
            return RuleFailures.MissingCell(line.Number,
                header.Cells[Math.Min(line.Cells.Length, header.Cells.Length - 1)], line.Cells.Length, header.Cells.Length);
        }

        for (var i = 1; i < line.Cells.Length; i++)
        {
            if (line.Cells[i] is not "-" && !Yes.Contains(line.Cells[i]))
            {
                return RuleFailures.UnknownCode(line.Number, header.Cells[i], line.Cells[i], $"-, {string.Join(", ", Yes)}");
            }
        }

        return null;
    }
}
