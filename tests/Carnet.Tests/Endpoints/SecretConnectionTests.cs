using System.Globalization;
using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Features.Traces;
using Carnet.Tests.Support;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Endpoints;

/// <summary>Connexion secrète through the real door: the confidentiality-code of the VIHF, from the first call to the reading.</summary>
[Trait("rule", "V-4")]
public sealed class SecretConnectionTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    private const string Code = "INVISIBLE_REPRESENTANTS_LEGAUX";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task V_4_secret_care_reaches_no_list_count_nor_history_of_a_representative(string database)
    {
        var town = await towns.OnAsync(database);
        var doctor = town.As("claire-kerscaven");
        var birth = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddYears(-16);
        var child = await town.OpenRecordAsync(
            traits: Sample.Traits with { BirthDate = birth }, representative: Family.Draft("Muriel"));
        var mother = await MotherAsync(town, child);
        var before = await SeenAsync(town, mother);

        Assert.Equal(SetAuthorizationResponse.Ok, (await doctor.SendAsync(
            DmpMessages.Plain(DmpMessages.Habilitations, SetAuthorizationRequest.SoapAction, Sign(doctor, child, Code),
                new SetAuthorizationRequest(AuthorizationAction.Ajout).WriteTo), SetAuthorizationResponse.Read, default)).Value().Status);
        var refused = await DepositAsync(doctor, child, Marks.None, Code);
        Assert.Equal("document.secret-mark-missing", refused.Code);
        Assert.Equal("", (await DepositAsync(doctor, child, Marks.HiddenFromRepresentatives, Code)).Code);
        var found = (await doctor.SendAsync(
            DmpMessages.Plain(DmpMessages.Registry, XdsActions.RegistryStoredQuery, Sign(doctor, child, Code), DocumentQueries.FindDocuments(child.Cx).WriteTo),
            AdhocQueryResponse.Read, default)).Value();
        Assert.Single(found.DocumentEntries);

        Assert.Equal(before, await SeenAsync(town, mother));
        Assert.Single((await town.RunAsync<ListDocuments, DocumentList>(Sample.Patient(child.Record), new())).Done().Lines);
        Assert.Contains(await town.HistoryAsync(child), line => line.Act is TraceAct.FindDocuments);
    }

    [Fact]
    public async Task The_code_is_written_one_way_and_is_for_minors_alone()
    {
        var town = await towns.OnAsync("Sqlite");
        var (doctor, adult) = (town.As("claire-kerscaven"), await town.OpenRecordAsync());
        await doctor.AllowAsync(adult);
        Assert.Equal("access.secret-not-minor", await ListAsync(Code));
        Assert.Equal("vihf.confidentiality-code", await ListAsync("SECRET"));
        Assert.Equal("", await ListAsync(null));

        async Task<string> ListAsync(string? code) => (await doctor.SendAsync(
            DmpMessages.Plain(DmpMessages.Registry, XdsActions.RegistryStoredQuery, Sign(doctor, adult, code), DocumentQueries.FindDocuments(adult.Cx).WriteTo),
            AdhocQueryResponse.Read, default)).Refusal(response => response.Errors).Code;
    }

    private static byte[] Sign(DmpClient client, TestPatient patient, string? code) => VihfWriter.Write(
        DmpToken.For(client.Card, patient.Call, TimeProvider.System.GetUtcNow()) with { ConfidentialityCode = code }, client.Card.Signature);

    private static async Task<(string Code, string Sentence)> DepositAsync(DmpClient client, TestPatient patient, Marks marks, string? code)
    {
        var set = patient.Set(client.Card, patient.Document(client.Card, marks: marks));
        var envelope = DmpMessages.Envelope(XdsActions.ProvideAndRegister, Sign(client, patient, code), set.ToRequest().WriteTo);
        return (await client.SendAsync(DmpMessages.Multipart(envelope, set.Parts), RegistryResponse.Read, default)).Refusal();
    }

    /// <summary>The mother as the portal makes her at this moment.</summary>
    private static async Task<Caller.Representative> MotherAsync(SoapServer town, TestPatient child)
    {
        await using var db = await town.OpenAsync();
        var row = db.Set<RepresentationRow>().AsEnumerable().Single(known => known.RecordId == child.Record);
        using var record = await town.App.Services.GetRequiredService<IRecords>().FindAsync(db, child.Record, default);
        await using var scope = town.App.Services.CreateAsyncScope();
        var known = (await scope.ServiceProvider.GetRequiredService<IMandates>().AllAsync(db, record!, default)).Single();
        return new Caller.Representative(child.Record, row.HomeId, row.AccountId, known.Details.FullName, known.Mandate)
        {
            Origin = new Origin(Door.PatientPortal),
        };
    }

    /// <summary>All that she sees, her own lines left out: looking is traced too.</summary>
    private static async Task<string> SeenAsync(SoapServer town, Caller.Representative mother)
    {
        var documents = (await town.RunAsync<ListDocuments, DocumentList>(mother, new())).Done().Lines.Count;
        var access = (await town.RunAsync<ListAccess, AccessList>(mother, new())).Done();
        var lines = (await town.RunAsync<ListTraces, TraceList>(mother, new ListTraces(200))).Done().Lines.Count(line => !line.IsYou);
        return string.Create(CultureInfo.InvariantCulture, $"{documents} {access.Grants.Count} {lines}");
    }
}
