using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Traces;
using Carnet.Tests.Support;
using Carnet.Wire.Cda.Drafting;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Endpoints;

/// <summary>The main road through the SOAP door: mutual TLS, VIHF, real messages, both databases.</summary>
public sealed class DepositAndReadTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    private const string Hospital = "ch-kerlann";
    private const string Doctor = "claire-kerscaven";
    private const string Secretary = "secretariat-ch-kerlann";

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-2")]
    public async Task F_2_A_hospitals_document_is_found_and_read_by_an_allowed_doctor(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var document = patient.Document(town.As(Hospital).Card);
        var id = document.Header.UniqueId;
        await town.As(Hospital).DepositAsync(patient, document);

        await town.As(Doctor).AllowAsync(patient);
        var entry = Assert.Single(await town.As(Doctor).ListAsync(patient));
        Assert.Equal(id, entry.UniqueId);
        Assert.Equal(document.Bytes.Length, entry.Size);
        Assert.Equal(DmpTestClient.Repository, entry.RepositoryUniqueId);
        Assert.Equal(document.Bytes.ToArray(), await town.As(Doctor).BytesAsync(patient, id));

        var references = (await town.As(Doctor).QueryAsync(
            patient.Call, DocumentQueries.FindDocuments(patient.Cx, QueryReturnType.ObjectRef))).Value();
        Assert.Equal([entry.EntryUuid], references.ObjectRefs);
        Assert.Empty(references.DocumentEntries);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "T-1")]
    public async Task T_1_The_history_says_who_put_and_who_read(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var document = patient.Document(town.As(Hospital).Card);
        await town.As(Hospital).DepositAsync(patient, document);
        await town.As(Doctor).AllowAsync(patient);
        await town.As(Doctor).ListAsync(patient);
        await town.As(Doctor).BytesAsync(patient, document.Header.UniqueId);

        var history = await town.HistoryAsync(patient);
        Assert.Equal(
            [TraceAct.ReadDocument, TraceAct.FindDocuments, TraceAct.Authorise, TraceAct.Deposit, TraceAct.OpenRecord],
            history.Select(line => line.Act));
        Assert.All(history, line => Assert.Equal(TraceOutcome.Done, line.Outcome));
        Assert.Contains("KERSCAVEN", history[0].ActorName, StringComparison.Ordinal);
        Assert.Equal((ActorKind.Professional, Door.Soap), (history[0].Actor, history[0].Door));
        Assert.Equal((ActorKind.Establishment, "Centre hospitalier de Kerlann"), (history[3].Actor, history[3].Structure));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-6")]
    public async Task F_6_A_replacement_takes_the_place_of_the_old_version(string database)
    {
        var town = await towns.OnAsync(database);
        var (hospital, doctor) = (town.As(Hospital), town.As(Doctor));
        var patient = await town.OpenRecordAsync();
        var first = patient.Document(hospital.Card);
        var firstEntry = (await hospital.DepositAsync(patient, first)).Metadata.DocumentEntries[0].EntryUuid;
        var second = patient.Document(hospital.Card, "Corrigé.", replaces: first, replacedEntry: firstEntry);
        await hospital.DepositAsync(patient, second);

        await doctor.AllowAsync(patient);
        Assert.Equal([second.Header.UniqueId], (await doctor.ListAsync(patient)).Select(entry => entry.UniqueId));
        var all = await doctor.ListAsync(patient, allStatuses: true);
        Assert.Equal(2, all.Count);
        Assert.Equal(AvailabilityStatuses.Deprecated, all.Single(entry => entry.UniqueId == first.Header.UniqueId).AvailabilityStatus);
        Assert.Equal(first.Bytes.ToArray(), await doctor.BytesAsync(patient, first.Header.UniqueId));

        // The old version has left its place; nobody takes it a second time.
        var third = patient.Document(hospital.Card, "Trop tard.", replaces: first, replacedEntry: firstEntry);
        var late = await hospital.ProvideAndRegisterAsync(patient.Call, patient.Set(hospital.Card, third));
        Assert.Equal("document.replaces-unknown", late.Refusal().Code);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-1")]
    public async Task F_1_A_set_brings_several_documents_at_once(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var documents = Enumerable.Range(1, 12).Select(i => patient.Document(town.As(Hospital).Card, $"Document {i}.")).ToList();
        await town.As(Hospital).DepositAsync(patient, documents);
        await town.As(Doctor).AllowAsync(patient);

        Assert.Equal(12, (await town.As(Doctor).ListAsync(patient)).Count);
        var all = (await town.As(Doctor).GetAsync(patient, documents.Select(document => document.Header.UniqueId))).Value();
        Assert.Equal(ResponseStatus.Success, all.Response.Status);
        Assert.All(documents, document => Assert.True(
            all.Contents[document.Header.UniqueId].Span.SequenceEqual(document.Bytes.Span)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-5")]
    public async Task F_5_A_number_stays_taken_after_the_marks_of_its_document_have_changed(string database)
    {
        var town = await towns.OnAsync(database);
        var doctor = town.As(Doctor);
        var patient = await town.OpenRecordAsync();
        var document = patient.Document(doctor.Card);
        await doctor.DepositAsync(patient, document);
        await doctor.AllowAsync(patient);
        var entry = Assert.Single(await doctor.ListAsync(patient));
        Assert.Equal(("", ""), (await doctor.UpdateAsync(patient.Call, DocumentUpdate.Marks(
            doctor.Card, patient.Cx, entry, Marks.MaskedToProfessionals, TimeProvider.System.GetUtcNow()))).Refusal());

        var other = CdaDocument.Of(CdaWriter.Write(patient.Draft(doctor.Card, "Autre contenu.") with { Id = document.Header.Id! }));
        Assert.Equal("document.other-content",
            (await doctor.ProvideAndRegisterAsync(patient.Call, patient.Set(doctor.Card, other))).Refusal().Code);
        Assert.Single(await doctor.ListAsync(patient));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-8")]
    public async Task A_8_A_secretary_feeds_for_the_structure_and_reads_nothing(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var document = patient.Document(town.As(Secretary).Card);
        await town.As(Secretary).DepositAsync(patient, document);

        var find = await town.As(Secretary).QueryAsync(patient.Call, DocumentQueries.FindDocuments(patient.Cx));
        Assert.Equal("access.no-right", find.Refusal(response => response.Errors).Code);
        var read = await town.As(Secretary).GetAsync(patient, document.Header.UniqueId);
        Assert.Equal("document.unknown", read.Refusal(set => set.Response.Errors).Code); // refused looks like absent
        var deposit = (await town.HistoryAsync(patient)).First(line => line.Act is TraceAct.Deposit);
        Assert.Equal("Centre hospitalier de Kerlann", deposit.Structure);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-2")]
    public async Task A_2_Nobody_reads_before_the_person_agrees_nor_after_they_no_longer_do(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var document = patient.Document(town.As(Hospital).Card);
        await town.As(Hospital).DepositAsync(patient, document);
        var doctor = town.As(Doctor);

        Assert.Equal("access.not-authorised", await FindCodeAsync());
        await doctor.AllowAsync(patient);
        Assert.Equal("", await FindCodeAsync());
        Assert.Equal(SetAuthorizationResponse.Ok, (await doctor.SetAuthorizationAsync(
            patient.Call, new SetAuthorizationRequest(AuthorizationAction.Suppression))).Value().Status);
        Assert.Equal("access.not-authorised", await FindCodeAsync());

        async Task<string> FindCodeAsync()
            => (await doctor.QueryAsync(patient.Call, DocumentQueries.FindDocuments(patient.Cx))).Refusal(response => response.Errors).Code;
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-6")]
    public async Task A_6_Broken_glass_opens_with_a_reason_and_stands_out(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        await town.As(Hospital).DepositAsync(patient, patient.Document(town.As(Hospital).Card));
        var emergency = patient.Call with { Mode = "bris_de_glace", Reason = "Patiente inconsciente aux urgences" };

        var found = await town.As("yann-kerbratiz").QueryAsync(emergency, DocumentQueries.FindDocuments(patient.Cx));
        Assert.Single(found.Value().DocumentEntries);
        var line = (await town.HistoryAsync(patient))[0];
        Assert.True(line.IsEmergency);
        Assert.Equal("Patiente inconsciente aux urgences", line.Reason);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-5")]
    public async Task F_5_The_same_set_sent_again_is_acknowledged_and_stored_once(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var document = patient.Document(town.As(Hospital).Card);
        var set = await town.As(Hospital).DepositAsync(patient, document);
        var before = await town.CountAsync();

        Assert.Equal(("", ""), (await town.As(Hospital).ProvideAndRegisterAsync(patient.Call, set)).Refusal());
        await town.As(Hospital).DepositAsync(patient, document);
        Assert.Equal(before, await town.CountAsync());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Each_service_describes_itself_at_wsdl(string database)
    {
        var town = await towns.OnAsync(database);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new()
            {
                ClientCertificates = [town.As(Doctor).Card.Authentication],
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
            },
        });
        foreach (var service in new[] { "registry", "repository", "habilitations", "patients", "patientSpecific", "patientCertif" })
        {
            var address = town.As(Doctor).AddressOf(service);
            Assert.Contains("definitions", await http.GetStringAsync(new Uri(address + "?wsdl")), StringComparison.Ordinal);
            using var bare = await http.GetAsync(address);
            Assert.Equal(System.Net.HttpStatusCode.MethodNotAllowed, bare.StatusCode);
        }
    }
}
