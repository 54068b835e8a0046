using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Domain.Traces;
using Carnet.Tests.Support;
using Carnet.Wire.Xds;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>ITI-57 through the real door: TD3.3a mask, b make visible, c delete, d archive.</summary>
[Trait("rule", "F-7")]
public sealed class UpdateDoorTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    private const string Doctor = "claire-kerscaven";
    private const string Nurse = "sami-rozmeur";
    private const string Hospital = "ch-kerlann";

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-2")]
    public async Task TD3_3a_masks_and_unmasks_and_the_version_rises(string database)
    {
        var (town, patient) = await DepositedAsync(database);
        var (doctor, nurse) = (town.As(Doctor), town.As(Nurse));
        await nurse.AllowAsync(patient);
        var entry = Assert.Single(await doctor.ListAsync(patient));
        Assert.Single(await nurse.ListAsync(patient));

        Assert.Equal(("", ""), await MarkAsync(doctor, patient, entry, Marks.MaskedToProfessionals));
        Assert.Empty(await nurse.ListAsync(patient));
        var masked = Assert.Single(await doctor.ListAsync(patient));
        Assert.Equal((entry.LogicalId, 2), (masked.LogicalId, masked.Version));
        Assert.Contains("MASQUE_PS", masked.ConfidentialityCodes.Select(code => code.Code));

        // Who still holds the first version is told to read again; nothing changes.
        Assert.Equal("document.outdated", (await MarkAsync(doctor, patient, entry, Marks.None)).Code);
        Assert.Equal(("", ""), await MarkAsync(doctor, patient, masked, Marks.None));
        Assert.Single(await nurse.ListAsync(patient));
        Assert.Equal([TraceOutcome.Done, TraceOutcome.Invalid, TraceOutcome.Done],
            (await town.HistoryAsync(patient)).Where(line => line.Act is TraceAct.ChangeMask).Select(line => line.Outcome));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-3")]
    public async Task TD3_3b_makes_visible_and_never_the_reverse(string database)
    {
        var (town, patient) = await DepositedAsync(database, Marks.HiddenFromPatient);
        var doctor = town.As(Doctor);
        var hidden = Assert.Single(await doctor.ListAsync(patient));
        Assert.Equal(("", ""), await MarkAsync(doctor, patient, hidden, Marks.None));
        var shown = Assert.Single(await doctor.ListAsync(patient));
        Assert.Equal("document.visible-stays", (await MarkAsync(doctor, patient, shown, Marks.HiddenFromPatient)).Code);
        Assert.Equal(TraceAct.MakeVisible, (await town.HistoryAsync(patient)).First(line => line.Outcome is TraceOutcome.Done
            && line.Act is not TraceAct.FindDocuments).Act);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task TD3_3d_archives_and_brings_back(string database)
    {
        var (town, patient) = await DepositedAsync(database);
        var doctor = town.As(Doctor);
        var entry = Assert.Single(await doctor.ListAsync(patient));
        Assert.Equal(("", ""), await MoveAsync(doctor, patient, entry.EntryUuid, AvailabilityStatuses.Approved, AvailabilityStatuses.Archived));
        Assert.Empty(await doctor.ListAsync(patient));
        Assert.Equal(AvailabilityStatuses.Archived, Assert.Single(await doctor.ListAsync(patient, allStatuses: true)).AvailabilityStatus);
        Assert.Equal("document.outdated", (await MoveAsync(
            doctor, patient, entry.EntryUuid, AvailabilityStatuses.Approved, AvailabilityStatuses.Deleted)).Code);
        Assert.Equal(("", ""), await MoveAsync(doctor, patient, entry.EntryUuid, AvailabilityStatuses.Archived, AvailabilityStatuses.Approved));
        Assert.Single(await doctor.ListAsync(patient));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task TD3_3c_a_hospital_deletes_what_it_deposited_by_the_reference(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var hospital = town.As(Hospital);
        var document = patient.Document(hospital.Card);
        await hospital.DepositAsync(patient, document);
        await town.As(Doctor).AllowAsync(patient);
        var found = Assert.Single(await town.As(Doctor).ListAsync(patient));
        Assert.Equal("document.not-author", (await MoveAsync(
            town.As(Doctor), patient, found.EntryUuid, AvailabilityStatuses.Approved, AvailabilityStatuses.Deleted)).Code);

        var reference = Assert.Single((await hospital.QueryAsync(
            patient.Call, DocumentQueries.FindDocuments(patient.Cx, QueryReturnType.ObjectRef))).Value().ObjectRefs);
        Assert.Equal(("", ""), await MoveAsync(hospital, patient, reference, AvailabilityStatuses.Approved, AvailabilityStatuses.Deleted));
        Assert.Empty(await town.As(Doctor).ListAsync(patient));
        var answer = await town.As(Doctor).UpdateAsync(patient.Call, DocumentUpdate.Status(town.As(Doctor).Card, patient.Cx,
            reference, AvailabilityStatuses.Deleted, AvailabilityStatuses.Approved, Now));
        Assert.Equal(ResponseStatus.Failure, answer.Value().Status);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-6")]
    public async Task V_6_a_document_that_one_may_not_see_is_changed_like_one_that_is_not_there(string database)
    {
        var (town, patient) = await DepositedAsync(database, Marks.MaskedToProfessionals);
        var entry = Assert.Single(await town.As(Doctor).ListAsync(patient));
        await town.As(Nurse).AllowAsync(patient);
        var hidden = await TextAsync(entry);
        Assert.Equal(hidden, await TextAsync(entry with { LogicalId = $"urn:uuid:{Guid.CreateVersion7()}" }));
        Assert.Contains("document.unknown", hidden, StringComparison.Ordinal);

        async Task<string> TextAsync(DocumentEntry named)
        {
            var nurse = town.As(Nurse);
            var error = Assert.Single((await nurse.UpdateAsync(patient.Call, DocumentUpdate.Marks(
                nurse.Card, patient.Cx, named, Marks.None, Now))).Value().Errors);
            return $"{error.ErrorCode} {error.CodeContext} {error.Location}";
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Wrong_updates_are_refused_each_with_its_own_code_and_change_nothing(string database)
    {
        var (town, patient) = await DepositedAsync(database);
        var other = await town.OpenRecordAsync();
        var entry = Assert.Single(await town.As(Doctor).ListAsync(patient));
        await Refusals.ProveAsync(town,
        [
            Restated("another title", "document.only-marks", XdsErrorCode.MetadataUpdate, known => known with { Title = new("Autre") }),
            Restated("another type", "document.only-marks", XdsErrorCode.MetadataUpdate, known => known with
            {
                TypeCode = known.TypeCode with { Code = "11490-0" },
            }),
            Restated("another number", "document.only-marks", XdsErrorCode.MetadataUpdate, known => known with { UniqueId = "1.2.3.4" }),
            Restated("another author", "document.only-marks", XdsErrorCode.MetadataUpdate, known => known with
            {
                Authors = [known.Authors[0] with { Person = new Xcn("899700000021", "AUTRE", "Paul", "1.2.250.1.71.4.2.1", "D", "IDNPS") }],
            }),
            Restated("another size", "document.only-marks", XdsErrorCode.MetadataUpdate, known => known with { Size = 1 }),
            Restated("a version that is not there yet", "document.outdated", XdsErrorCode.MetadataVersion, known => known with { Version = 7 }),
            Restated("no logical id", "xds.update-lid", XdsErrorCode.MetadataUpdateOperation, known => known with { LogicalId = null }),
            Restated("an unknown logical id", "document.unknown", XdsErrorCode.MetadataVersion, known => known with
            {
                LogicalId = $"urn:uuid:{Guid.CreateVersion7()}",
            }),
            Restated("another patient", "soap.patient-mismatch", XdsErrorCode.PatientIdDoesNotMatch, known => known with { PatientId = other.Cx }),
            Update("an unknown mark", "document.unknown-mark", XdsErrorCode.MetadataUpdate, request => request with
            {
                DocumentEntries = [request.DocumentEntries[0] with
                {
                    ConfidentialityCodes = [new("N", MarkCodes.BaseSystem, null), new("SECRET", MarkCodes.System, null)],
                }],
            }),
            Update("a mark that is set at the deposit only", "document.visible-stays", XdsErrorCode.MetadataUpdate, null,
                Marks.MaskedToProfessionals | Marks.HiddenFromPatient),
            Update("no version", "xds.update-version", XdsErrorCode.MetadataVersion, request => request with
            {
                Associations = [request.Associations[0] with { Slots = [request.Associations[0].Slots[0]] }],
            }),
            Update("a version that is no number", "xds.previous-version", XdsErrorCode.MetadataVersion, request => request with
            {
                Associations = [request.Associations[0] with { Slots = [request.Associations[0].Slots[0], new("PreviousVersion", "un")] }],
            }),
            Update("nothing to do", "xds.update-empty", XdsErrorCode.MetadataUpdateOperation, request => request with
            {
                DocumentEntries = [], Associations = [],
            }),
            Update("a replacement", "xds.update-association", XdsErrorCode.MetadataUpdateOperation, request => request with
            {
                Associations = [.. request.Associations, new("r", AssociationTypes.Replace, "Document01", entry.EntryUuid)],
            }),
            Update("two at once", "xds.update-several", XdsErrorCode.MetadataUpdateOperation, request => request with
            {
                Associations = [.. request.Associations, Status(entry.EntryUuid, AvailabilityStatuses.Approved, AvailabilityStatuses.Deleted)],
            }),
            Move("a status that does not exist", "soap.status-change", AvailabilityStatuses.Approved, "urn:autre"),
            Move("a status that nobody sets", "soap.status-change", AvailabilityStatuses.Approved, AvailabilityStatuses.Deprecated),
            Move("the status that it has", "document.already-so", AvailabilityStatuses.Approved, AvailabilityStatuses.Approved),
            Move("not the status that it has", "document.outdated", AvailabilityStatuses.Archived, AvailabilityStatuses.Approved),
            Move("a mask in an emergency", "access.no-right", "", ""),
        ], output);
        Assert.Equal(1, Assert.Single(await town.As(Doctor).ListAsync(patient)).Version);

        BadCase Restated(string name, string code, string xds, Func<DocumentEntry, DocumentEntry> change) => Case(
            name, code, xds, client => DocumentUpdate.Marks(client.Card, patient.Cx, change(entry), Marks.MaskedToProfessionals, Now));

        BadCase Update(string name, string code, string xds, Func<SubmitObjectsRequest, SubmitObjectsRequest>? change,
            Marks marks = Marks.MaskedToProfessionals) => Case(name, code, xds, client =>
            {
                var request = DocumentUpdate.Marks(client.Card, patient.Cx, entry, marks, Now);
                return change is null ? request : change(request);
            });

        BadCase Move(string name, string code, string from, string to) => from.Length == 0
            ? Case(name, code, XdsErrorCode.MetadataUpdate,
                client => DocumentUpdate.Marks(client.Card, patient.Cx, entry, Marks.MaskedToProfessionals, Now), "bris_de_glace")
            : Case(name, code, null, client => DocumentUpdate.Status(client.Card, patient.Cx, entry.EntryUuid, from, to, Now));

        BadCase Case(string name, string code, string? xds, Func<DmpClient, SubmitObjectsRequest> make, string mode = "normal") => new(
            name, code, async (house, _) =>
            {
                var client = house.As(Doctor);
                var answer = await client.UpdateAsync(
                    patient.Call with { Mode = mode, Reason = "Patiente inconsciente" }, make(client));
                Assert.True(xds is null || answer.Value().Errors[0].ErrorCode == xds, $"{name}: {answer.Value().Errors[0].ErrorCode}");
                return answer.Refusal();
            });
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static Association Status(string target, string from, string to)
        => new("Update01", AssociationTypes.UpdateAvailabilityStatus, "SubmissionSet01", target)
        {
            Slots = [new("OriginalStatus", from), new("NewStatus", to)],
        };

    private async Task<(SoapServer, TestPatient)> DepositedAsync(string database, Marks marks = Marks.None)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        await town.As(Doctor).AllowAsync(patient);
        await town.As(Doctor).DepositAsync(patient, patient.Document(town.As(Doctor).Card, marks: marks));
        return (town, patient);
    }

    private static async Task<(string Code, string Sentence)> MarkAsync(
        DmpClient client, TestPatient patient, DocumentEntry entry, Marks marks)
        => (await client.UpdateAsync(patient.Call, DocumentUpdate.Marks(client.Card, patient.Cx, entry, marks, Now))).Refusal();

    private static async Task<(string Code, string Sentence)> MoveAsync(
        DmpClient client, TestPatient patient, string entry, string from, string to)
        => (await client.UpdateAsync(patient.Call, DocumentUpdate.Status(client.Card, patient.Cx, entry, from, to, Now))).Refusal();
}
