using Carnet.Domain.Access;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>A-8: every cell of the functional-rights matrix, typed again from FI-526 and FI-606 (DMP 1.8).</summary>
[Trait("rule", "A-8")]
public sealed class FunctionalRightsTests
{
    private const string Columns = "ps.n ps.r ps.b md.n md.r md.b mdt mt.n mt.b cpe.n es.n es.r";
    private const string Reinforced = "air.ps.n air.ps.r air.ps.b air.md.n air.md.r air.md.b air.mt.n air.mt.b air.pe.n";

    /// <summary>Direct and indirect: one word for each column above; Y, -, or the number of the note.</summary>
    private static readonly Dictionary<Transaction, string> Direct = new()
    {
        [Transaction.TestExistence] = "Y Y Y Y Y Y Y Y Y Y Y Y",
        [Transaction.ReadAdministrativeData] = "Y Y Y Y Y Y Y Y Y Y Y Y",
        [Transaction.DeclareAuthorised] = "Y - - Y - - - Y - 1 - -",
        [Transaction.RemoveOwnAuthorisation] = "Y - - Y - - - Y - - - -",
        [Transaction.RemoveOwnTreatingRole] = "- - - - - - - Y - - - -",
        [Transaction.ListOwnPatients] = "Y Y Y Y Y Y Y Y Y 2 3 -",
        [Transaction.SearchByTraits] = "- Y - - Y - - - - - - Y",
        [Transaction.ContextualWeb] = "Y Y Y Y Y Y Y Y Y Y - -",
        [Transaction.ContextualWebReinforced] = "- - - - - - - - - - - -",
        [Transaction.ListAuthorisations] = "Y - - Y - - Y Y - - - -",
        [Transaction.Feed] = "Y Y Y Y Y Y Y Y Y - 4 4",
        [Transaction.FeedByEmployee] = "- - - - - - - - - 4 - -",
        [Transaction.FindMetadata] = "Y Y Y Y Y Y Y Y Y - - -",
        [Transaction.FindReference] = "Y Y Y Y Y Y Y Y Y 5 5 5",
        [Transaction.Read] = "Y Y Y Y Y Y - Y Y - - -",
        [Transaction.ReadMasked] = "6 7 7 6 7 7 - Y 7 - - -",
        [Transaction.ReadHiddenFromPatient] = "Y Y Y Y Y Y - Y Y - - -",
        [Transaction.ReadOtherStatus] = "Y Y Y Y Y Y - Y Y - - -",
        [Transaction.Mask] = "Y - - Y - - Y Y - - - -",
        [Transaction.Unmask] = "8 - - 8 - - 8 Y - - - -",
        [Transaction.MakeVisible] = "Y - - Y - - Y Y - - - -",
        [Transaction.Archive] = "8 - - 8 Y Y 8 Y Y - - -",
        [Transaction.Delete] = "8 8 8 8 8 8 8 8 8 9 9 9",
    };

    /// <summary>AIR: what FI-606 says to differ; every other line is the direct one without MdT, CPE and ES.</summary>
    private static readonly Dictionary<Transaction, string> Air = new()
    {
        [Transaction.TestExistence] = "Y Y Y Y Y Y Y Y Y",
        [Transaction.ReadAdministrativeData] = "Y Y Y Y Y Y Y Y Y",
        [Transaction.DeclareAuthorised] = "Y - - Y - - Y - 1",
        [Transaction.RemoveOwnAuthorisation] = "Y - - Y - - Y - -",
        [Transaction.RemoveOwnTreatingRole] = "- - - - - - - - -",
        [Transaction.ListOwnPatients] = "Y Y Y Y Y Y Y Y 2",
        [Transaction.SearchByTraits] = "- Y - - Y - - - -",
        [Transaction.ContextualWeb] = "- - - - - - - - -",
        [Transaction.ContextualWebReinforced] = "Y Y Y Y Y Y Y Y Y",
        [Transaction.ListAuthorisations] = "Y - - Y - - Y - -",
        [Transaction.Feed] = "- - - - - - - - -",
        [Transaction.FeedByEmployee] = "- - - - - - - - -",
        [Transaction.FindMetadata] = "Y Y Y Y Y Y Y Y -",
        [Transaction.FindReference] = "Y Y Y Y Y Y Y Y 5",
        [Transaction.Read] = "Y Y Y Y Y Y Y Y -",
        [Transaction.ReadMasked] = "6 7 7 6 7 7 Y 7 -",
        [Transaction.ReadHiddenFromPatient] = "Y Y Y Y Y Y Y Y -",
        [Transaction.ReadOtherStatus] = "Y Y Y Y Y Y Y Y -",
        [Transaction.Mask] = "Y - - Y - - Y - -",
        [Transaction.Unmask] = "8 - - 8 - - Y - -",
        [Transaction.MakeVisible] = "Y - - Y - - Y - -",
        [Transaction.Archive] = "8 - - Y Y Y Y Y -",
        [Transaction.Delete] = "8 8 8 8 8 8 8 8 9",
    };

