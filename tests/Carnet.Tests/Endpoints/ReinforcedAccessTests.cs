using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Demo;
using Carnet.Server.Features.Directory;
using Carnet.Tests.Support;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>A-9: an establishment that speaks for its people (AIR), through the real door with its certificate.</summary>
[Trait("rule", "A-9")]
public sealed class ReinforcedAccessTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    private const string Hospital = "ch-kerlann";
    private const string Cardiologist = "paul-auffretic";
    private const string Secretary = "secretariat-ch-kerlann";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_9_a_named_professional_reads_with_each_method_of_the_agreement(string database)
    {
        var town = await OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var document = patient.Document(town.As(Hospital).Card);
        await town.As(Hospital).DepositAsync(patient, document);
        var hospital = town.As(Hospital);
        Assert.Equal("access.not-authorised", await FindCodeAsync(town, Call(town, patient)));

        Assert.Equal(SetAuthorizationResponse.Ok, (await hospital.SetAuthorizationAsync(
            Call(town, patient), new SetAuthorizationRequest(AuthorizationAction.Ajout))).Value().Status);
        foreach (var method in (string[])["MDP_CODE", "CARTE_SANS_CONTACT_PIN"])
        {
            var call = Call(town, patient, method);
            Assert.Single((await hospital.QueryAsync(call, DocumentQueries.FindDocuments(patient.Cx))).Value().DocumentEntries);
            var read = (await hospital.RetrieveAsync(call, new RetrieveDocumentSetRequest(
                [new DocumentRequest(DmpTestClient.Repository, document.Header.UniqueId)]))).Value();
            Assert.Equal(document.Bytes.ToArray(), read.Contents[document.Header.UniqueId].ToArray());
        }

        // The same person with their own card has the same authorisation, and the trace says which way it was.
        Assert.Single(await town.As(Cardiologist).ListAsync(patient));
        var history = await town.HistoryAsync(patient);
        Assert.Equal((TraceAct.ReadDocument, ActorKind.Professional), (history[1].Act, history[1].Actor));
        Assert.Equal("Paul AUFFRETIC", history[1].ActorName);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_9_in_an_emergency_with_a_reason_or_for_the_samu(string database)
    {
        var town = await OnAsync(database);
        var patient = await town.OpenRecordAsync();
        await town.As(Hospital).DepositAsync(patient, patient.Document(town.As(Hospital).Card));
        Assert.Equal("access.reason-missing", await FindCodeAsync(town, Call(town, patient) with { Mode = "bris_de_glace" }));
        Assert.Equal("", await FindCodeAsync(
            town, Call(town, patient) with { Mode = "bris_de_glace", Reason = "Patiente inconsciente aux urgences" }));
        Assert.Equal("", await FindCodeAsync(town, Call(town, patient) with { Mode = "centre_15" }));
        Assert.All((await town.HistoryAsync(patient)).Take(2), line => Assert.True(line.IsEmergency));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_9_under_the_reinforced_regime_nobody_feeds_nor_gives_up_the_treating_role(string database)
    {
        var town = await OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var hospital = town.As(Hospital);
        var before = await town.CountAsync();
        foreach (var person in (string[])[Cardiologist, Secretary])
        {
            var deposit = await hospital.ProvideAndRegisterAsync(
                Call(town, patient, person: person), patient.Set(hospital.Card, patient.Document(hospital.Card)));
            Assert.Equal("access.no-right", deposit.Refusal().Code);
        }

        await hospital.SetAuthorizationAsync(
            Call(town, patient), new SetAuthorizationRequest(AuthorizationAction.Ajout, TreatingPhysician: true));
        var given = await hospital.SetAuthorizationAsync(
            Call(town, patient), new SetAuthorizationRequest(AuthorizationAction.Suppression, TreatingPhysician: true));
        Assert.Equal("access.no-right", Assert.IsType<Answer<SetAuthorizationResponse>.Faulted>(given).Fault.Detail);
        Assert.Equal(before with { Grants = before.Grants + 1 }, await town.CountAsync());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_9_staff_find_a_reference_of_their_structure_and_read_nothing(string database)
    {
        var town = await OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var document = patient.Document(town.As(Hospital).Card);
        await town.As(Hospital).DepositAsync(patient, document);
        var staff = Call(town, patient, person: Secretary);
        Assert.Equal("access.no-right", await FindCodeAsync(town, staff));
        var references = (await town.As(Hospital).QueryAsync(
            staff, DocumentQueries.FindDocuments(patient.Cx, QueryReturnType.ObjectRef))).Value();
        Assert.Single(references.ObjectRefs);
        var read = await town.As(Hospital).RetrieveAsync(staff, new RetrieveDocumentSetRequest(
            [new DocumentRequest(DmpTestClient.Repository, document.Header.UniqueId)]));
        Assert.Equal("document.unknown", read.Refusal(set => set.Response.Errors).Code);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Both_versions_and_both_tables_of_access_modes_are_taken(string database)
    {
        var town = await OnAsync(database);
        var patient = await town.OpenRecordAsync();
        await town.As(Cardiologist).AllowAsync(patient);
        foreach (var (version, system) in ((string, string?)[])[
            ("3.0", null), ("3.0", "1.2.250.1.213.1.1.4.248"), ("4.0", "1.2.250.1.213.1.1.4.336"), ("4.0", "1.2.250.1.213.1.1.4.248")])
        {
            Assert.Equal("", await FindCodeAsync(town, patient, Call(town, patient), Hospital,
                token => token with { Version = version, PurposeSystem = system }));
            Assert.Equal("", await FindCodeAsync(town, patient, patient.Call, Cardiologist,
                token => token with { Version = version, PurposeSystem = system }));
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_professional_with_a_role_feeds_and_sees_their_own_documents_only(string database)
    {
        var town = await OnAsync(database);
        var patient = await town.OpenRecordAsync();
        PsIdNat.TryCreate(town.Card(Cardiologist).IdNat, out var person);
        StructIdNat.TryCreate(town.Card(Hospital).IdNat, out var structure);
        await town.RunAsync<Enlist, int>(new Caller.Job("test") { Origin = Sample.Soap },
            new([], [new(person, "AUFFRETIC", "Paul", "R85_300", null, structure)]));
        await town.As(Hospital).DepositAsync(patient, patient.Document(town.As(Hospital).Card));
        IReadOnlyList<CodedRole> role = [new("300", "1.2.250.1.213.1.6.1.107", "Coordonnateur")];
        await town.As(Cardiologist).AllowAsync(patient);

        var answer = await QueryAsync(town, patient, Call(town, patient), Hospital, token => token with { Roles = role });
        Assert.Empty(answer.Value().DocumentEntries);
        Assert.Empty(answer.Value().Errors);
        var direct = await QueryAsync(town, patient, patient.Call, Cardiologist, token => token with { Roles = role });
        Assert.Empty(direct.Value().DocumentEntries);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_9_each_wrong_way_to_be_spoken_for_has_its_own_answer(string database)
    {
        var town = await OnAsync(database);
        await Refusals.ProveAsync(town,
        [
            Bad("no method", "agreement.method-unknown", token => token with { AuthnContextDecl = null }),
            Bad("method that does not exist", "agreement.method-unknown", token => token with { AuthnContextDecl = "APP_BROWSER_AUTH" }),
            Bad("method outside the agreement", "agreement.method-not-listed", token => token with { AuthnContextDecl = "BLUETOOTH_PIN" }),
            Bad("simplified where it is not agreed", "agreement.method-not-listed", token => token with { AuthnContextDecl = "CONF_EXI_PGSSIS" }),
            Bad("establishment without agreement", "agreement.missing", _ => _, "laboratoire-des-abers", "hugo-lannuzic"),
            Bad("staff of one without agreement", "agreement.missing", token => token with
            {
                Roles = [new("SECRETARIAT_MEDICAL", "1.2.250.1.213.1.1.4.6", null)], SubjectNameId = "3990000044/1",
            }, "laboratoire-des-abers", "hugo-lannuzic"),
            Bad("person who does not work there", "directory.not-linked", _ => _, person: "claire-kerscaven"),
            Bad("role above the person's", "directory.not-linked", token => token with
            {
                Roles = [token.Roles[0], token.Roles[1] with { Code = "SM54" }],
            }),
            Bad("doctor without specialty", "vihf.specialty-missing", token => token with { Roles = [token.Roles[0]] }),
            Bad("professional as if they were staff", "vihf.role", token => token with
            {
                Roles = [new("SECRETARIAT_MEDICAL", "1.2.250.1.213.1.1.4.6", null)],
            }),
            Bad("staff as if they were a professional", "vihf.subject", token => token with { SubjectNameId = "3990000010/7" }),
            Bad("staff in an emergency", "vihf.purpose", token => token with
            {
                Roles = [new("SECRETARIAT_MEDICAL", "1.2.250.1.213.1.1.4.6", null)], SubjectNameId = "3990000010/7",
                PurposeOfUse = "bris_de_glace", AccessReason = "Patiente inconsciente",
            }),
            Bad("person without number", "vihf.subject", token => token with { SubjectNameId = "Paul" }),
            Bad("person with a wrong number", "vihf.subject", token => token with { SubjectNameId = "899700000022" }),
            Bad("person without name", "vihf.subject", token => token with { SubjectName = null }),
            Bad("structure of another certificate", "vihf.certificate-mismatch", token => token with { StructureId = "1990000028" }),
            Bad("sector that cannot be", "vihf.claims", token => token with { Sector = "hopital" }),
            Bad("access mode that does not exist", "vihf.purpose", token => token with { PurposeOfUse = "curiosite" }),
            Bad("patient with a wrong key", "ins.invalid", token => token with { ResourceId = "299999999999900^^^&1.2.250.1.213.1.4.10&ISO^NH" }),
        ], output);
    }

    private async Task<SoapServer> OnAsync(string database)
    {
        var town = await towns.OnAsync(database);
        StructIdNat.TryCreate(DemoTown.Structure(Hospital).IdNst, out var structure);
        var added = await town.RunAsync<AddAgreement, EstablishmentAgreement>(
            new Caller.Operator("Gwenn") { Origin = Sample.Soap },
            new(new EstablishmentAgreement(structure, PrimaryMethods.PasswordAndCode | PrimaryMethods.ContactlessCardAndPin,
                Simplified: false, TimeProvider.System.GetUtcNow(), null)));
        Assert.True(added is Outcome<EstablishmentAgreement>.Done || added.Code() == "agreement.overlaps");
        return town;
    }

    private static DmpCall Call(SoapServer town, TestPatient patient, string method = "MDP_CODE", string person = Cardiologist)
        => patient.Call with { Named = NamedPerson.Of(town.As(person).Card, method) };

    private static async Task<string> FindCodeAsync(SoapServer town, DmpCall call)
        => (await town.As(Hospital).QueryAsync(call, DocumentQueries.FindDocuments(call.Patient!))).Refusal(response => response.Errors).Code;

    private static async Task<string> FindCodeAsync(
        SoapServer town, TestPatient patient, DmpCall call, string slug, Func<VihfToken, VihfToken> change)
        => (await QueryAsync(town, patient, call, slug, change)).Refusal(response => response.Errors).Code;

    private static Task<Answer<AdhocQueryResponse>> QueryAsync(
        SoapServer town, TestPatient patient, DmpCall call, string slug, Func<VihfToken, VihfToken> change)
    {
        var client = town.As(slug);
        var token = change(DmpToken.For(client.Card, call, TimeProvider.System.GetUtcNow()));
        return client.SendAsync(DmpMessages.Plain(DmpMessages.Registry, XdsActions.RegistryStoredQuery,
            VihfWriter.Write(token, client.Card.Signature), DocumentQueries.FindDocuments(patient.Cx).WriteTo), AdhocQueryResponse.Read, default);
    }

    private static BadCase Bad(
        string name, string code, Func<VihfToken, VihfToken> change, string slug = Hospital, string person = Cardiologist) => new(
            name, code, async (town, patient) => (await QueryAsync(
                town, patient, Call(town, patient, person: person), slug, change)).Refusal(response => response.Errors));
}
