using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Drafting;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Support;

/// <summary>A person with a record, and how calls and documents name them.</summary>
internal sealed record TestPatient(Ins Ins, IdentityTraits Traits, RecordId Record)
{
    public Cx Cx => new(Ins.Value, Ins.Oid, "NH");

    public DmpCall Call => new(Cx);

    /// <summary>A consultation report of this person, as another structure's software would write it.</summary>
    public CdaDocument Document(
        Card card, string text = "Tout va bien.", string type = "11488-4", Marks marks = Marks.None,
        CdaDocument? replaces = null, string? replacedEntry = null) => CdaDocument.Of(
            CdaWriter.Write(Draft(card, text, type) with { Replaces = replaces?.Header.Id }), marks, replacedEntry);

    public CdaDraft Draft(Card card, string text = "Tout va bien.", string type = "11488-4")
    {
        var now = TimeProvider.System.GetUtcNow();
        DocumentTypes.TryFind(type, out var known);
        var setting = new CdaCode("AMBULATOIRE", CdaOids.PracticeSettings, "Ambulatoire");
        var practice = new CdaOrganization([new CdaId(CdaOids.Structure, card.StructureId)], card.StructureName, setting);
        var author = card.Depositor.Person is { } person
            ? new CdaActor(null, null, null, [new CdaId(CdaOids.Professional, person)], null,
                new CdaPersonName(null, card.GivenName, card.FamilyName, null), null, practice)
            : new CdaActor(null, null, null, [new CdaId(CdaOids.Structure, card.StructureId)], null, null, "Logiciel", practice);
        return new CdaDraft
        {
            Id = new CdaId(Submission.NewOid(), null),
            SetId = new CdaId(Submission.NewOid(), null),
            Code = new CdaCode(type, known?.CodeSystem ?? CdaOids.Loinc, known?.Label ?? type),
            Title = "Compte rendu",
            Created = now,
            Patient = new CdaPatient([new CdaId(Ins.Oid, Ins.Value)], Traits.BirthName, Traits.UsedName, Traits.GivenNames,
                Traits.FirstGivenName, null, Traits.Sex is Sex.Male ? "M" : "F",
                CdaTime.Parse(Traits.BirthDate.ToString("yyyyMMdd", null)), Traits.BirthPlace, null, null),
            Author = author,
            Custodian = practice,
            Act = new CdaDraftAct(null, now, null, setting),
            Encounter = new CdaDraftEncounter(
                new CdaCode("AMB", CdaOids.ActCodes, "Ambulatoire"), now, null, new CdaCode(card.Sector, CdaOids.Facilities, card.Sector)),
            Sections = [new CdaDraftSection("29545-1", "Examen", new CdaDraftParagraph(text))],
        };
    }

    public Submission Set(Card card, params IReadOnlyList<CdaDocument> documents)
        => Submission.Of(card, Ins, documents, TimeProvider.System.GetUtcNow());
}
