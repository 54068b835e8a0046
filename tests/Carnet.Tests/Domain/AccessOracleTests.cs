using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>The product of all that matters, against the rules written as one plain sentence after another.</summary>
public sealed class AccessOracleTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly RecordId Id = new(new Guid(1, 2, 3, new byte[8]));

    private static readonly (string Profession, string? Qualification)[] Trades =
        [("10", "SM26"), ("10", "SM25"), ("60", null), ("21", "A"), ("28", null), ("86", null)];

    private static readonly string[] Types = ["11488-4", "68599-0", "78513-9"];

    /// <summary>What was said about this professional.</summary>
    private enum Said
    {
        Nothing,
        Yes,
        Treating,
        NoLonger,
        TreatingNoLonger,
        Never,
        NeverThoughTreating,
    }

    [Fact]
    [Trait("rule", "A-1"), Trait("rule", "A-2"), Trait("rule", "A-4"), Trait("rule", "A-6"), Trait("rule", "A-7"), Trait("rule", "A-10")]
    [Trait("rule", "V-1"), Trait("rule", "V-2"), Trait("rule", "V-3"), Trait("rule", "V-5")]
    public void A_7_every_combination_is_decided_as_the_sentences_say()
    {
        var cases = 0;
        var readings = 0;
        bool[] both = [false, true];
        var callers =
            from mode in Enum.GetValues<AccessMode>()
            from said in Enum.GetValues<Said>()
            from trade in Trades
            from reinforced in both
            from switches in Enumerable.Range(0, 16)
            from reason in mode is AccessMode.BreakGlass ? (string?[])["Patient inconscient", "court", null] : [null]
            from content in both
            select (mode, said, trade.Profession, trade.Qualification, reinforced, switches, reason, content);
        var documents = (
            from type in DocumentTypes.All
            where Types.Contains(type.Code)
            from marks in Enumerable.Range(0, 4)
            from mine in both
            from status in Enum.GetValues<DocumentStatus>()
            from asked in both
            select (new DocumentFacts(type, (Marks)marks, status, Sample.Ps(mine ? 1 : 2), Sample.Structure(1), false), mine, asked))
            .ToList();
        foreach (var (mode, said, profession, qualification, reinforced, switches, reason, content) in callers)
        {
            var caller = new Caller.Professional(Sample.Practitioner(1, profession, qualification), mode, reason, reinforced)
            {
                Origin = Sample.Soap,
            };
            var question = new AccessQuestion(caller, Record(said, switches), Now);
            var entered = AccessRules.Enter(question, content ? Transaction.Read : Transaction.FindMetadata, RuleBook.Default);
            var rules = entered is AccessDecision.Granted granted ? new DocumentRules(granted, question, RuleBook.Default) : null;
            foreach (var (document, mine, asked) in documents)
            {
                var actual = rules?.Decide(document, content ? Purpose.Content : Purpose.Metadata, asked).IsGranted ?? false;
                var expected = May(mode, said, profession, qualification, reinforced, switches, reason, content, document.Type.Code,
                    masked: document.Marks.HasFlag(Marks.MaskedToProfessionals), mine, document.Status, asked);
                if (expected != actual)
                {
                    Assert.Fail($"{mode} {said} {profession}/{qualification} air={reinforced} switches={switches} reason={reason} "
                        + $"content={content} {document} mine={mine} asked={asked}: expected {expected}");
                }

                cases++;
                readings += actual ? 1 : 0;
            }
        }

        Assert.True(cases >= 20_000, $"{cases} cases");
        Assert.InRange(readings, 1_000, cases / 2);
    }

    /// <summary>May this professional see (or read) this document? One sentence after another, none knows the product.</summary>
    private static bool May(
        AccessMode mode, Said said, string profession, string? qualification, bool reinforced, int switches, string? reason,
        bool content, string type, bool masked, bool mine, DocumentStatus status, bool asked)
    {
        var (closed, glassRefused, samuRefused, maskedInEmergency) =
            ((switches & 1) != 0, (switches & 2) != 0, (switches & 4) != 0, (switches & 8) != 0);
        var occupational = qualification == "SM25";
        var emergency = mode != AccessMode.Normal;
        List<bool> obstacles =
        [
            closed,
            said is Said.Never or Said.NeverThoughTreating,
            occupational && (content || emergency || reinforced),
            mode == AccessMode.BreakGlass && (glassRefused || reason is null || reason.Length < 10),
            mode == AccessMode.Samu && samuRefused,
            status != DocumentStatus.Approved && !asked,
        ];
        if (obstacles.Contains(true))
        {
            return false;
        }

        if (mine)
        {
            return true;
        }

        var consented = emergency || said is Said.Yes or Said.Treating;
        var habilitated = (profession, type) switch
        {
            ("10", _) => true,
            ("60" or "21", "68599-0") => false,
            ("60" or "21", _) => true,
            ("28", "78513-9") => true,
            _ => false,
        };
        var throughTheMask = emergency ? maskedInEmergency : said == Said.Treating && profession == "10" && !occupational;
        return consented && habilitated && (!masked || throughTheMask);
    }

    private static RecordFacts Record(Said said, int switches)
    {
        var me = Sample.Ps(1);
        Grant? grant = said switch
        {
            Said.Nothing => null,
            Said.Yes => new Grant(me, false, false, Now.AddDays(-1), Now.AddTicks(1)),
            Said.Treating => new Grant(me, false, true, Now.AddDays(-1), null),
            Said.NoLonger => new Grant(me, false, false, Now.AddDays(-1), Now),
            Said.TreatingNoLonger => new Grant(me, false, true, Now.AddDays(-1), Now),
            Said.Never => new Grant(me, true, false, Now.AddDays(-1), null),
            Said.NeverThoughTreating => new Grant(me, true, true, Now.AddDays(-1), null),
            _ => throw new ArgumentOutOfRangeException(nameof(said)),
        };
        return new RecordFacts(
            Id, (switches & 1) != 0 ? RecordStatus.Closed : RecordStatus.Open, (switches & 2) != 0, (switches & 4) != 0,
            (switches & 8) != 0,
            [new Grant(Sample.Ps(2), false, true, Now, null), .. grant is null ? (Grant[])[] : [grant]]);
    }
}
