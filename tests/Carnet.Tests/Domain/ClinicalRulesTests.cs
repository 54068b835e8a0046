using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>I-2, F-2, F-3, F-6: what a clinical document says of itself, against its entry and the person.</summary>
public sealed class ClinicalRulesTests
{
    private static readonly Ins Person = Sample.Ins(1);
    private static readonly DocumentDraft Entry = new Lot(Person, Sample.Doctor(1)).Add("11488-4", "1.2.3").Drafts[0];

    private static readonly ClinicalHeader Header = new(
        "1.2.3", new Code("11488-4", DocumentTypes.Loinc, null), [(Person.Value, Person.Oid)],
        new StatedTraits("Lefevre", "Zoe", "19800131", Sex.Female), [Sample.Ps(1).Value], ["1.2.2"]);

    private static readonly (string Rule, ClinicalHeader Header, string? Replaced, string? Code)[] Cases =
    [
        ("the same everywhere", Header, null, null),
        ("replaces what its entry replaces", Header, "1.2.2", null),
        ("F-6 replaces something else", Header, "1.2.9", "document.cda-mismatch"),
        ("F-6 names nothing that it replaces", Header with { Replaces = [] }, "1.2.9", null),
        ("F-3 no identifier", Header with { Patients = [] }, null, "ins.invalid"),
        ("F-3 an identifier with a wrong key", Header with { Patients = [("280017500000100", Ins.TestOid)] }, null, "ins.invalid"),
        ("F-3 one good identifier and one bad", Header with { Patients = [(Person.Value, Person.Oid), ("x", Ins.NirOid)] }, null, "ins.invalid"),
        ("F-3 another person", Header with { Patients = [(Sample.Ins(2).Value, Ins.TestOid)] }, null, "document.patient-mismatch"),
        ("F-3 the same number in another register", Header with { Patients = [(Person.Value, Ins.NirOid)] }, null, "document.patient-mismatch"),
        ("I-2 another birth name", Header with { Traits = Header.Traits with { BirthName = "Martin" } }, null, "document.traits-mismatch"),
        ("I-2 another sex", Header with { Traits = Header.Traits with { Sex = Sex.Male } }, null, "document.traits-mismatch"),
        ("F-8 another number", Header with { UniqueId = "1.2.4" }, null, "document.cda-mismatch"),
        ("F-8 another type", Header with { Type = Header.Type with { Value = "11490-0" } }, null, "document.cda-mismatch"),
        ("F-8 another system", Header with { Type = Header.Type with { System = DocumentTypes.TreA05 } }, null, "document.cda-mismatch"),
    ];

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, Cases.Length)];

    [Theory, MemberData(nameof(Lines))]
    [Trait("rule", "I-2"), Trait("rule", "F-3"), Trait("rule", "F-8")]
    public void F_3_a_clinical_document_is_judged_by_the_table(int line)
    {
        var (rule, header, replaced, code) = Cases[line];
        var defect = ClinicalRules.Defect(header, Entry, Person, Sample.Traits, replaced);
        Assert.True(defect?.Code == code, $"{rule}: expected {code}, was {defect?.Code}");
    }

    [Fact]
    [Trait("rule", "I-2")]
    public void I_2_a_disagreement_names_the_traits_and_never_their_values()
    {
        var defect = ClinicalRules.Defect(
            Header with { Traits = new StatedTraits("Martin", "Anne", "19700101", Sex.Male) }, Entry, Person, Sample.Traits, null);
        Assert.Contains("nom de naissance, premier prénom, date de naissance, sexe", defect!.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Martin", defect.Detail, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("LEF", defect.Detail, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "F-2")]
    public void F_2_an_author_of_the_entry_stands_in_the_document()
    {
        Assert.False(ClinicalRules.AuthorsDiffer(Header, Entry));
        Assert.False(ClinicalRules.AuthorsDiffer(Header with { AuthorIds = [Sample.Structure(1).Value] }, Entry));
        Assert.True(ClinicalRules.AuthorsDiffer(Header with { AuthorIds = [Sample.Ps(2).Value] }, Entry));
        Assert.True(ClinicalRules.AuthorsDiffer(Header with { AuthorIds = [] }, Entry));
    }
}
