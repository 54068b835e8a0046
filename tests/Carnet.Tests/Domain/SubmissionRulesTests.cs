using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>F-1 to F-4, V-3: what is wrong with a set, one line for each rule.</summary>
public sealed class SubmissionRulesTests
{
    private static readonly FeedingPolicy Policy = new(3, AllowMaskedAndHidden: false, RefuseReservedTypes: false, RefuseForeignCdaAuthor: false);
    private static readonly Ins Person = Sample.Ins(1), Another = Sample.Ins(2);
    private static readonly Caller Doctor = Sample.Doctor(1), Hospital = Sample.Establishment(1), Secretary = Sample.Employee(1);
    private static readonly Caller Insurer = new Caller.Insurer { Origin = Sample.Soap };
    private static readonly Caller Owner = Sample.Patient(new RecordId(Guid.Empty));

    private static readonly (string Rule, string? Code, Caller Caller, Lot Lot, FeedingPolicy Policy, Func<SubmissionDraft, SubmissionDraft>? Set)[] Cases =
    [
        ("a document in order", null, Doctor, One("11488-4"), Policy, null),
        ("F-4 as many as the limit", null, Doctor, One("11488-4").Add("11488-4").Add("11488-4"), Policy, null),
        ("F-4 one more than the limit", "document.too-many", Doctor, One("11488-4").Add("11488-4").Add("11488-4").Add("11488-4"), Policy, null),
        ("F-3 no document at all", "document.part-missing", Doctor, new Lot(Person, Doctor), Policy, null),
        ("F-3 a signature alone", "document.part-missing", Doctor, new Lot(Person, Doctor).AddSignature("x"), Policy, null),
        ("F-3 a signature with its document", null, Doctor, One("11488-4").AddSignature("x"), Policy, null),
        ("F-3 a set for another person", "document.patient-mismatch", Doctor, One("11488-4"), Policy, set => set with { Patient = Another }),
        ("F-3 a set for nobody", "document.patient-mismatch", Doctor, One("11488-4"), Policy, set => set with { Patient = null }),
        ("F-3 one document for another person", "document.patient-mismatch", Doctor, One("11488-4").Add("11488-4", change: draft => draft with { Patient = Another }), Policy, null),
        ("F-5 a number twice", "document.duplicate-id", Doctor, One("11488-4", "1.2.3").Add("11488-4", "1.2.3"), Policy, null),
        ("F-5 a key twice", "document.duplicate-id", Doctor, One("11488-4").Add("11488-4", key: "Document01"), Policy, null),
        ("F-5 an entry number twice", "document.duplicate-id", Doctor, One("11488-4", change: draft => draft with { EntryId = Guid.Empty }).Add("11488-4", change: draft => draft with { EntryId = Guid.Empty }), Policy, null),
        ("F-1 a type outside the set", "document.unknown-type", Doctor, One("42348-3"), Policy, null),
        ("F-1 an old type", "document.unknown-type", Doctor, One("10213-7"), Policy, null),
        ("F-1 a type of the wrong system", "document.wrong-type-system", Doctor, One("11488-4", change: draft => draft with { Type = draft.Type with { System = DocumentTypes.TreA05 } }), Policy, null),
        ("F-1 a wrong class", "document.wrong-class", Doctor, One("11488-4", change: draft => draft with { Class = draft.Class with { Value = "11" } }), Policy, null),
        ("F-8 a bare PDF", "document.mime-type", Doctor, One("11488-4", change: draft => draft with { MimeType = "application/pdf" }), Policy, null),
        ("F-8 a DICOM object", null, Doctor, One("IMG-KOS", change: draft => draft with { MimeType = "application/dicom" }), Policy, null),
        ("F-8 a signature that is no XML", "document.mime-type", Doctor, new Lot(Person, Doctor).Add("11488-4").Add("E1762", change: draft => draft with { IsSignature = true, MimeType = "application/pdf" }), Policy, null),
        ("V-2 an unknown mark", "document.unknown-mark", Doctor, One("11488-4", marks: ["MASQUE_PT"]), Policy, null),
        ("V-2 masked", null, Doctor, One("11488-4", marks: ["MASQUE_PS"]), Policy, null),
        ("V-3 masked and hidden", "document.marks-together", Doctor, One("11488-4", marks: ["MASQUE_PS", "INVISIBLE_PATIENT"]), Policy, null),
        ("V-3 masked and hidden, where the setting allows it", null, Doctor, One("11488-4", marks: ["MASQUE_PS", "INVISIBLE_PATIENT"]), Policy with { AllowMaskedAndHidden = true }, null),
        ("V-4 masked and hidden from representatives", null, Doctor, One("11488-4", marks: ["MASQUE_PS", "INVISIBLE_REPRESENTANTS_LEGAUX"]), Policy, null),
        ("F-2 a set by another professional", "document.foreign-author", Doctor, One("11488-4"), Policy, set => set with { Authors = [Lot.Author(Sample.Doctor(2))] }),
        ("F-2 a set without author", "document.foreign-author", Doctor, One("11488-4"), Policy, set => set with { Authors = [] }),
        ("F-2 a set by two, one of them the caller", null, Doctor, One("11488-4"), Policy, set => set with { Authors = [Lot.Author(Sample.Doctor(2)), Lot.Author(Doctor)] }),
        ("F-2 an entry by another professional", "document.foreign-author", Doctor, One("11488-4", change: draft => By(draft, Sample.Doctor(2))), Policy, null),
        ("F-2 an establishment for itself", null, Hospital, One("11488-4", caller: Hospital), Policy, null),
        ("F-2 an establishment with a professional as author of the entry", null, Hospital, One("11488-4", caller: Hospital, change: draft => By(draft, Sample.Doctor(1))), Policy, null),
        ("F-2 an establishment for another one", "document.foreign-institution", Hospital, One("11488-4", caller: Hospital, change: draft => By(draft, Sample.Establishment(2))), Policy, null),
        ("F-2 a secretary for her structure", null, Secretary, One("11488-4", caller: Secretary), Policy, null),
        ("F-2 a secretary for another structure", "document.foreign-institution", Secretary, One("11488-4", caller: Secretary), Policy, set => set with { Authors = [Lot.Author(Sample.Employee(2))] }),
        ("F-2 the insurer writes reimbursements", null, Insurer, One("REMB", caller: Insurer), Policy, null),
        ("F-2 the insurer writes nothing else", "document.foreign-author", Insurer, One("11488-4", caller: Insurer), Policy, null),
        ("F-2 the person writes directives", null, Owner, One("EXPPAT_3", caller: Owner), Policy, null),
        ("F-2 the person writes no report", "document.foreign-author", Owner, One("11488-4", caller: Owner), Policy, null),
        ("F-2 reimbursements by a doctor are remarked", null, Doctor, One("REMB"), Policy, null),
        ("F-2 or refused by a setting", "document.foreign-author", Doctor, One("REMB"), Policy with { RefuseReservedTypes = true }, null),
        ("F-2 a document of the person by a doctor, refused by a setting", "document.foreign-author", Doctor, One("DOCPAT01"), Policy with { RefuseReservedTypes = true }, null),
        ("F-3 the last of three is wrong", "document.wrong-class", Doctor, One("11488-4").Add("11488-4").Add("11488-4", change: draft => draft with { Class = draft.Class with { Value = "60" } }), Policy, null),
    ];

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, Cases.Length)];

    [Theory, MemberData(nameof(Lines))]
    [Trait("rule", "F-1"), Trait("rule", "F-2"), Trait("rule", "F-3"), Trait("rule", "F-4"), Trait("rule", "V-3")]
    public void F_1_a_set_is_judged_by_the_table(int line)
    {
        var (rule, code, caller, lot, policy, change) = Cases[line];
        var request = lot.Request(change);
        var defect = SubmissionRules.Defect(request.Set, request.Documents, Person, caller, policy);
        Assert.True(defect?.Code == code, $"{rule}: expected {code}, was {defect?.Code}");
    }

    [Fact]
    [Trait("rule", "F-1")]
    public void F_1_each_of_the_102_types_is_taken_in_its_class_and_in_no_other()
    {
        foreach (var type in DocumentTypes.All)
        {
            foreach (var of in DocumentTypes.All.Select(known => known.ClassCode).Distinct())
            {
                var request = One(type.Code, change: draft => draft with { Class = draft.Class with { Value = of } }).Request();
                var defect = SubmissionRules.Defect(request.Set, request.Documents, Person, Doctor, Policy);
                Assert.Equal(of == type.ClassCode ? null : "document.wrong-class", defect?.Code);
            }
        }
    }

    [Fact]
    public void A_long_code_is_not_echoed_whole()
        => Assert.DoesNotContain(new string('x', 30), DocumentFailures.UnknownType(new string('x', 5000)).Detail, StringComparison.Ordinal);

    [Fact]
    [Trait("rule", "F-6")]
    public void F_6_the_marks_of_the_old_one_pass_unless_the_new_one_states_its_own()
    {
        Assert.Equal(Marks.MaskedToProfessionals, SubmissionRules.MarksOf(Marks.None, Marks.MaskedToProfessionals));
        Assert.Equal(Marks.HiddenFromPatient, SubmissionRules.MarksOf(Marks.HiddenFromPatient, Marks.MaskedToProfessionals));
        Assert.Equal(Marks.None, SubmissionRules.MarksOf(Marks.None, null));
        Assert.Equal(Marks.HiddenFromPatient, SubmissionRules.MarksOf(Marks.HiddenFromPatient, null));
    }

    private static Lot One(
        string type, string? uniqueId = null, string[]? marks = null, Func<DocumentDraft, DocumentDraft>? change = null, Caller? caller = null)
        => new Lot(Person, caller ?? Doctor).Add(type, uniqueId, marks, change: change);

    private static DocumentDraft By(DocumentDraft draft, Caller author)
        => draft with { Description = draft.Description with { Authors = [Lot.Author(author)] } };
}
