using Carnet.Client;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Records;
using Carnet.Tests.Support;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>The questions of the Patients service: TD0.2, TD1.3a and TD0.5, through the real door.</summary>
public sealed class PatientsDoorTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    private const string Doctor = "claire-kerscaven";
    private const string Hospital = "ch-kerlann";
    private const string Regulator = "maud-trevidoul";

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-3")]
    public async Task TD0_2_tells_whether_there_is_a_record_and_what_the_caller_may(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var doctor = town.As(Doctor);
        Assert.Equal(("OK", "INEXISTANTE", false), await StateAsync(doctor, patient));
        await doctor.AllowAsync(patient);
        Assert.Equal(("OK", "VALIDE", false), await StateAsync(doctor, patient));
        await doctor.AllowAsync(patient, treating: true);
        Assert.Equal(("OK", "VALIDE", true), await StateAsync(doctor, patient));
        await doctor.SetAuthorizationAsync(patient.Call, new SetAuthorizationRequest(AuthorizationAction.Suppression));
        Assert.Equal(("OK", "EXPIREE", false), await StateAsync(doctor, patient));

        var person = (await ConsultAsync(doctor, patient)).Patient!;
        Assert.Equal((new Ii(patient.Ins.Oid, patient.Ins.Value), "active"), (person.Ids[0], person.StatusCode));
        Assert.Equal(("LEFÈVRE", "D'ORMESSON", "F", "19800131"), (person.Name!.BirthName, person.Name.UsedName, person.Gender, person.BirthTime));
        Assert.Empty(person.Telecoms); // only TD1.3a says how to reach the person
        Assert.All((await town.HistoryAsync(patient)).Where(line => line.Act is TraceAct.TestExistence),
            line => Assert.Equal(TraceOutcome.Done, line.Outcome));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-8")]
    public async Task TD0_2_is_open_to_every_kind_of_caller_in_every_mode(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var emergency = patient.Call with { Mode = "bris_de_glace", Reason = "Patiente inconsciente aux urgences" };
        foreach (var (slug, call) in ((string, DmpCall)[])[
            (Doctor, patient.Call), (Hospital, patient.Call), ("secretariat-ch-kerlann", patient.Call), ("sami-rozmeur", emergency),
            (Regulator, patient.Call with { Mode = "centre_15" }), ("irene-stangalard", patient.Call),
            (Hospital, patient.Call with { Mode = "centre_15" })])
        {
            var answer = (await town.As(slug).ConsultAsync(call, PatientMessages.Query(patient.Cx, DmpCodes.TestExistence, Now))).Value();
            Assert.Equal(("OK", "INEXISTANTE"), (answer.ResponseCode, answer.Authorisation));
        }

        var occupational = await town.As("irene-stangalard").ConsultAsync(emergency, PatientMessages.Query(patient.Cx, DmpCodes.TestExistence, Now));
        Assert.Equal("DMPAccessDenied", occupational.Value().Refused?.Code);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-5")]
    public async Task A_5_what_a_secretary_declares_is_valid_for_the_structure_and_its_staff(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        await town.As("secretariat-ch-kerlann").AllowAsync(patient);
        foreach (var slug in (string[])["secretariat-ch-kerlann", Hospital, "paul-auffretic"])
        {
            Assert.Equal(("OK", "VALIDE", false), await StateAsync(town.As(slug), patient));
        }

        Assert.Equal(("OK", "INEXISTANTE", false), await StateAsync(town.As(Doctor), patient));
        Assert.Equal(("OK", "INEXISTANTE", false), await StateAsync(town.As("laboratoire-des-abers"), patient));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-6")]
    public async Task V_6_who_is_blocked_is_answered_like_somebody_without_authorisation(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        PsIdNat.TryCreate(town.Card(Doctor).IdNat, out var doctor);
        await town.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(patient.Record), new(doctor));
        Assert.Equal(("OK", "INEXISTANTE", false), await StateAsync(town.As(Doctor), patient));
        Assert.Equal("access.not-authorised", Code((await ConsultAsync(town.As(Doctor), patient, DmpCodes.ConsultData)).Refused));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-2")]
    public async Task TD1_3a_shows_how_to_reach_the_person_and_what_they_refused(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync(consent: Sample.Consent with { SamuRefused = true });
        var person = (await ConsultAsync(town.As(Doctor), patient, DmpCodes.ConsultData)).Patient!;
        Assert.Equal(["tel:0612345678", "mailto:zoe@example.test"], person.Telecoms.Select(telecom => telecom.Value));
        Assert.Equal((false, true), (person.Flag(DmpCodes.BreakGlassOpposition), person.Flag(DmpCodes.EmergencyOpposition)));
        Assert.Equal(TraceAct.ReadAdministrativeData, (await town.HistoryAsync(patient))[0].Act);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task TD0_2_no_record_is_an_answer_and_a_closed_one_says_only_that(string database)
    {
        var town = await towns.OnAsync(database);
        var nobody = new TestPatient(Sample.NextIns(), Sample.Traits, default);
        var absent = await ConsultAsync(town.As(Doctor), nobody);
        Assert.Equal(("NF", null, null), (absent.ResponseCode, absent.Patient, absent.Authorisation));

        var patient = await town.OpenRecordAsync();
        await town.As(Doctor).AllowAsync(patient);
        await town.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(patient.Ins, "La personne le demande."));
        var closed = await ConsultAsync(town.As(Doctor), patient);
        Assert.Equal(("terminated", "INEXISTANTE"), (closed.Patient!.StatusCode, closed.Authorisation));
        Assert.Null(closed.Patient.Name);
        Assert.Matches("^2[0-9]{13}$", closed.Patient.Text(DmpCodes.ClosedAt));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-8")]
    public async Task TD0_5_a_regulating_centre_finds_by_traits_and_each_person_shown_learns_of_it(string database)
    {
        var town = await towns.OnAsync(database);
        var number = Guid.CreateVersion7().ToString("N")[20..].Aggregate("", (text, c) => text + (char)('A' + (c % 26)));
        var traits = new IdentityTraits("KERMOR" + number, "Jean-Noël Marie", "DUVAL" + number, Sex.Male, new DateOnly(1971, 3, 4), "29019");
        var patient = await town.OpenRecordAsync(traits: traits, consent: Sample.Consent with { SamuRefused = true });
        var twin = await town.OpenRecordAsync(traits: traits with { GivenNames = "Jacques", UsedName = null });
        (string Search, CandidateQuery Query, int[] Percentages)[] searches =
        [
            ("all of it", Search(traits.BirthName, "Jean-Noël", "19710304", "M"), [100, 75]),
            ("used name, other spelling", Search("duval " + number, "jean noel", "19710304", "M"), [90]),
            ("day and month exchanged", Search(traits.BirthName, "Jean", "19710403", "M"), [90, 65]),
            ("without date", Search(traits.BirthName, "Jean", null, null), [65]),
            ("without given name", Search(traits.UsedName, null, "19710304", null), [65]),
            ("another family name", Search("INCONNU", "Jean", "19710304", "M"), [60]),
            ("only the best", Search(traits.BirthName, "Jean-Noël", "19710304", "M") with { MinimumMatch = 80 }, [100]),
            ("only one", Search(traits.BirthName, "Jean-Noël", "19710304", "M") with { Quantity = 1 }, [100]),
            ("nobody", Search("PERSONNE" + number, "Zed", "19000101", null), []),
        ];
        foreach (var (search, query, percentages) in searches)
        {
            var answer = (await town.As(Regulator).SearchAsync(new DmpCall(null, "centre_15"), query)).Value();
            output.WriteLine($"{search}: {string.Join(", ", answer.Candidates.Select(candidate => candidate.MatchPercentage))}");
            Assert.Null(answer.Refused);
            Assert.Equal(percentages, answer.Candidates.Select(candidate => candidate.MatchPercentage!.Value));
        }

        var best = (await town.As(Regulator).SearchAsync(new DmpCall(null, "centre_15"), searches[0].Query)).Value().Candidates[0];
        Assert.Equal((patient.Ins.Value, true), (best.Ids[0].Extension, best.Flag(DmpCodes.EmergencyOpposition)));
        Assert.Empty(best.Telecoms);
        var line = (await town.HistoryAsync(twin))[0];
        Assert.Equal((TraceAct.ListPatients, true), (line.Act, line.IsEmergency));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-6")]
    public async Task TD0_5_shows_no_closed_record_and_nobody_who_blocked_the_caller(string database)
    {
        var town = await towns.OnAsync(database);
        var name = "TREGUER" + Guid.CreateVersion7().ToString("N")[20..].Aggregate("", (text, c) => text + (char)('A' + (c % 26)));
        var traits = Sample.Traits with { BirthName = name, GivenNames = "Z" + name };
        var (closed, blocking) = (await town.OpenRecordAsync(traits: traits), await town.OpenRecordAsync(traits: traits));
        PsIdNat.TryCreate(town.Card(Regulator).IdNat, out var regulator);
        await town.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(closed.Ins, "La personne le demande."));
        await town.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(blocking.Record), new(regulator));
        var answer = (await town.As(Regulator).SearchAsync(new DmpCall(null, "centre_15"), Search(name, "Z" + name, "19800131", "F"))).Value();
        Assert.Equal("NF", answer.ResponseCode);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Wrong_questions_are_refused_each_with_its_own_code(string database)
    {
        var town = await towns.OnAsync(database);
        var other = await town.OpenRecordAsync();
        await Refusals.ProveAsync(town,
        [
            Consult("another person than the token's", "soap.patient-mismatch", (patient, query) => query with
            {
                Patient = new Ii(other.Ins.Oid, other.Ins.Value),
            }),
            Consult("a person with a wrong key", "soap.patient-mismatch", (patient, query) => query with
            {
                Patient = new Ii(patient.Ins.Oid, "299999999999900"),
            }),
            Consult("a token without person", "vihf.patient-missing", (_, query) => query, call => call with { Patient = null }),
            Consult("an unknown reason", "patients.reason", (_, query) => query with { Reason = "CURIOSITE" }),
            Consult("an identifier without number", "patients.missing", (patient, query) => query with { Patient = new Ii(patient.Ins.Oid) }),
            Traits("a search in the normal mode", "access.no-right", Search("LEFEVRE", "Zoé", "19800131", "F"), "normal"),
            Traits("a search with a broken glass", "access.no-right", Search("LEFEVRE", "Zoé", "19800131", "F"), "bris_de_glace"),
            Traits("a search by one name", "search.too-poor", Search("LEFEVRE", null, null, "F")),
            Traits("a search by a year", "search.too-poor", Search(null, "Zoé", "1980", "F")),
            Traits("a search for nothing", "search.too-poor", Search(null, null, null, null)),
            Traits("a date that is none", "patients.time", Search("LEFEVRE", "Zoé", "hier", "F")),
        ], output);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static CandidateQuery Search(string? family, string? given, string? date, string? sex)
        => PatientMessages.Candidates(family, given is null ? [] : [given], date, sex, null, Now);

    private static async Task<PatientQueryAnswer> ConsultAsync(
        DmpClient client, TestPatient patient, string reason = DmpCodes.TestExistence)
        => (await client.ConsultAsync(patient.Call, PatientMessages.Query(patient.Cx, reason, Now))).Value();

    private static async Task<(string, string?, bool?)> StateAsync(DmpClient client, TestPatient patient)
        => await ConsultAsync(client, patient) is var answer ? (answer.ResponseCode, answer.Authorisation, answer.Treating) : default;

    private static string Code(Hl7Complaint? complaint) => complaint?.Text.Split(" : ")[0] ?? "";

    private static BadCase Consult(
        string name, string code, Func<TestPatient, PatientQuery, PatientQuery> change, Func<DmpCall, DmpCall>? call = null) => new(
            name, code, async (town, patient) => (await town.As(Doctor).ConsultAsync(
                call is null ? patient.Call : call(patient.Call),
                change(patient, PatientMessages.Query(patient.Cx, DmpCodes.TestExistence, Now)))).Complaint(answer => answer.Refused));

    private static BadCase Traits(string name, string code, CandidateQuery query, string mode = "centre_15") => new(
        name, code, async (town, _) => (await town.As(Regulator).SearchAsync(
            new DmpCall(null, mode, "Patiente inconsciente"), query)).Complaint(answer => answer.Refused));
}
