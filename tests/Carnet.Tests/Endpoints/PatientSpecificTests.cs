using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Records;
using Carnet.Tests.Support;
using Carnet.Wire.Habilitations;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Xds;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>TD0.4, TD1.5 and patientCertif through the real door.</summary>
public sealed class PatientSpecificTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    private const string Doctor = "claire-kerscaven";
    private const string Hospital = "ch-kerlann";

    private static readonly DmpCall Nobody = new(null);

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-8")]
    public async Task TD0_4_lists_whom_a_doctor_may_read_with_the_dates_of_what_they_see(string database)
    {
        var town = await towns.OnAsync(database);
        var (doctor, hospital) = (town.As(Doctor), town.As(Hospital));
        var (read, shut, closed, other) = (
            await town.OpenRecordAsync(), await town.OpenRecordAsync(), await town.OpenRecordAsync(), await town.OpenRecordAsync());
        foreach (var patient in (TestPatient[])[read, shut, closed])
        {
            await doctor.AllowAsync(patient, treating: patient == read);
        }

        var visible = await hospital.DepositAsync(read, read.Document(hospital.Card));
        await doctor.ListAsync(read);
        PsIdNat.TryCreate(doctor.Card.IdNat, out var self);
        await town.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(shut.Record), new(self));
        await town.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(closed.Ins, "La personne le demande."));

        var lines = (await doctor.ListPatientsAsync(Nobody, Since())).Value();
        Assert.Equal(SetAuthorizationResponse.Ok, lines.Status);
        Assert.DoesNotContain(lines.Patients, line => line.NationalId == shut.Ins.Value || line.NationalId == closed.Ins.Value || line.NationalId == other.Ins.Value);
        var line = Assert.Single(lines.Patients, line => line.NationalId == read.Ins.Value);
        Assert.Equal((read.Ins.Oid, "LEFÈVRE", "D'ORMESSON", "Zoé", "MME", "19800131", true),
            (line.NationalIdType, line.PatronymicalName, line.LastName, line.FirstName, line.Civility, line.DateOfBirth, line.Treating));
        Assert.Equal(visible.Metadata.SubmissionSet.SubmissionTime[..8], line.LastAdd![..8]);
        Assert.NotNull(line.LastAccess);
        Assert.Null(line.LastUpdate);
        Assert.Equal(TraceAct.ListPatients, (await town.HistoryAsync(read))[0].Act);
        Assert.DoesNotContain(await town.HistoryAsync(shut), trace => trace.Act is TraceAct.ListPatients);

        Assert.Contains((await doctor.ListPatientsAsync(Nobody, Since(PatientListDate.LastDocument))).Value().Patients, one => one.NationalId == read.Ins.Value);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-6")]
    public async Task V_6_a_masked_document_moves_no_date_of_the_list(string database)
    {
        var town = await towns.OnAsync(database);
        var (pharmacist, hospital) = (town.As("elise-pennarstank"), town.As(Hospital));
        var patient = await town.OpenRecordAsync();
        await pharmacist.AllowAsync(patient);
        await hospital.DepositAsync(patient, patient.Document(hospital.Card, marks: Marks.MaskedToProfessionals));
        Assert.DoesNotContain((await pharmacist.ListPatientsAsync(Nobody, Since(PatientListDate.LastDocument))).Value().Patients,
            line => line.NationalId == patient.Ins.Value);
        Assert.Null(Assert.Single((await pharmacist.ListPatientsAsync(Nobody, Since())).Value().Patients,
            line => line.NationalId == patient.Ins.Value).LastAdd);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-8")]
    public async Task TD0_4_a_secretary_lists_for_the_doctors_of_the_structure_and_a_structure_its_new_stays(string database)
    {
        var town = await towns.OnAsync(database);
        var (secretary, inside) = (town.As("secretariat-ch-kerlann"), town.As("paul-auffretic"));
        var (patient, stay) = (await town.OpenRecordAsync(), await town.OpenRecordAsync());
        await inside.AllowAsync(patient);
        await secretary.AllowAsync(stay);
        var line = Assert.Single((await secretary.ListPatientsAsync(Nobody, Since(owner: inside.Card.IdNat))).Value().Patients,
            one => one.NationalId == patient.Ins.Value);
        Assert.Equal((null, null), (line.LastAccess, line.LastAdd));
        var stays = (await town.As(Hospital).ListPatientsAsync(Nobody, Since())).Value().Patients;
        Assert.Contains(stays, one => one.NationalId == stay.Ins.Value);
        Assert.DoesNotContain(stays, one => one.NationalId == patient.Ins.Value);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Wrong_lists_and_withdrawn_operations_are_refused_each_with_its_own_code(string database)
    {
        var town = await towns.OnAsync(database);
        var inside = town.As("paul-auffretic").Card.IdNat;
        await Refusals.ProveAsync(town,
        [
            List("another one's patients", "list.owner", Since(owner: inside)),
            List("the patients of nobody", "list.owner", Since(owner: "12")),
            List("a secretary without a doctor", "list.owner", Since(), "secretariat-ch-kerlann"),
            List("a secretary for another structure's doctor", "list.owner", Since(owner: town.As(Doctor).Card.IdNat), "secretariat-ch-kerlann"),
            List("a structure by document", "list.no-documents", Since(PatientListDate.LastDocument), Hospital),
            List("since long ago", "list.too-far", Since() with { StartDate = "20200101000000" }),
            List("from tomorrow on", "list.too-far", Since() with { StartDate = Dtm.Format(TimeProvider.System.GetUtcNow().AddDays(2)) }),
            List("since no date", "patients.field", Since() with { StartDate = "hier" }),
            List("the occupational doctor in an emergency", "access.no-right", Since(), "irene-stangalard", "bris_de_glace"),
            Access("a first login", PatientAccessOperation.Create, true, "0612345678", null),
            Access("a new password", PatientAccessOperation.Update, null, null, null),
            Access("a new way for codes", PatientAccessOperation.OtpUpdate, false, "x@example.test", OtpAction.Ajout),
            new("a certification", "soap.certification-closed", async (house, patient) => Code(
                await house.As(Doctor).CertifyAsync(patient.Call, Certificate(patient)))),
        ], output);

        static BadCase List(string name, string code, PatientListRequest request, string slug = Doctor, string mode = "normal")
            => new(name, code, async (house, _) => Code(await house.As(slug).ListPatientsAsync(
                Nobody with { Mode = mode, Reason = "Patiente inconsciente" }, request)));

        static BadCase Access(string name, PatientAccessOperation operation, bool? sms, string? channel, OtpAction? action)
            => new(name, "account.by-software-closed", async (house, patient) => Code(
                await house.As(Doctor).PatientAccessAsync(patient.Call, new PatientAccessRequest(operation, sms, channel, action))));
    }

    [Fact]
    public async Task A_caller_has_so_many_lists_an_hour_and_none_longer_than_the_limit()
    {
        await using var town = await SoapServer.StartAsync(settings: [("PatientList:PerHour", "3"), ("PatientList:Most", "1")]);
        var doctor = town.As(Doctor);
        await doctor.AllowAsync(await town.OpenRecordAsync());
        Assert.Single((await doctor.ListPatientsAsync(Nobody, Since())).Value().Patients);
        await doctor.AllowAsync(await town.OpenRecordAsync());
        Assert.Equal("list.too-many", Code(await doctor.ListPatientsAsync(Nobody, Since())).Code);
        Assert.Equal("list.too-many", Code(await doctor.ListPatientsAsync(Nobody, Since())).Code);
        Assert.Equal("list.too-often", Code(await doctor.ListPatientsAsync(Nobody, Since())).Code);
        Assert.Empty((await town.As("sami-rozmeur").ListPatientsAsync(Nobody, Since())).Value().Patients);
    }

    [Fact]
    [Trait("rule", "L-5")]
    public async Task L_5_where_the_operator_opens_it_the_software_gives_logins_and_turns_codes()
    {
        await using var town = await SoapServer.StartAsync(
            settings: [("Accounts:AccessBySoftware", "true"), ("Registry:CertifyIdentity", "true")]);
        var (doctor, patient) = (town.As(Doctor), await town.OpenRecordAsync());
        Assert.Equal("access.not-authorised", Code(await doctor.PatientAccessAsync(patient.Call, new(PatientAccessOperation.Update, null, null, null))).Code);
        await doctor.AllowAsync(patient);
        Assert.Equal("account.exists", Code(await doctor.PatientAccessAsync(patient.Call, new(PatientAccessOperation.Create, true, "0612345678", null))).Code);

        var issued = (await doctor.PatientAccessAsync(patient.Call, new(PatientAccessOperation.Update, null, null, null))).Value();
        Assert.Equal((SetAuthorizationResponse.Ok, true, true), (issued.Status, issued.Login?.Length > 8, issued.Password?.Length > 8));
        var turned = (await doctor.PatientAccessAsync(patient.Call, new(PatientAccessOperation.OtpUpdate, true, "0698765432", OtpAction.Modification))).Value();
        Assert.Equal((SetAuthorizationResponse.Ok, null), (turned.Status, turned.Login));
        Assert.Equal("record.trait-missing", Code(await doctor.PatientAccessAsync(
            patient.Call, new(PatientAccessOperation.OtpUpdate, true, "12", OtpAction.Ajout))).Code);
        (await doctor.PatientAccessAsync(patient.Call, new(PatientAccessOperation.OtpUpdate, false, null, OtpAction.Suppression))).Value();
        Assert.Equal("contact.unreachable", Code(await doctor.PatientAccessAsync(
            patient.Call, new(PatientAccessOperation.OtpUpdate, true, null, OtpAction.Suppression))).Code);
        Assert.Equal(2, (await town.HistoryAsync(patient)).Count(line => line is { Act: TraceAct.ChangeContact, Outcome: TraceOutcome.Done }));

        Assert.True((await doctor.CertifyAsync(patient.Call, Certificate(patient))).Value().Certified);
        Assert.False((await doctor.CertifyAsync(patient.Call, Certificate(patient) with { BirthDate = "19800201" })).Value().Certified);
        Assert.Equal("soap.patient-mismatch", Code(await doctor.CertifyAsync(
            patient.Call, Certificate(patient) with { PersonNir = Sample.NextIns().Value })).Code);
    }

    private static IdentityCertificationRequest Certificate(TestPatient patient)
        => new(patient.Ins.Value, "19800131", "1", patient.Ins.Value);

    private static PatientListRequest Since(PatientListDate by = PatientListDate.LastAuthorisation, string? owner = null)
        => new(Dtm.Format(TimeProvider.System.GetUtcNow().AddDays(-2)), by, owner);

    private static (string Code, string Sentence) Code<T>(Answer<T> answer) => answer.Refusal(_ => []);
}
