using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>A-8, A-7: each cell of both matrices asked through the engine, not looked up.</summary>
public sealed class RightCellTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly RecordId Id = new(new Guid(1, 2, 3, new byte[8]));
    private static readonly DocumentType Note = DocumentTypes.All.Single(type => type.Code == "11488-4");

    private static readonly string[] Columns =
    [
        "ps.n", "ps.r", "ps.b", "md.n", "md.r", "md.b", "mdt", "mt.n", "mt.b", "cpe.n", "es.n", "es.r",
        "air.ps.n", "air.ps.r", "air.ps.b", "air.md.n", "air.md.r", "air.md.b", "air.mt.n", "air.mt.b", "air.pe.n",
    ];

    /// <summary>What the engine answers for a line of the matrix that it decides about.</summary>
    private static readonly Dictionary<Transaction, Func<Caller, bool>> Asked = new()
    {
        [Transaction.DeclareAuthorised] = caller => AccessRules.Declare(Ask(caller), false, RuleBook.Default).IsGranted,
        [Transaction.RemoveOwnAuthorisation] = caller => AccessRules.Withdraw(Ask(caller), false, RuleBook.Default).IsGranted,
        [Transaction.RemoveOwnTreatingRole] = caller => AccessRules.Withdraw(Ask(caller), true, RuleBook.Default).IsGranted,
        [Transaction.Feed] = caller => caller is not Caller.Employee && AccessRules.Feed(Ask(caller), RuleBook.Default).IsGranted,
        [Transaction.FeedByEmployee] = caller => caller is Caller.Employee && AccessRules.Feed(Ask(caller), RuleBook.Default).IsGranted,
        [Transaction.FindMetadata] = caller => Sees(caller, Other(), Transaction.FindMetadata, Purpose.Metadata),
        [Transaction.FindReference] = caller => Sees(caller, caller is Caller.Professional ? Other() : OfStructure(), Transaction.FindReference, Purpose.Metadata),
        [Transaction.Read] = caller => Sees(caller, Other(), Transaction.Read, Purpose.Content),
        [Transaction.ReadHiddenFromPatient] = caller => Sees(caller, Other() with { Marks = Marks.HiddenFromPatient }, Transaction.Read, Purpose.Content),
        [Transaction.ReadOtherStatus] = caller => Sees(caller, Other() with { Status = DocumentStatus.Archived }, Transaction.Read, Purpose.Content),
    };

    public static TheoryData<string> EveryColumn => [.. Columns];

    [Theory, MemberData(nameof(EveryColumn))]
    [Trait("rule", "A-8"), Trait("rule", "F-7")]
    public void A_8_the_engine_answers_as_each_cell_says(string column)
    {
        var caller = Of(column);
        Assert.Equal(column, FunctionalRights.ColumnOf(caller, column.Contains("mt.", StringComparison.Ordinal)));
        foreach (var (act, ask) in Asked)
        {
            Assert.True(ask(caller) == RuleBook.Default.Rights.Of(act, column) is not null, $"{act} {column}");
        }

        var masked = Other() with { Marks = Marks.MaskedToProfessionals };
        var cell = RuleBook.Default.Rights.Of(Transaction.ReadMasked, column);
        Assert.Equal(cell is RightCondition.None, Sees(caller, masked, Transaction.Read, Purpose.Content));
        Assert.Equal(cell is RightCondition.None or RightCondition.IfMaskedAllowedInEmergency,
            Sees(caller, masked, Transaction.Read, Purpose.Content, Facts with { MaskedInEmergency = true }));
        Assert.Equal(cell is not null, Sees(caller, masked with { AuthorPerson = Sample.Ps(1) }, Transaction.Read, Purpose.Content));
    }

    [Theory, MemberData(nameof(EveryColumn))]
    [Trait("rule", "A-8"), Trait("rule", "F-7")]
    public void F_7_each_change_needs_its_cell_and_the_document_that_F_7_names(string column)
    {
        var (caller, treating) = (Of(column), column.Contains("mt.", StringComparison.Ordinal));
        foreach (var act in (Transaction[])[Transaction.Mask, Transaction.Unmask, Transaction.MakeVisible, Transaction.Archive, Transaction.Delete])
        {
            var cell = RuleBook.Default.Rights.Of(act, column);
            var structure = caller is not Caller.Professional;
            var wanted = (
                Own: cell is not null && !structure,
                Other: cell is RightCondition.None && (act is not Transaction.Archive || treating),
                Persons: (act is Transaction.Archive or Transaction.Delete ? cell is not null && treating : cell is RightCondition.None),
                Structures: cell is RightCondition.DocumentsOfStructure);
            Assert.True(wanted == (Changes(caller, Own(), act), Changes(caller, Other(), act), Changes(caller, Persons(), act),
                structure && Changes(caller, OfStructure(), act)), $"{act} {column}: {cell}");
        }
    }

    [Fact, Trait("rule", "F-7"), Trait("rule", "L-9")]
    public void F_7_the_person_masks_what_they_see_and_destroys_only_what_they_wrote()
    {
        var person = Sample.Patient(Id);
        foreach (var act in (Transaction[])[Transaction.Mask, Transaction.Unmask, Transaction.Archive, Transaction.Delete])
        {
            var destroys = act is Transaction.Archive or Transaction.Delete;
            Assert.True(Changes(person, Persons(), act), $"{act} of their own");
            Assert.True(Changes(person, Other(), act) != destroys, $"{act} of a professional's");
            Assert.True(Changes(person, OfStructure(), act) != destroys, $"{act} of a structure's");
        }
    }

    [Fact, Trait("rule", "A-7")]
    public void A_7_each_trade_reads_each_type_or_not_through_the_engine()
    {
        var cells = 0;
        string?[] qualifications = [null, "SM26", "A", "G", "D"];
        foreach (var profession in RuleBook.Default.Habilitations.Rows.Select(row => row.Role).Append("86").Append("98").Distinct())
        {
            foreach (var qualification in qualifications.Concat(RuleBook.Default.Habilitations.Rows
                .Where(row => row.Role == profession && row.Qualification is not "*").Select(row => row.Qualification)).Distinct())
            {
                var caller = Sample.As(Sample.Practitioner(1, profession, qualification));
                foreach (var type in DocumentTypes.All)
                {
                    var reads = RuleBook.Default.Habilitations.CanRead(profession, qualification, type.Code);
                    Assert.True(reads == Sees(caller, Other() with { Type = type }, Transaction.Read, Purpose.Content), $"{profession}/{qualification} {type.Code}");
                    cells++;
                }
            }
        }

        Assert.True(cells > 5_000, $"{cells} cells");
    }

    private static RecordFacts Facts => new(Id, RecordStatus.Open, false, false, false, [new Grant(Sample.Ps(1), false, false, Now, null)]);

    private static AccessQuestion Ask(Caller caller, RecordFacts? facts = null)
    {
        // Only the treating doctor's columns belong to one who is.
        var treating = caller is Caller.Professional { Who.Sector: "MT" };
        var record = facts ?? Facts;
        return new AccessQuestion(caller, treating ? record with { Grants = [new Grant(Sample.Ps(1), false, true, Now, null)] } : record, Now);
    }

    private static bool Sees(Caller caller, DocumentFacts document, Transaction act, Purpose purpose, RecordFacts? facts = null)
        => AccessRules.Enter(Ask(caller, facts), act, RuleBook.Default) is AccessDecision.Granted entry
            && new DocumentRules(entry, Ask(caller, facts), RuleBook.Default).Decide(document, purpose, statusAsked: true).IsGranted;

    private static bool Changes(Caller caller, DocumentFacts document, Transaction act)
    {
        var look = caller is Caller.Professional ? Transaction.FindMetadata : Transaction.FindReference;
        return AccessRules.Enter(Ask(caller), look, RuleBook.Default) is AccessDecision.Granted entry
            && new DocumentChanges(entry, Ask(caller), RuleBook.Default).Decide(document, act).IsGranted;
    }

    private static DocumentFacts Other() => new(Note, Marks.None, DocumentStatus.Approved, Sample.Ps(2), Sample.Structure(2), false);

    private static DocumentFacts Own() => Other() with { AuthorPerson = Sample.Ps(1), AuthorStructure = Sample.Structure(1) };

    private static DocumentFacts Persons() => Other() with { AuthorPerson = null, AuthorStructure = null, ByPatient = true };

    private static DocumentFacts OfStructure() => Other() with { AuthorPerson = null, AuthorStructure = Sample.Structure(1) };

    private static Caller Of(string column)
    {
        var reinforced = column.StartsWith("air.", StringComparison.Ordinal);
        var parts = (reinforced ? column["air.".Length..] : column).Split('.');
        var mode = parts.Length < 2 ? AccessMode.Normal : parts[1] switch
        {
            "r" => AccessMode.Samu,
            "b" => AccessMode.BreakGlass,
            _ => AccessMode.Normal,
        };
        return parts[0] switch
        {
            "cpe" => Sample.Employee(1),
            "pe" => Sample.Employee(1) with { Reinforced = true },
            "es" => Sample.Establishment(1, mode),
            "ps" => Sample.As(Sample.Practitioner(1, "60", null), mode, reinforced: reinforced),
            "mdt" => Sample.As(Sample.Practitioner(1, "10", "SM25"), mode),
            "mt" => Sample.As(Sample.Practitioner(1) with { Sector = "MT" }, mode, reinforced: reinforced),
            _ => Sample.As(Sample.Practitioner(1), mode, reinforced: reinforced),
        };
    }
}
