using System.Collections.Frozen;
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

    private readonly FrozenDictionary<(Transaction, string), RightCondition> _cells;

    private FunctionalRights(FrozenDictionary<(Transaction, string), RightCondition> cells) => _cells = cells;

    /// <summary>The matrix that ships with Carnet.</summary>
    public static FunctionalRights Default { get; } = Load();

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

    private static FunctionalRights Load()
    {
        var lines = EmbeddedData.Lines(File).ToList();
        var columns = lines[0];
        Dictionary<(Transaction, string), RightCondition> cells = [];
        foreach (var line in lines.Skip(1))
        {
            var act = Array.Find(Names, name => name.Code == line[0]);
            if (act.Code is null || line.Length != columns.Length)
            {
                throw new InvalidOperationException($"{File}: unknown or incomplete line {line[0]}.");
            }

            for (var i = 1; i < line.Length; i++)
            {
                if (line[i] is ['Y', .. var note])
                {
                    cells[(act.Act, columns[i])] = note is "" ? RightCondition.None : (RightCondition)(note[0] - '0');
                }
            }
        }

        return new FunctionalRights(cells.ToFrozenDictionary());
    }
}