    [Fact]
    public void A_8_every_cell_is_the_one_of_the_source()
    {
        List<string> wrong = [];
        var cells = 0;
        foreach (var (table, columns) in ((Dictionary<Transaction, string>, string)[])[(Direct, Columns), (Air, Reinforced)])
        {
            foreach (var act in Enum.GetValues<Transaction>())
            {
                foreach (var (column, cell) in columns.Split(' ').Zip(table[act].Split(' '), (c, v) => (c, v)))
                {
                    cells++;
                    RightCondition? expected = cell switch
                    {
                        "Y" => RightCondition.None,
                        "-" => null,
                        _ => (RightCondition)(cell[0] - '0'),
                    };
                    if (FunctionalRights.Default.Of(act, column) != expected)
                    {
                        wrong.Add($"{FunctionalRights.CodeOf(act)} {column}: expected {cell}");
                    }
                }
            }
        }

        // AIR, a physician who archives: FI-606 says yes without the own-document limit that FI-526 has.
        Assert.Empty(wrong);
        Assert.Equal(23 * 21, cells);
    }

    [Fact]
    public void A_8_an_unknown_column_has_no_right()
        => Assert.All(Enum.GetValues<Transaction>(), act =>
        {
            Assert.Null(FunctionalRights.Default.Of(act, null));
            Assert.Null(FunctionalRights.Default.Of(act, "mt.r"));
            Assert.Null(FunctionalRights.Default.Of(act, "PS.N"));
        });

    public static TheoryData<string, string?, Func<object>, bool> Callers => new()
    {
        { "a nurse", "ps.n", () => Sample.As(Sample.Practitioner(1, "60", null)), false },
        { "a nurse in regulation", "ps.r", () => Sample.As(Sample.Practitioner(1, "60", null), AccessMode.Samu), false },
        { "a nurse who breaks the glass", "ps.b", () => Sample.As(Sample.Practitioner(1, "60", null), AccessMode.BreakGlass), false },
        { "a nurse is never treating doctor", "ps.n", () => Sample.As(Sample.Practitioner(1, "60", null)), true },
        { "a physician", "md.n", () => Sample.Doctor(1), false },
        { "a treating doctor", "mt.n", () => Sample.Doctor(1), true },
        { "a treating doctor who breaks the glass", "mt.b", () => Sample.Doctor(1, AccessMode.BreakGlass), true },
        { "a treating doctor who regulates is a physician", "md.r", () => Sample.Doctor(1, AccessMode.Samu), true },
        { "occupational doctor, specialty", "mdt", () => Sample.As(Sample.Practitioner(1, "10", "SM25")), true },
        { "occupational doctor, competence", "mdt", () => Sample.As(Sample.Practitioner(1, "10", "C41")), false },
        { "occupational doctor who breaks the glass", null, () => Sample.As(Sample.Practitioner(1, "10", "SM25"), AccessMode.BreakGlass), false },
        { "occupational doctor who regulates", null, () => Sample.As(Sample.Practitioner(1, "10", "SM25"), AccessMode.Samu), false },
        { "occupational doctor in AIR", null, () => Sample.As(Sample.Practitioner(1, "10", "SM25"), reinforced: true), false },
        { "a physician in AIR", "air.md.n", () => Sample.As(Sample.Practitioner(1), reinforced: true), false },
        { "a treating doctor in AIR", "air.mt.n", () => Sample.As(Sample.Practitioner(1), reinforced: true), true },
        { "a nurse in AIR who breaks the glass", "air.ps.b", () => Sample.As(Sample.Practitioner(1, "60", null), AccessMode.BreakGlass, reinforced: true), false },
        { "a secretary", "cpe.n", () => Sample.Employee(1), false },
        { "an establishment", "es.n", () => Sample.Establishment(1), false },
        { "an establishment in regulation", "es.r", () => Sample.Establishment(1, AccessMode.Samu), false },
        { "an establishment cannot break the glass", null, () => Sample.Establishment(1, AccessMode.BreakGlass), false },
        { "a desk", null, () => Sample.Desk, false },
        { "the insurer", null, () => new Caller.Insurer { Origin = Sample.Soap }, false },
        { "a job", null, () => new Caller.Job("purge") { Origin = Sample.Soap }, false },
        { "nobody", null, () => new Caller.Unidentified { Origin = Sample.Soap }, true },
    };

    [Theory, MemberData(nameof(Callers))]
    public void A_8_every_caller_has_one_column(string sentence, string? column, Func<object> caller, bool treating)
        => Assert.True(FunctionalRights.ColumnOf((Caller)caller(), treating) == column, sentence);
}
