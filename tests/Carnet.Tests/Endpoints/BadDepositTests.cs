using System.Text;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Tests.Support;
using Carnet.Wire.Cda;
using Carnet.Wire.Xds;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>Deposits that are wrong in one way each: their own code, a French sentence, one trace, nothing left behind.</summary>
[Trait("rule", "F-3")]
public sealed class BadDepositTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    private static readonly Cx Stranger = new(Sample.Ins(999_001).Value, Sample.Ins(999_001).Oid, "NH");

    private static readonly BadCase[] Records =
    [
        new("patient without a record", "record.unknown", async (town, patient) =>
        {
            var nobody = patient with { Ins = Sample.NextIns() };
            return await SendAsync(town, nobody, nobody.Set(Hospital(town), nobody.Document(Hospital(town))));
        }),
        new("INS with a wrong key", "ins.invalid", async (town, patient) =>
        {
            var wrong = patient.Call with { Patient = patient.Cx with { Id = patient.Ins.Value[..13] + "98" } };
            return (await town.As("ch-kerlann").ProvideAndRegisterAsync(
                wrong, patient.Set(Hospital(town), patient.Document(Hospital(town))))).Refusal();
        }),
        new("VIHF without patient", "vihf.patient-missing", async (town, patient) => (await town.As("ch-kerlann")
            .ProvideAndRegisterAsync(new DmpCall(null), patient.Set(Hospital(town), patient.Document(Hospital(town))))).Refusal()),
        Refusals.Deposit("VIHF of another patient", "document.patient-mismatch", (patient, card) =>
            (patient with { Ins = Sample.Ins(999_001) }) is var other ? other.Set(card, other.Document(card))
                : throw new System.Diagnostics.UnreachableException()),
        Refusals.Deposit("set of another patient", "document.patient-mismatch", (patient, card) =>
            patient.Set(card, patient.Document(card)) is var set
                ? set with { Metadata = set.Metadata with { SubmissionSet = set.Metadata.SubmissionSet with { PatientId = Stranger } } }
                : throw new System.Diagnostics.UnreachableException()),
        Refusals.Entry("entry of another patient", "document.patient-mismatch", entry => entry with { PatientId = Stranger }),
        Refusals.Deposit("CDA of another patient", "document.patient-mismatch", (patient, card) =>
            patient.Set(card, (patient with { Ins = Sample.Ins(999_001) }).Document(card))),
        Refusals.Deposit("CDA with another name", "document.traits-mismatch", (patient, card) =>
            patient.Set(card, (patient with { Traits = patient.Traits with { BirthName = "AUTRE" } }).Document(card))),
        Refusals.Deposit("CDA with a wrong INS key", "ins.invalid", (patient, card) =>
            patient.Set(card, Cda(patient, card, text => text.Replace(patient.Ins.Value, patient.Ins.Value[..13] + "98", StringComparison.Ordinal)))),
    ];

    private static readonly BadCase[] Metadata =
    [
        Refusals.Entry("author that is not the card's", "document.foreign-author", entry => entry with
        {
            Authors = [new Author { Person = new Xcn("899700000179", "AUTRE", "Ana", "1.2.250.1.71.4.2.1", "D", "IDNPS") }],
        }, "claire-kerscaven"),
        Refusals.Entry("institution that is not the certificate's", "document.foreign-institution", entry => entry with
        {
            Authors = [new Author { Institutions = [new Xon("Ailleurs", "1.2.250.1.71.4.2.2", "IDNST", "1750712184")] }],
        }),
        Refusals.Entry("class of another type", "document.wrong-class", entry => entry with
        {
            ClassCode = new CodedValue("11", entry.ClassCode.CodingScheme, "Synthèse"),
        }),
        Refusals.Entry("type that is not admitted", "document.unknown-type", entry => entry with
        {
            TypeCode = new CodedValue("99999-9", entry.TypeCode.CodingScheme, "Inconnu"),
        }),
        Refusals.Entry("type in another code system", "document.wrong-type-system", entry => entry with
        {
            TypeCode = entry.TypeCode with { CodingScheme = CdaOids.FrenchTypes },
        }),
        Refusals.Entry("type that the CDA does not have", "document.cda-mismatch", entry => entry with
        {
            TypeCode = new CodedValue("11502-2", CdaOids.Loinc, "CR d'examens biologiques"),
        }),
        Refusals.Entry("uniqueId that the CDA does not have", "document.cda-mismatch", entry => entry with { UniqueId = Submission.NewOid() }),
        Refusals.Entry("mark that does not exist", "document.unknown-mark", entry => entry with
        {
            ConfidentialityCodes = [.. entry.ConfidentialityCodes, new CodedValue("SECRET", MarkCodes.System, "Secret")],
        }),
        Refusals.Deposit("masked and hidden together", "document.marks-together", (patient, card) => patient.Set(
            card, patient.Document(card, marks: Marks.MaskedToProfessionals | Marks.HiddenFromPatient))),
        Refusals.Entry("MIME type that is not admitted", "document.mime-type", entry => entry with { MimeType = "application/pdf" }),
        Refusals.Entry("wrong hash", "document.hash-mismatch", entry => entry with { Hash = new string('0', 40) }),
        Refusals.Entry("wrong size", "document.size-mismatch", entry => entry with { Size = entry.Size + 1 }),
        Refusals.Deposit("replacement of what does not exist", "document.replaces-unknown", (patient, card) => patient.Set(
            card, patient.Document(card) with { Replaces = $"urn:uuid:{Guid.CreateVersion7()}" })),
        Refusals.Deposit("association that is not admitted", "document.association-refused", (patient, card) =>
        {
            var set = patient.Set(card, patient.Document(card));
            return set with
            {
                Metadata = set.Metadata with
                {
                    Associations = [.. set.Metadata.Associations, new Association(
                        "Append01", AssociationTypes.Append, set.Metadata.DocumentEntries[0].EntryUuid, $"urn:uuid:{Guid.CreateVersion7()}")],
                },
            };
        }),
        Refusals.Deposit("two documents under one number", "xds.unique-id-duplicate", (patient, card) =>
        {
            var document = patient.Document(card);
            return patient.Set(card, document, document);
        }),
    ];

    private static readonly BadCase[] Contents =
    [
        Refusals.Deposit("empty document", "document.empty", (patient, card) =>
            Content(patient.Set(card, patient.Document(card)), []).With(entry => entry with { Size = null, Hash = null })),
        Refusals.Deposit("no CDA at all", "document.cda-invalid", (patient, card) => Content(
            patient.Set(card, patient.Document(card)), "<html/>"u8.ToArray()).With(entry => entry with { Size = null, Hash = null })),
        Refusals.Deposit("CDA cut in the middle", "document.cda-invalid", (patient, card) =>
            patient.Set(card, patient.Document(card)) is var set
                ? Content(set, set.Parts[0].Content[..^40].ToArray()).With(entry => entry with { Size = null, Hash = null })
                : throw new System.Diagnostics.UnreachableException()),
        Refusals.Deposit("CDA with a DTD", "document.cda-invalid", (patient, card) => patient.Set(card, patient.Document(card)) is var set
            ? Content(set, Encoding.UTF8.GetBytes("<!DOCTYPE a [<!ENTITY b \"c\">]>" + Encoding.UTF8.GetString(set.Parts[0].Content.Span)["<?xml version=\"1.0\" encoding=\"utf-8\"?>".Length..]))
                .With(entry => entry with { Size = null, Hash = null })
            : throw new System.Diagnostics.UnreachableException()),
        Refusals.Deposit("CDA without author", "document.cda-invalid", (patient, card) => patient.Set(card, Cda(patient, card, text =>
            text[..text.IndexOf("<author>", StringComparison.Ordinal)] + text[(text.IndexOf("</author>", StringComparison.Ordinal) + 9)..]))),
    ];

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Wrong_patients_are_refused(string database) => await ProveAsync(database, Records);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Wrong_metadata_are_refused(string database) => await ProveAsync(database, Metadata);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Wrong_contents_are_refused(string database) => await ProveAsync(database, Contents);

    private async Task ProveAsync(string database, BadCase[] cases)
        => await Refusals.ProveAsync(await towns.OnAsync(database), cases, output);

    private static Card Hospital(SoapServer town) => town.As("ch-kerlann").Card;

    private static async Task<(string, string)> SendAsync(SoapServer town, TestPatient patient, Submission set)
        => (await town.As("ch-kerlann").ProvideAndRegisterAsync(patient.Call, set)).Refusal();

    private static CdaDocument Cda(TestPatient patient, Card card, Func<string, string> change)
        => CdaDocument.Of(Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(patient.Document(card).Bytes.Span))));

    private static Submission Content(Submission set, byte[] bytes)
        => set with { Parts = [set.Parts[0] with { Content = bytes }, .. set.Parts.Skip(1)] };
}
