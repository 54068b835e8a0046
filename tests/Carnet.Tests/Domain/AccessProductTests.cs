using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>Stays, locums and emergencies multiplied with everything else, against a list of plain sentences.</summary>
public sealed class AccessProductTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly RecordId Id = new(new Guid(1, 2, 3, new byte[8]));
    private static readonly (string Profession, string? Qualification)[] Trades = [("10", "SM26"), ("10", "SM25"), ("60", null), ("86", null)];

    private enum Said
    {
        Nothing,
        Yes,
        Treating,
        NoLonger,
        Never,
    }

    private enum Stay
    {
        None,
        Here,
        HereWithoutConsent,
        OverAtThisInstant,
        Elsewhere,
    }

    private enum Place
    {
        None,
        OfAFriend,
        OfTheTreatingDoctor,
        OfABlockedOne,
        OverAtThisInstant,
        InAnotherStructure,
    }

    private enum Emergency
    {
        None,
        Lasts,
        OverAtThisInstant,
    }

    private enum By
    {
        Me,
        Another,
        ThePerson,
    }

    /// <summary>The order of the sentences is the order in which they are weighed; the first that fits decides.</summary>
    private static readonly (string Sentence, Func<Situation, bool> Fits, bool Opens)[] Sentences =
    [
        ("L-8 nobody reads a closed record", it => it.Closed, false),
        ("A-2 blocked by name is out, whatever else", it => it.Said == Said.Never, false),
        ("A-10 an occupational doctor reads nothing and has no emergency", it => it.Occupational && (it.Content || it.Mode != AccessMode.Normal), false),
        ("A-6 no glass is broken against the person's will", it => it.Mode == AccessMode.BreakGlass && it.EmergencyRefused, false),
        ("A-6 nor without a reason, unless the emergency lasts", it => it.Mode == AccessMode.BreakGlass && !it.Reason && it.Emergency != Emergency.Lasts, false),
        ("A-6 nor does the SAMU come against the person's will", it => it.Mode == AccessMode.Samu && it.EmergencyRefused, false),
        ("V-5 what is not in force is asked for by name", it => it.Status != DocumentStatus.Approved && !it.Asked, false),
        ("V-1 the author sees their own", it => it.By == By.Me, true),
        ("A-1 without any ground nothing else", it => it.Mode == AccessMode.Normal && !it.Consent && !it.Team && !it.Locum, false),
        ("A-7 the trade must read the type", it => it.Profession == "86", false),
        ("V-2 what is not masked is seen", it => !it.Masked, true),
        ("V-2 in an emergency the person decides about masked ones", it => it.Mode != AccessMode.Normal, false),
        ("V-2 the treating doctor sees masked ones", it => it.Said == Said.Treating && it.Profession == "10" && !it.Occupational, true),
        ("V-2 nobody else does", _ => true, false),
    ];

    [Fact]
    [Trait("rule", "A-1"), Trait("rule", "A-2"), Trait("rule", "A-4"), Trait("rule", "A-5"), Trait("rule", "A-6"), Trait("rule", "A-7")]
    [Trait("rule", "A-10"), Trait("rule", "A-11"), Trait("rule", "V-1"), Trait("rule", "V-2"), Trait("rule", "V-3"), Trait("rule", "V-5")]
    public void A_5_A_6_A_11_every_combination_is_decided_as_the_sentences_say()
    {
        var (cases, seen) = (0, 0);
        Dictionary<string, int> decided = [];
        foreach (var (one, question) in Callers())
        {
            var entry = AccessRules.Enter(question, one.Content ? Transaction.Read : Transaction.FindMetadata, RuleBook.Default);
            var rules = entry is AccessDecision.Granted granted ? new DocumentRules(granted, question, RuleBook.Default) : null;
            foreach (var (it, document) in Documents(one))
            {
                var (sentence, _, opens) = Sentences.First(line => line.Fits(it));
                opens |= sentence.StartsWith("V-2 in an emergency", StringComparison.Ordinal) && it.MaskedInEmergency;
                var actual = rules?.Decide(document, it.Content ? Purpose.Content : Purpose.Metadata, it.Asked).IsGranted ?? false;
                if (actual != opens)
                {
                    Assert.Fail($"{sentence}: expected {opens} for {it}");
                }

                cases++;
                seen += actual ? 1 : 0;
                decided[sentence] = decided.GetValueOrDefault(sentence) + 1;
            }
        }

        Assert.True(cases >= 20_000, $"{cases} cases");
        Assert.InRange(seen, cases / 50, cases / 2);
        Assert.Equal(Sentences.Length, decided.Count); // no sentence is idle
    }

    private static IEnumerable<(Situation, AccessQuestion)> Callers()
        => from mode in Enum.GetValues<AccessMode>()
           from emergency in mode is AccessMode.BreakGlass ? Enum.GetValues<Emergency>() : [Emergency.None]
           from reason in mode is AccessMode.BreakGlass ? (bool[])[true, false] : [false]
           from said in Enum.GetValues<Said>()
           from stay in Enum.GetValues<Stay>()
           from place in Enum.GetValues<Place>()
           from trade in Trades
           from switches in (int[])[0, 1, 2, 4]
           from content in (bool[])[true, false]
           let it = new Situation(mode, emergency, reason, said, stay, place, trade.Profession, trade.Qualification,
               (switches & 1) != 0, (switches & 2) != 0, (switches & 4) != 0, content, By.Another, false, DocumentStatus.Approved, false)
           select (it, new AccessQuestion(Caller(it), Record(it), Now));

    private static IEnumerable<(Situation, DocumentFacts)> Documents(Situation one)
        => from relation in Enum.GetValues<By>()
           from marks in (Marks[])[Marks.None, Marks.MaskedToProfessionals, Marks.HiddenFromPatient | Marks.HiddenFromRepresentatives]
           from status in (DocumentStatus[])[DocumentStatus.Approved, DocumentStatus.Archived]
           from asked in (bool[])[true, false]
           let it = one with { By = relation, Masked = marks is Marks.MaskedToProfessionals, Status = status, Asked = asked }
           select (it, new DocumentFacts(Type, marks, status,
               relation switch { By.Me => Sample.Ps(1), By.Another => Sample.Ps(2), _ => null }, null, relation is By.ThePerson));

    private static readonly DocumentType Type = DocumentTypes.All.Single(type => type.Code == "11488-4");

    private static Caller.Professional Caller(Situation it)
    {
        var here = Sample.Structure(1);
        var who = Sample.Practitioner(1, it.Profession, it.Qualification) with
        {
            Replaces = it.Place switch
            {
                Place.None => [],
                Place.OfAFriend => [new Replacement(Sample.Ps(11), here, Now, Now.AddTicks(1))],
                Place.OfTheTreatingDoctor => [new Replacement(Sample.Ps(12), here, Now, Now.AddTicks(1))],
                Place.OfABlockedOne => [new Replacement(Sample.Ps(13), here, Now, Now.AddDays(1))],
                Place.OverAtThisInstant => [new Replacement(Sample.Ps(11), here, Now.AddDays(-1), Now)],
                Place.InAnotherStructure => [new Replacement(Sample.Ps(11), Sample.Structure(2), Now.AddDays(-1), Now.AddDays(1))],
                _ => throw new ArgumentOutOfRangeException(nameof(it)),
            },
        };
        return new Caller.Professional(who, it.Mode, it.Reason ? "Patient inconscient" : null, Reinforced: false) { Origin = Sample.Soap };
    }

    private static RecordFacts Record(Situation it)
    {
        var me = Sample.Ps(1);
        Grant[] mine = it.Said switch
        {
            Said.Yes => [new Grant(me, false, false, Now, null)],
            Said.Treating => [new Grant(me, false, true, Now, null)],
            Said.NoLonger => [new Grant(me, false, true, Now.AddDays(-1), Now)],
            Said.Never => [new Grant(me, true, true, Now, null)],
            _ => [],
        };
        Grant[] others = [new(Sample.Ps(11), false, false, Now, null), new(Sample.Ps(12), false, true, Now, null), new(Sample.Ps(13), true, true, Now, null)];
        var stay = it.Stay switch
        {
            Stay.None => null,
            Stay.Elsewhere => new CareTeam(Sample.Structure(2), true, Now, Now.AddDays(1)),
            Stay.OverAtThisInstant => new CareTeam(Sample.Structure(1), true, Now.AddDays(-1), Now),
            _ => new CareTeam(Sample.Structure(1), it.Stay is Stay.Here, Now, Now.AddTicks(1)),
        };
        var window = it.Emergency switch
        {
            Emergency.None => null,
            _ => new EmergencyWindow(me, Sample.Structure(1), AccessMode.BreakGlass, Now.AddHours(-4), it.Emergency is Emergency.Lasts ? Now.AddTicks(1) : Now),
        };
        return new RecordFacts(Id, it.Closed ? RecordStatus.Closed : RecordStatus.Open, it.EmergencyRefused, it.EmergencyRefused,
            it.MaskedInEmergency, [.. others, .. mine])
        {
            Teams = stay is null ? [] : [stay],
            Emergencies = window is null ? [] : [window],
        };
    }

    private sealed record Situation(
        AccessMode Mode, Emergency Emergency, bool Reason, Said Said, Stay Stay, Place Place, string Profession, string? Qualification,
        bool Closed, bool EmergencyRefused, bool MaskedInEmergency, bool Content, By By, bool Masked, DocumentStatus Status, bool Asked)
    {
        public bool Occupational => Qualification == "SM25";

        public bool Consent => Said is Said.Yes or Said.Treating;

        public bool Team => Stay == Stay.Here && !Occupational;

        public bool Locum => Place is Place.OfAFriend or Place.OfTheTreatingDoctor && !Occupational;
    }
}
