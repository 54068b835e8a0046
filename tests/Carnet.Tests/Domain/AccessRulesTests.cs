using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Tests.Support;
using static Carnet.Domain.Access.Ground;
using static Carnet.Domain.Access.Refusal;

namespace Carnet.Tests.Domain;

/// <summary>The access rules as tables: a line for each rule, in their order, with a sentence that appears when it fails.</summary>
public sealed class AccessRulesTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly RecordId Id = new(new Guid(1, 2, 3, new byte[8])), Elsewhere = new(new Guid(1, 2, 4, new byte[8]));
    private static readonly PsIdNat Friend = Sample.Ps(1), Treating = Sample.Ps(2), Blocked = Sample.Ps(3), Expired = Sample.Ps(4), BlockedTreating = Sample.Ps(5), ExpiredTreating = Sample.Ps(6);

    private static readonly RecordFacts Open = new(Id, RecordStatus.Open, false, false, false,
    [
        new Grant(Friend, false, false, Now.AddDays(-9), null),
        new Grant(Treating, false, true, Now.AddDays(-9), Now.AddDays(9)),
        new Grant(Blocked, true, false, Now.AddDays(-9), null),
        new Grant(Expired, false, false, Now.AddDays(-9), Now),
        new Grant(BlockedTreating, true, true, Now.AddDays(-9), null),
        new Grant(ExpiredTreating, false, true, Now.AddDays(-9), Now.AddTicks(-1)),
    ]);

    private static readonly RecordFacts Shut = Open with { Status = RecordStatus.Closed };
    private static readonly RecordFacts NoGlass = Open with { BreakGlassRefused = true };
    private static readonly RecordFacts NoSamu = Open with { SamuRefused = true };
    private static readonly RecordFacts MaskedToo = Open with { MaskedInEmergency = true };

    private static readonly (string Rule, Caller Caller, RecordFacts Record, Transaction Act, object Expected)[] Doors =
    [
        ("L-8 closed refuses its owner", Sample.Patient(Id), Shut, Transaction.Read, RecordClosed),
        ("L-8 closed refuses the treating doctor", Doctor(2), Shut, Transaction.Read, RecordClosed),
        ("L-8 closed refuses the broken glass", Doctor(9, AccessMode.BreakGlass), Shut, Transaction.Read, RecordClosed),
        ("V-6 the owner enters", Sample.Patient(Id), Open, Transaction.FindMetadata, Owner),
        ("V-6 the owner of another record does not", Sample.Patient(Elsewhere), Open, Transaction.FindMetadata, NotYourRecord),
        ("A-1 nothing said: own documents only", Doctor(9), Open, Transaction.Read, Author),
        ("A-2 expired at the very instant: own documents only", Doctor(4), Open, Transaction.Read, Author),
        ("A-2 blocked", Doctor(3), Open, Transaction.Read, Refusal.Blocked),
        ("A-2 blocked wins over the treating role", Doctor(5), Open, Transaction.Read, Refusal.Blocked),
        ("A-2 blocked wins over the broken glass", Doctor(3, AccessMode.BreakGlass), Open, Transaction.Read, Refusal.Blocked),
        ("A-2 blocked wins over the SAMU", Doctor(3, AccessMode.Samu), Open, Transaction.Read, Refusal.Blocked),
        ("A-3 consent", Doctor(1), Open, Transaction.Read, Ground.Consent),
        ("A-4 treating doctor", Doctor(2), Open, Transaction.Read, TreatingPhysician),
        ("A-4 an expired treating role is none", Doctor(6), Open, Transaction.Read, Author),
        ("A-4 the same person in another trade has consent alone", As(2, "21", "A"), Open, Transaction.Read, Ground.Consent),
        ("A-4 the same person as occupational doctor has consent alone", As(2, "10", "SM25"), Open, Transaction.FindMetadata, Ground.Consent),
        ("A-6 broken glass needs no consent", Doctor(9, AccessMode.BreakGlass), Open, Transaction.Read, BreakGlass),
        ("A-6 broken glass after an expired consent", Doctor(4, AccessMode.BreakGlass), Open, Transaction.Read, BreakGlass),
        ("A-6 broken glass refused by the person", Doctor(9, AccessMode.BreakGlass), NoGlass, Transaction.Read, BreakGlassRefused),
        ("A-6 broken glass refused though there is consent", Doctor(1, AccessMode.BreakGlass), NoGlass, Transaction.Read, BreakGlassRefused),
        ("A-6 nine characters of reason are too few", Doctor(9, AccessMode.BreakGlass, "123456789"), Open, Transaction.Read, ReasonMissing),
        ("A-6 spaces are no reason", Doctor(9, AccessMode.BreakGlass, "  1234567    "), Open, Transaction.Read, ReasonMissing),
        ("A-6 an empty reason is none", Doctor(9, AccessMode.BreakGlass, ""), Open, Transaction.Read, ReasonMissing),
        ("A-6 ten characters of reason are enough", Doctor(9, AccessMode.BreakGlass, "1234567890"), Open, Transaction.Read, BreakGlass),
        ("A-6 SAMU needs neither consent nor reason", Doctor(9, AccessMode.Samu), Open, Transaction.Read, Samu),
        ("A-6 SAMU refused by the person", Doctor(9, AccessMode.Samu), NoSamu, Transaction.Read, SamuRefused),
        ("A-6 who refuses the SAMU does not refuse the glass", Doctor(9, AccessMode.BreakGlass), NoSamu, Transaction.Read, BreakGlass),
        ("A-6 who refuses the glass does not refuse the SAMU", Doctor(9, AccessMode.Samu), NoGlass, Transaction.Read, Samu),
        ("A-8 the occupational doctor does not read", As(1, "10", "SM25"), Open, Transaction.Read, NoRight),
        ("A-8 the occupational doctor sees metadata", As(1, "10", "SM25"), Open, Transaction.FindMetadata, Ground.Consent),
        ("A-10 the occupational doctor breaks no glass", As(1, "10", "SM25", AccessMode.BreakGlass), Open, Transaction.FindMetadata, NoRight),
        ("A-9 AIR reads", Sample.As(Sample.Practitioner(1), reinforced: true), Open, Transaction.Read, Ground.Consent),
        ("A-9 an establishment finds references", Sample.Establishment(1), Open, Transaction.FindReference, OwnStructure),
        ("A-9 an establishment sees no metadata", Sample.Establishment(1), Open, Transaction.FindMetadata, NoRight),
        ("A-9 an establishment reads nothing", Sample.Establishment(1), Open, Transaction.Read, NoRight),
        ("A-9 an establishment breaks no glass", Sample.Establishment(1, AccessMode.BreakGlass), Open, Transaction.FindReference, NoRight),
        ("A-9 a secretary finds references", Sample.Employee(1), Open, Transaction.FindReference, OwnStructure),
        ("A-9 a secretary reads nothing", Sample.Employee(1), Open, Transaction.Read, NoRight),
        ("A-10 the insurer reads nothing", new Caller.Insurer { Origin = Sample.Soap }, Open, Transaction.FindReference, NoRight),
        ("A-10 a desk reads nothing", Sample.Desk, Open, Transaction.FindMetadata, NoRight),
        ("A-10 a job reads nothing", new Caller.Job("x") { Origin = Sample.Soap }, Open, Transaction.Read, NoRight),
        ("A-10 nobody reads nothing", new Caller.Unidentified { Origin = Sample.Soap }, Open, Transaction.Read, NoRight),
    ];

    private static readonly (string Rule, Caller Caller, RecordFacts Record, object Expected)[] Feeding =
    [
        ("A-1 feeding needs no consent", Doctor(9), Open, Ground.Feeding),
        ("A-1 feeding by who is blocked", Doctor(3), Open, Ground.Feeding),
        ("A-1 feeding in an emergency", Doctor(9, AccessMode.BreakGlass), Open, Ground.Feeding),
        ("L-8 closed refuses feeding", Doctor(1), Shut, RecordClosed),
        ("L-8 closed refuses the insurer", new Caller.Insurer { Origin = Sample.Soap }, Shut, RecordClosed),
        ("A-9 AIR never feeds", Sample.As(Sample.Practitioner(1), reinforced: true), Open, NoRight),
        ("A-9 an establishment feeds", Sample.Establishment(1), Open, Ground.Feeding),
        ("A-9 an establishment feeds in regulation", Sample.Establishment(1, AccessMode.Samu), Open, Ground.Feeding),
        ("A-9 a secretary feeds", Sample.Employee(1), Open, Ground.Feeding),
        ("A-10 the occupational doctor feeds", As(1, "10", "SM25"), Open, Ground.Feeding),
        ("A-10 the insurer feeds", new Caller.Insurer { Origin = Sample.Soap }, Open, Ground.Feeding),
        ("F-2 the person feeds their own record", Sample.Patient(Id), Open, Owner),
        ("F-2 and no other", Sample.Patient(Elsewhere), Open, NotYourRecord),
        ("A-10 a desk does not feed", Sample.Desk, Open, NoRight),
        ("A-10 nobody does not feed", new Caller.Unidentified { Origin = Sample.Soap }, Open, NoRight),
    ];

    private static readonly (string Rule, Caller Caller, RecordFacts Record, bool Treating, object Expected)[] Declaring =
    [
        ("A-3 a professional declares", Doctor(9), Open, false, Declaration),
        ("A-3 again after the end", Doctor(4), Open, false, Declaration),
        ("A-2 who is blocked cannot lift it", Doctor(3), Open, false, Refusal.Blocked),
        ("A-2 nor as treating doctor", Doctor(5), Open, true, Refusal.Blocked),
        ("L-8 not in a closed record", Doctor(9), Shut, false, RecordClosed),
        ("A-6 not with broken glass", Doctor(9, AccessMode.BreakGlass), Open, false, NoRight),
        ("A-6 not as SAMU", Doctor(9, AccessMode.Samu), Open, false, NoRight),
        ("A-4 a physician becomes treating doctor", Doctor(9), Open, true, Declaration),
        ("A-4 a nurse does not", As(9, "60", null), Open, true, NotPhysician),
        ("A-3 a nurse declares", As(9, "60", null), Open, false, Declaration),
        ("A-10 the occupational doctor does not declare", As(9, "10", "SM25"), Open, false, NoRight),
        ("A-3 a patient has another way", Sample.Patient(Id), Open, false, NoRight),
        ("A-9 an establishment does not declare", Sample.Establishment(1), Open, false, NoRight),
    ];

    private static readonly (string Rule, Caller Caller, RecordFacts Record, bool Treating, object Expected)[] Withdrawing =
    [
        ("A-3 one's own", Doctor(1), Open, false, Declaration),
        ("A-3 not in an emergency", Doctor(1, AccessMode.BreakGlass), Open, false, NoRight),
        ("A-4 the treating doctor gives the role back", Doctor(2), Open, true, Declaration),
        ("A-4 who has no such role cannot", Doctor(1), Open, true, NoRight),
        ("A-4 not through AIR", Sample.As(Sample.Practitioner(2), reinforced: true), Open, true, NoRight),
        ("L-8 not in a closed record", Doctor(1), Shut, false, RecordClosed),
        ("A-3 a patient has another way", Sample.Patient(Id), Open, false, NoRight),
    ];

    private static readonly DocumentFacts Note = Document("11488-4");

    private static readonly (string Rule, Caller Caller, RecordFacts Record, DocumentFacts Document, Purpose Purpose, bool Asked, object Expected)[] Papers =
    [
        ("V-5 approved needs no asking", Doctor(1), Open, Note, Purpose.Content, false, Ground.Consent),
        ("V-5 deprecated is shown when asked for", Doctor(1), Open, Note with { Status = DocumentStatus.Deprecated }, Purpose.Content, true, Ground.Consent),
        ("V-5 deprecated is not shown else", Doctor(1), Open, Note with { Status = DocumentStatus.Deprecated }, Purpose.Metadata, false, StatusNotAsked),
        ("V-5 archived is not shown else", Sample.Patient(Id), Open, Note with { Status = DocumentStatus.Archived }, Purpose.Metadata, false, StatusNotAsked),
        ("V-5 archived is shown to the person when asked for", Sample.Patient(Id), Open, Note with { Status = DocumentStatus.Archived }, Purpose.Content, true, Owner),
        ("V-5 deleted is never shown to the person", Sample.Patient(Id), Open, Note with { Status = DocumentStatus.Deleted }, Purpose.Metadata, true, Deleted),
        ("V-5 deleted is shown to professionals when asked for", Doctor(1), Open, Note with { Status = DocumentStatus.Deleted }, Purpose.Content, true, Ground.Consent),
        ("V-2 the person sees what is masked", Sample.Patient(Id), Open, Note with { Marks = Marks.MaskedToProfessionals }, Purpose.Content, false, Owner),
        ("V-3 the person waits", Sample.Patient(Id), Open, Note with { Marks = Marks.HiddenFromPatient }, Purpose.Metadata, false, HiddenFromPatient),
        ("V-3 professionals do not", Doctor(1), Open, Note with { Marks = Marks.HiddenFromPatient }, Purpose.Content, false, Ground.Consent),
        ("V-4 what representatives do not see limits no professional", Doctor(1), Open, Note with { Marks = Marks.HiddenFromRepresentatives }, Purpose.Content, false, Ground.Consent),
        ("V-4 nor the person", Sample.Patient(Id), Open, Note with { Marks = Marks.HiddenFromRepresentatives }, Purpose.Content, false, Owner),
        ("A-10 the occupational doctor reads no content", As(1, "10", "SM25"), Open, Note, Purpose.Content, false, MetadataOnly),
        ("A-10 not even their own", As(1, "10", "SM25"), Open, By(Note, 1), Purpose.Content, false, MetadataOnly),
        ("A-10 the occupational doctor sees metadata", As(1, "10", "SM25"), Open, Note, Purpose.Metadata, false, Ground.Consent),
        ("A-10 but no masked one, though treating in another activity", As(2, "10", "SM25"), Open, Note with { Marks = Marks.MaskedToProfessionals }, Purpose.Metadata, false, Masked),
        ("V-1 the author sees without consent", Doctor(9), Open, By(Note, 9), Purpose.Content, false, Author),
        ("V-1 the author sees what is masked", Doctor(1), Open, By(Note, 1) with { Marks = Marks.MaskedToProfessionals }, Purpose.Content, false, Author),
        ("V-1 the author sees outside the matrix", As(9, "86", null), Open, By(Note, 9), Purpose.Content, false, Author),
        ("V-1 the author sees in an emergency too", Doctor(9, AccessMode.BreakGlass), Open, By(Note, 9) with { Marks = Marks.MaskedToProfessionals }, Purpose.Content, false, Author),
        ("V-1 the author asks for a status like everybody", Doctor(9), Open, By(Note, 9) with { Status = DocumentStatus.Archived }, Purpose.Metadata, false, StatusNotAsked),
        ("A-1 without consent nothing else", Doctor(9), Open, Note, Purpose.Metadata, false, NotAuthorised),
        ("A-7 a trade outside the matrix", As(1, "86", null), Open, Note, Purpose.Metadata, false, NotHabilitated),
        ("A-7 an optician reads no report of a consultation", As(1, "28", null), Open, Note, Purpose.Content, false, NotHabilitated),
        ("A-7 an optician reads a report on the eyes", As(1, "28", null), Open, Document("78513-9"), Purpose.Content, false, Ground.Consent),
        ("A-7 the matrix holds in an emergency", As(9, "28", null, AccessMode.BreakGlass), Open, Note, Purpose.Content, false, NotHabilitated),
        ("A-7 the matrix holds for the SAMU", As(9, "98", null, AccessMode.Samu), Open, Note, Purpose.Content, false, NotHabilitated),
        ("A-7 a pharmacist without section reads nothing", As(1, "21", null), Open, Note, Purpose.Content, false, NotHabilitated),
        ("V-2 masked hides from who has consent", Doctor(1), Open, Note with { Marks = Marks.MaskedToProfessionals }, Purpose.Metadata, false, Masked),
        ("V-2 the treating doctor sees it", Doctor(2), Open, Note with { Marks = Marks.MaskedToProfessionals }, Purpose.Content, false, TreatingPhysician),
        ("V-2 not in another trade", As(2, "21", "A"), Open, Note with { Marks = Marks.MaskedToProfessionals }, Purpose.Content, false, Masked),
        ("V-2 not by breaking the glass", Doctor(2, AccessMode.BreakGlass), Open, Note with { Marks = Marks.MaskedToProfessionals }, Purpose.Content, false, Masked),
        ("V-2 in an emergency if the person allowed it", Doctor(9, AccessMode.BreakGlass), MaskedToo, Note with { Marks = Marks.MaskedToProfessionals }, Purpose.Content, false, BreakGlass),
        ("V-2 for the SAMU if the person allowed it", Doctor(9, AccessMode.Samu), MaskedToo, Note with { Marks = Marks.MaskedToProfessionals }, Purpose.Content, false, Samu),
        ("V-2 the permission is for emergencies", Doctor(1), MaskedToo, Note with { Marks = Marks.MaskedToProfessionals }, Purpose.Content, false, Masked),
        ("A-9 an establishment finds its own reference", Sample.Establishment(7), Open, Of(Note, 7), Purpose.Metadata, false, OwnStructure),
        ("A-9 and never its content", Sample.Establishment(7), Open, Of(Note, 7), Purpose.Content, false, NoRight),
        ("A-9 nor the reference of another", Sample.Establishment(7), Open, Of(Note, 8), Purpose.Metadata, false, NotAuthor),
        ("A-9 nor one without structure", Sample.Establishment(7), Open, Note, Purpose.Metadata, false, NotAuthor),
        ("A-9 a secretary finds the reference of her structure", Sample.Employee(7), Open, Of(Note, 7), Purpose.Metadata, false, OwnStructure),
    ];

    public static TheoryData<int> LinesOfDoors => Lines(Doors.Length);

    public static TheoryData<int> LinesOfFeeding => Lines(Feeding.Length);

    public static TheoryData<int> LinesOfDeclaring => Lines(Declaring.Length);

    public static TheoryData<int> LinesOfWithdrawing => Lines(Withdrawing.Length);

    public static TheoryData<int> LinesOfPapers => Lines(Papers.Length);

    [Theory, MemberData(nameof(LinesOfDoors))]
    [Trait("rule", "A-1"), Trait("rule", "A-2"), Trait("rule", "A-3"), Trait("rule", "A-4"), Trait("rule", "A-6"), Trait("rule", "A-9"), Trait("rule", "A-10")]
    public void A_6_entering_a_record_follows_the_table(int line)
    {
        var (rule, caller, record, act, expected) = Doors[line];
        Holds(rule, expected, AccessRules.Enter(new(caller, record, Now), act, RuleBook.Default));
    }

    [Theory, MemberData(nameof(LinesOfFeeding))]
    [Trait("rule", "A-1"), Trait("rule", "A-9"), Trait("rule", "A-10")]
    public void A_1_feeding_follows_the_table(int line)
    {
        var (rule, caller, record, expected) = Feeding[line];
        Holds(rule, expected, AccessRules.Feed(new(caller, record, Now), RuleBook.Default));
    }

    [Theory, MemberData(nameof(LinesOfDeclaring))]
    [Trait("rule", "A-3"), Trait("rule", "A-4")]
    public void A_3_declaring_follows_the_table(int line)
    {
        var (rule, caller, record, treating, expected) = Declaring[line];
        Holds(rule, expected, AccessRules.Declare(new(caller, record, Now), treating, RuleBook.Default));
    }

    [Theory, MemberData(nameof(LinesOfWithdrawing))]
    [Trait("rule", "A-3"), Trait("rule", "A-4")]
    public void A_3_withdrawing_follows_the_table(int line)
    {
        var (rule, caller, record, treating, expected) = Withdrawing[line];
        Holds(rule, expected, AccessRules.Withdraw(new(caller, record, Now), treating, RuleBook.Default));
    }

    [Theory, MemberData(nameof(LinesOfPapers))]
    [Trait("rule", "A-7"), Trait("rule", "V-1"), Trait("rule", "V-2"), Trait("rule", "V-3"), Trait("rule", "V-5")]
    public void V_2_seeing_a_document_follows_the_table(int line)
    {
        var (rule, caller, record, document, purpose, asked, expected) = Papers[line];
        var question = new AccessQuestion(caller, record, Now);
        var act = caller is Caller.Establishment or Caller.Employee ? Transaction.FindReference : Transaction.FindMetadata;
        var entry = Assert.IsType<AccessDecision.Granted>(AccessRules.Enter(question, act, RuleBook.Default));
        Holds(rule, expected, new DocumentRules(entry, question, RuleBook.Default).Decide(document, purpose, asked));
    }

    [Fact]
    [Trait("rule", "V-6")]
    public void V_6_blocked_expired_and_never_asked_are_told_the_same()
    {
        Assert.Same(AccessFailures.Of(NotAuthorised), AccessFailures.Of(Refusal.Blocked));
        Assert.Same(AccessFailures.Of(NotAuthorised), AccessFailures.Of(Refusal.Expired));
        foreach (var cause in (Refusal[])[Masked, HiddenFromPatient, NotHabilitated, NotAuthor, StatusNotAsked, Deleted, MetadataOnly])
        {
            Assert.Same(DocumentFailures.Unknown, AccessFailures.Of(cause));
        }

        Assert.All(Enum.GetValues<Refusal>(), cause => Assert.NotNull(AccessFailures.Of(cause)));
    }

    private static void Holds(string rule, object expected, AccessDecision decision)
    {
        object actual = decision switch
        {
            AccessDecision.Granted granted => granted.Ground,
            AccessDecision.Refused refused => refused.Cause,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        Assert.True(expected.Equals(actual), $"{rule}: expected {expected}, was {actual}");
        Assert.NotEmpty(decision.Reasons);
        Assert.Contains(decision.Reasons, reason => reason.Effect == (decision.IsGranted ? Effect.Opens : Effect.Closes));
    }

    private static TheoryData<int> Lines(int count) => [.. Enumerable.Range(0, count)];

    private static DocumentFacts Document(string code)
        => new(DocumentTypes.All.Single(type => type.Code == code), Marks.None, DocumentStatus.Approved, null, null, false);

    private static DocumentFacts By(DocumentFacts document, int author) => document with { AuthorPerson = Sample.Ps(author) };

    private static DocumentFacts Of(DocumentFacts document, int structure) => document with { AuthorStructure = Sample.Structure(structure) };

    private static Caller.Professional Doctor(int number, AccessMode mode = AccessMode.Normal, string? reason = null)
        => Sample.Doctor(number, mode, reason);

    private static Caller.Professional As(int number, string profession, string? qualification, AccessMode mode = AccessMode.Normal)
        => Sample.As(Sample.Practitioner(number, profession, qualification), mode);
}
