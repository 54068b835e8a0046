using Carnet.Client;
using Carnet.Domain.Traces;
using Carnet.Tests.Support;
using Carnet.Wire.Hl7v3;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>TD1.1 opening, TD1.4 closing, TD1.2 reactivation, through the real door.</summary>
[Trait("rule", "L-8")]
public sealed class RegistrationDoorTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    private const string Doctor = "claire-kerscaven";
    private const string Pharmacist = "elise-pennarstank";

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-2")]
    public async Task L_2_a_pharmacist_opens_with_consent_and_hands_over_the_paper(string database)
    {
        var town = await towns.OnAsync(database);
        var person = new TestPatient(Sample.NextIns(), Sample.Traits, default);
        var opened = (await OpenAsync(town.As(Pharmacist), person)).Value();
        Assert.Null(opened.Refused);
        Assert.Equal((DmpCodes.AddAccepted, new Ii(person.Ins.Oid, person.Ins.Value)), (opened.Header.Interaction, opened.Patient));
        Assert.Equal([DmpCodes.Login, DmpCodes.TemporaryPassword], opened.Observations.Select(observation => observation.Code));
        Assert.All(opened.Observations, observation => Assert.True(observation.Value!.Length > 8));

        var sheet = (await town.As(Pharmacist).ConsultAsync(
            person.Call, PatientMessages.Query(person.Cx, DmpCodes.ConsultData, Now))).Value().Patient!;
        Assert.Equal(("LEFÈVRE", "Zoé Marie", "19800131"), (sheet.Name!.BirthName, string.Join(' ', sheet.Name.Given), sheet.BirthTime));
        Assert.Equal((true, false), (sheet.Flag(DmpCodes.BreakGlassOpposition), sheet.Flag(DmpCodes.EmergencyOpposition)));
        Assert.Contains("mailto:zoe@example.test", sheet.Telecoms.Select(telecom => telecom.Value));

        Assert.Equal("DMPFound", (await OpenAsync(town.As(Doctor), person)).Value().Refused?.Code);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task L_8_the_doctor_closes_at_the_persons_request_and_opens_again(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var doctor = town.As(Doctor);
        await doctor.AllowAsync(patient);
        var closed = (await CloseAsync(doctor, patient)).Value();
        Assert.Equal((null, DmpCodes.ReviseAccepted, "terminated"), (closed.Refused, closed.Header.Interaction, closed.StatusCode));

        var sheet = (await doctor.ConsultAsync(patient.Call, PatientMessages.Query(patient.Cx, DmpCodes.ConsultData, Now))).Value().Patient!;
        Assert.Equal(("terminated", "FERMETURE_DEMANDE_PATIENT", "La personne part à l'étranger."),
            (sheet.StatusCode, sheet.Text(DmpCodes.ClosingMotive), sheet.Text(DmpCodes.ClosingReason)));
        Assert.Null((await doctor.ConsultAsync(patient.Call, PatientMessages.Query(patient.Cx, DmpCodes.TestExistence, Now)))
            .Value().Patient!.Text(DmpCodes.ClosingReason));
        Assert.Equal("DMPClosed", (await OpenAsync(doctor, patient)).Value().Refused?.Code);
        Assert.Equal("DMPClosed", (await CloseAsync(doctor, patient)).Value().Refused?.Code);

        var again = (await ReviseAsync(doctor, patient, DmpCodes.Reactivate, person => person)).Value();
        Assert.Equal((null, "active"), (again.Refused, again.StatusCode));
        Assert.Single((await doctor.ConsultAsync(patient.Call, PatientMessages.Query(patient.Cx, DmpCodes.TestExistence, Now))).Value().Patient!.Ids);
        Assert.Contains(await town.HistoryAsync(patient), line => line.Act is TraceAct.ReactivateRecord);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Wrong_registrations_are_refused_each_with_its_own_code(string database)
    {
        var town = await towns.OnAsync(database);
        var fresh = new TestPatient(Sample.NextIns(), Sample.Traits, default);
        var closable = await town.OpenRecordAsync();
        await town.As(Doctor).AllowAsync(closable);
        await Refusals.ProveAsync(town,
        [
            Open("without consent", "record.consent-missing", person => person with
            {
                Observations = [.. person.Observations.Where(observation => observation.Code != DmpCodes.Consent)],
            }),
            Open("consent refused", "record.consent-missing", person => person with
            {
                Observations = [Hl7Observation.Flag(DmpCodes.Consent, DmpCodes.FlagSystem, false)],
            }),
            Open("without name", "record.trait-missing", person => person with { Name = null }),
            Open("without date of birth", "record.trait-missing", person => person with { BirthTime = null }),
            Open("without sex", "record.trait-missing", person => person with { Gender = "UN" }),
            Open("with an impossible mail", "record.trait-missing", person => person with { Telecoms = [new("mailto:zoe", null)] }),
            Open("a minor without representative", "representative.missing", person => person with { BirthTime = Minor }),
            Open("a minor with a neighbour", "representative.kind", person => person with { BirthTime = Minor, Relationships = [Mother with { Code = "NBOR" }] }),
            Open("a minor with an unreachable mother", "representative.contact", person => person with { BirthTime = Minor, Relationships = [Mother with { Telecoms = [] }] }),
            Open("a minor with five representatives", "soap.too-many-representatives", person => person with { BirthTime = Minor, Relationships = [Mother, Mother, Mother, Mother, Mother] }),
            Open("a minor whose second parent is a neighbour", "representative.kind", person => person with { BirthTime = Minor, Relationships = [Mother, Mother with { Code = "NBOR" }] }),
            Open("a minor whose second parent cannot be reached", "representative.contact", person => person with { BirthTime = Minor, Relationships = [Mother, Mother with { Telecoms = [] }] }),
            Open("an adult with a parent", "representative.of-age", person => person with { Relationships = [Mother] }),
            Open("another person than the token's", "soap.patient-mismatch", person => person with { Ids = [new(closable.Ins.Oid, closable.Ins.Value)] }),
            Open("in an emergency", "access.no-right", person => person, Doctor, "bris_de_glace"),
            Open("by an occupational doctor", "access.no-right", person => person, "irene-stangalard"),
            Revise("a change of data by a stranger", "access.not-authorised", DmpCodes.ModifyData, person => person, "nadia-benkerlou"),
            Revise("a change of data by the hospital", "access.no-right", DmpCodes.ModifyData, person => person, "ch-kerlann"),
            Revise("another name", "record.traits-fixed", DmpCodes.ModifyData, person => person with { Name = new Hl7Name("AUTRE", null, ["Zoé"]) }),
            Revise("another date of birth", "record.traits-fixed", DmpCodes.ModifyData, person => person with { BirthTime = "19800201" }),
            Revise("an impossible mail", "record.trait-missing", DmpCodes.ModifyData, person => person with { Telecoms = [new("mailto:zoe", null)] }),
            Revise("a representative", "soap.representatives-at-desk", DmpCodes.ModifyData, person => person with
            {
                Relationships = [new Hl7Relationship("FTH", new Hl7Name("LEFÈVRE", null, ["Jean"]), [])],
            }),
            Revise("a change that ends the record", "soap.patient-status", DmpCodes.ModifyData, person => person with { StatusCode = "terminated" }),
            Revise("a closing that stays active", "soap.patient-status", DmpCodes.Close, person => person),
            Revise("a reactivation that ends", "soap.patient-status", DmpCodes.Reactivate, person => person with { StatusCode = "terminated" }),
            Revise("a closing without motive", "record.closing-reason", DmpCodes.Close, person => person with { StatusCode = "terminated" }, motive: null),
            Revise("a closing by the hospital", "access.no-right", DmpCodes.Close, person => person with { StatusCode = "terminated" }, "ch-kerlann"),
            Revise("a closing by a stranger", "access.not-authorised", DmpCodes.Close, person => person with { StatusCode = "terminated" }, "nadia-benkerlou"),
            Revise("a reactivation of an open record", "record.not-closed", DmpCodes.Reactivate, person => person),
        ], output);

        BadCase Open(string name, string code, Func<Hl7Patient, Hl7Patient> change, string slug = Doctor, string mode = "normal") => new(
            name, code, async (house, _) => (await house.As(slug).RegisterAsync(
                fresh.Call with { Mode = mode, Reason = "Patiente inconsciente" },
                PatientMessages.Registration(DmpCodes.Add, null, change(PersonOf(fresh)), house.As(slug).Card, Now))).Complaint(answer => answer.Refused));

        BadCase Revise(string name, string code, string reason, Func<Hl7Patient, Hl7Patient> change, string slug = Doctor,
            string? motive = "FERMETURE_DEMANDE_PATIENT") => new(
                name, code, async (house, _) => (await ReviseAsync(house.As(slug), closable, reason, change, motive)).Complaint(answer => answer.Refused));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "N-7")]
    public async Task TD1_3b_the_doctor_changes_how_to_reach_the_person_who_is_told_at_both_addresses(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var doctor = town.As(Doctor);
        await doctor.AllowAsync(patient);
        var revised = (await ReviseAsync(doctor, patient, DmpCodes.ModifyData, person => person with
        {
            Name = new Hl7Name("lefevre", "NON RENSEIGNE", ["Zoé"]),
            BirthTime = "19800131",
            Telecoms = [new("mailto:zoe.neuve@example.test", null)],
            Observations = [Hl7Observation.Flag(DmpCodes.EmergencyOpposition, DmpCodes.FlagSystem, true)],
        })).Value();
        Assert.Equal((null, DmpCodes.ReviseAccepted, "active"), (revised.Refused, revised.Header.Interaction, revised.StatusCode));

        var sheet = (await doctor.ConsultAsync(patient.Call, PatientMessages.Query(patient.Cx, DmpCodes.ConsultData, Now))).Value().Patient!;
        Assert.Equal(["tel:0612345678", "mailto:zoe.neuve@example.test"], sheet.Telecoms.Select(telecom => telecom.Value));
        Assert.Equal((false, true), (sheet.Flag(DmpCodes.BreakGlassOpposition), sheet.Flag(DmpCodes.EmergencyOpposition)));
        Assert.Single(await town.HistoryAsync(patient), line => line.Act is TraceAct.ChangeContact);
        await using var db = await town.OpenAsync();
        Assert.Equal(2, db.Set<Carnet.Server.Platform.Outbox.OutboxRow>().AsEnumerable()
            .Count(row => row.RecordId == patient.Record && row.Kind == Carnet.Domain.Notices.NoticeKind.ContactChanged));

        // Login codes go where they went.
        var account = Assert.Single(db.Set<Carnet.Server.Features.Accounts.AccountRow>().AsEnumerable(), row => row.RecordId == patient.Record);
        Assert.Equal(0, account.Version);

        Assert.Equal("record.opposition-stays", (await ReviseAsync(doctor, patient, DmpCodes.ModifyData, person => person with
        {
            Observations = [Hl7Observation.Flag(DmpCodes.EmergencyOpposition, DmpCodes.FlagSystem, false)],
        })).Complaint(answer => answer.Refused).Code);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-6")]
    public async Task L_6_a_parent_consents_for_a_minor_and_gets_the_paper(string database)
    {
        var town = await towns.OnAsync(database);
        var child = new TestPatient(Sample.NextIns(), Sample.Traits, default);
        var opened = (await town.As(Doctor).RegisterAsync(child.Call, PatientMessages.Registration(DmpCodes.Add, null, PersonOf(child) with
        {
            BirthTime = Minor,
            Relationships = [Mother],
        }, town.As(Doctor).Card, Now))).Value();
        Assert.Null(opened.Refused);
        Assert.Equal([DmpCodes.RepresentativeLogin, DmpCodes.RepresentativePassword], opened.Observations.Select(observation => observation.Code));
        await using var db = await town.OpenAsync();
        Assert.Contains(db.Set<Carnet.Server.Features.Representation.RepresentationRow>().AsEnumerable(),
            row => row.RecordId == town.IdOf(child.Ins));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-13")]
    public async Task A_13_two_parents_are_named_at_once_and_each_gets_a_paper_of_their_own(string database)
    {
        var town = await towns.OnAsync(database);
        var child = new TestPatient(Sample.NextIns(), Sample.Traits, default);
        var father = new Hl7Relationship("FTH", new Hl7Name("LEFÈVRE", null, ["Jean"]), [new("mailto:jean@example.test", null)]);
        var opened = (await town.As(Doctor).RegisterAsync(child.Call, PatientMessages.Registration(DmpCodes.Add, null, PersonOf(child) with
        {
            BirthTime = Minor,
            Relationships = [Mother, father],
        }, town.As(Doctor).Card, Now))).Value();
        Assert.Null(opened.Refused);
        Assert.Equal(
            [DmpCodes.RepresentativeLogin, DmpCodes.RepresentativePassword, DmpCodes.RepresentativeLogin + "2", DmpCodes.RepresentativePassword + "2"],
            opened.Observations.Select(observation => observation.Code));
        Assert.Equal(4, opened.Observations.Select(observation => observation.Value).Distinct().Count());
        await using var db = await town.OpenAsync();
        var mandates = db.Set<Carnet.Server.Features.Representation.RepresentationRow>().AsEnumerable()
            .Where(row => row.RecordId == town.IdOf(child.Ins)).ToList();
        Assert.Equal((2, 2), (mandates.Count, mandates.Select(row => row.AccountId).Distinct().Count()));
    }

    private static readonly string Minor = Now.AddYears(-8).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly Hl7Relationship Mother = new(
        "MTH", new Hl7Name("LEFÈVRE", null, ["Muriel"]), [new("mailto:muriel@example.test", null)]);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static Hl7Patient PersonOf(TestPatient person) => new()
    {
        Ids = [new Ii(person.Ins.Oid, person.Ins.Value)],
        StatusCode = "active",
        Name = new Hl7Name("LEFÈVRE", "D'ORMESSON", ["Zoé", "Marie"]),
        Telecoms = [new("tel:0612345678", "MC"), new("mailto:zoe@example.test", null)],
        Gender = "F",
        BirthTime = "19800131",
        BirthPlace = "75120",
        Observations =
        [
            Hl7Observation.Flag(DmpCodes.Consent, DmpCodes.FlagSystem, true),
            Hl7Observation.Flag(DmpCodes.BreakGlassOpposition, DmpCodes.FlagSystem, true),
            Hl7Observation.Flag(DmpCodes.EmergencyOpposition, DmpCodes.FlagSystem, false),
        ],
    };

    private static Task<Answer<PatientRegistrationAnswer>> OpenAsync(DmpClient client, TestPatient person)
        => client.RegisterAsync(person.Call, PatientMessages.Registration(DmpCodes.Add, null, PersonOf(person), client.Card, Now));

    private static Task<Answer<PatientRegistrationAnswer>> CloseAsync(DmpClient client, TestPatient patient)
        => ReviseAsync(client, patient, DmpCodes.Close, person => person with { StatusCode = "terminated" });

    private static Task<Answer<PatientRegistrationAnswer>> ReviseAsync(
        DmpClient client, TestPatient patient, string reason, Func<Hl7Patient, Hl7Patient> change,
        string? motive = "FERMETURE_DEMANDE_PATIENT") => client.RegisterAsync(patient.Call,
            PatientMessages.Registration(DmpCodes.Revise, reason, change(new Hl7Patient
            {
                Ids = [new Ii(patient.Ins.Oid, patient.Ins.Value)],
                StatusCode = "active",
            }), client.Card, Now) with
            {
                MotiveCode = motive,
                MotiveText = "La personne part à l'étranger.",
            });
}
