using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Carnet.Tests.Domain;

/// <summary>Laws that hold for every question, in the words of the profession.</summary>
public sealed class AccessLawsTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly Gen<bool> Flag = Gen.Elements(true, false);

    private static readonly Gen<Grant> Grants =
        from holder in Gen.Choose(1, 4)
        from blocked in Flag
        from treating in Flag
        from until in Gen.Elements<DateTimeOffset?>(null, Now.AddDays(-1), Now, Now.AddDays(1))
        select new Grant(Sample.Ps(holder), blocked, treating, Now.AddDays(-9), until);

    private static readonly Gen<CareTeam> Teams =
        from structure in Gen.Choose(1, 4)
        from consented in Flag
        from until in Gen.Elements(Now.AddDays(-1), Now, Now.AddDays(1))
        select new CareTeam(Sample.Structure(structure), consented, Now.AddDays(-9), until);

    private static readonly Gen<EmergencyWindow> Windows =
        from holder in Gen.Choose(1, 4)
        from mode in Gen.Elements(AccessMode.BreakGlass, AccessMode.Samu)
        from until in Gen.Elements(Now, Now.AddHours(1))
        select new EmergencyWindow(Sample.Ps(holder), Sample.Structure(holder), mode, Now.AddHours(-4), until);

    private static readonly Gen<Case> Cases =
        from number in Gen.Choose(1, 4)
        from trade in Gen.Elements(("10", (string?)"SM26"), ("10", "SM25"), ("60", null), ("21", "A"), ("21", null), ("98", null), ("86", null))
        from mode in Gen.Elements(Enum.GetValues<AccessMode>())
        from reason in Gen.Elements<string?>("Patient inconscient", "non", null)
        from reinforced in Flag
        from grants in Grants.ListOf(3)
        from teams in Teams.ListOf(2)
        from windows in Windows.ListOf(2)
        from replaced in Gen.Choose(1, 6)
        from refuses in Gen.Choose(0, 7)
        from type in Gen.Elements(DocumentTypes.All.ToArray())
        from marks in Gen.Choose(0, 7)
        from status in Gen.Elements(Enum.GetValues<DocumentStatus>())
        from author in Gen.Choose(1, 4)
        from asked in Flag
        from content in Flag
        select new Case(
            new Caller.Professional(Sample.Practitioner(number, trade.Item1, trade.Item2) with
            {
                Replaces = replaced > 4 ? [] : [new Replacement(Sample.Ps(replaced), Sample.Structure(number), Now.AddDays(-1), Now.AddDays(1))],
            }, mode, reason, reinforced)
            { Origin = Sample.Soap },
            new RecordFacts(
                new RecordId(Guid.Empty), RecordStatus.Open, (refuses & 1) != 0, (refuses & 2) != 0, (refuses & 4) != 0,
                [.. grants.DistinctBy(grant => grant.Holder)])
            {
                Teams = [.. teams],
                Emergencies = [.. windows],
            },
            new DocumentFacts(type, (Marks)marks, status, Sample.Ps(author), Sample.Structure(author), false), content, asked);

    [Fact, Trait("rule", "V-2")]
    public void V_2_masking_never_opens_a_door() => Check(one => !Sees(Marked(one, Marks.MaskedToProfessionals)) || Sees(one));

    [Fact, Trait("rule", "V-3")]
    public void V_3_hiding_from_the_person_changes_nothing_for_professionals()
        => Check(one => Sees(Marked(one, Marks.HiddenFromPatient | Marks.HiddenFromRepresentatives)) == Sees(one));

    [Fact, Trait("rule", "A-2")]
    public void A_2_who_is_blocked_sees_nothing_in_any_mode() => Check(one => !Sees(With(one, grant => grant with { Blocked = true })));

    [Fact, Trait("rule", "A-2")]
    public void A_2_blocking_anybody_never_opens_a_door() => Check(one => Enumerable.Range(1, 4).All(number =>
        !Sees(one with { Record = Blocking(one.Record, Sample.Ps(number)) }) || Sees(one)));

    [Fact, Trait("rule", "A-5")]
    public void A_5_a_stay_elsewhere_changes_nothing_and_a_stay_never_closes() => Check(one =>
    {
        var elsewhere = new CareTeam(Sample.Structure(77), true, Now.AddDays(-1), Now.AddDays(1));
        var here = elsewhere with { Structure = one.Caller.Who.Structure };
        return Sees(one) == Sees(one with { Record = one.Record with { Teams = one.Record.Teams.Add(elsewhere) } })
            && (!Sees(one) || Sees(one with { Record = one.Record with { Teams = one.Record.Teams.Add(here) } }));
    });

    [Fact, Trait("rule", "A-6")]
    public void A_6_another_reason_never_changes_what_another_caller_sees() => Check(one =>
    {
        var other = new EmergencyWindow(Sample.Ps(77), Sample.Structure(77), AccessMode.BreakGlass, Now.AddHours(-1), Now.AddHours(1));
        return Sees(one) == Sees(one with { Record = one.Record with { Emergencies = one.Record.Emergencies.Add(other) } })
            && (one.Caller.Mode is AccessMode.BreakGlass
                || Sees(one) == Sees(one with { Caller = one.Caller with { Reason = "Une tout autre raison" } }));
    });

    [Fact, Trait("rule", "A-11")]
    public void A_11_a_locum_never_sees_what_is_masked() => Check(one => !Sees(Marked(one, Marks.MaskedToProfessionals))
        || Sees(Marked(one with { Caller = one.Caller with { Who = one.Caller.Who with { Replaces = [] } } }, Marks.MaskedToProfessionals)));

    [Fact, Trait("rule", "L-8")]
    public void L_8_a_closed_record_shows_nothing()
        => Check(one => !Sees(one with { Record = one.Record with { Status = RecordStatus.Closed } }));

    [Fact, Trait("rule", "A-3")]
    public void A_3_what_is_said_about_another_changes_nothing_for_me() => Check(one =>
    {
        var other = Sample.Ps(77);
        return Sees(one) == Sees(one with
        {
            Record = one.Record with { Grants = one.Record.Grants.Add(new Grant(other, true, true, Now, null)) },
        }) && Sees(one) == Sees(one with
        {
            Record = one.Record with { Grants = one.Record.Grants.Insert(0, new Grant(other, false, true, Now, null)) },
        });
    });

    [Fact, Trait("rule", "A-6")]
    public void A_6_refusing_emergencies_never_opens_a_door() => Check(one =>
        !Sees(one with { Record = one.Record with { BreakGlassRefused = true, SamuRefused = true, MaskedInEmergency = false } }) || Sees(one));

    [Fact, Trait("rule", "A-7")]
    public void A_7_who_reads_is_author_or_habilitated_in_every_mode() => Check(one => !Sees(one)
        || one.Document.AuthorPerson == one.Caller.Who.Id
        || HabilitationMatrix.Default.CanRead(one.Caller.Who.Profession, one.Caller.Who.Qualification, one.Document.Type.Code));

    [Fact, Trait("rule", "V-8")]
    public void V_8_who_reads_a_document_sees_its_line_too() => Check(one =>
        !Sees(one with { Content = true }) || Sees(one with { Content = false }));

    [Fact, Trait("rule", "A-9")]
    public void A_9_the_reinforced_regime_opens_nothing_more() => Check(one =>
        !Sees(one with { Caller = one.Caller with { Reinforced = true } }) || Sees(one with { Caller = one.Caller with { Reinforced = false } }));

    [Fact, Trait("rule", "V-5")]
    public void V_5_asking_for_a_status_never_hides() => Check(one => !Sees(one with { Asked = false }) || Sees(one with { Asked = true }));

    private static void Check(Func<Case, bool> law)
        => Prop.ForAll(Cases.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    private static bool Sees(Case one)
    {
        var question = new AccessQuestion(one.Caller, one.Record, Now);
        return AccessRules.Enter(question, one.Content ? Transaction.Read : Transaction.FindMetadata, RuleBook.Default)
            is AccessDecision.Granted entry
            && new DocumentRules(entry, question, RuleBook.Default)
                .Decide(one.Document, one.Content ? Purpose.Content : Purpose.Metadata, one.Asked).IsGranted;
    }

    private static RecordFacts Blocking(RecordFacts record, PsIdNat who) => record with
    {
        Grants = [.. record.Grants.Where(grant => grant.Holder != who), new Grant(who, true, false, Now, null)],
    };

    private static Case Marked(Case one, Marks marks) => one with { Document = one.Document with { Marks = one.Document.Marks | marks } };

    private static Case With(Case one, Func<Grant, Grant> change)
    {
        var me = one.Caller.Who.Id;
        var mine = one.Record.GrantOf(me) ?? new Grant(me, false, true, Now, null);
        return one with
        {
            Record = one.Record with { Grants = [.. one.Record.Grants.Where(grant => grant.Holder != me), change(mine)] },
        };
    }

    public sealed record Case(Caller.Professional Caller, RecordFacts Record, DocumentFacts Document, bool Content, bool Asked);
}
