using System.Text.RegularExpressions;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Access;
using Carnet.Tests.Support;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Endpoints;

/// <summary>What may not be seen is as if it were not there, byte for byte.</summary>
[Trait("rule", "V-6")]
public sealed partial class HiddenDocumentTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    private const string Hospital = "ch-kerlann";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task V_6_Masked_refused_and_unknown_documents_are_answered_in_the_same_bytes(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var other = await town.OpenRecordAsync();
        var card = town.As(Hospital).Card;
        var masked = patient.Document(card, marks: Marks.MaskedToProfessionals);
        var forbidden = patient.Document(card, "Consultation", "11488-4");
        var elsewhere = other.Document(card);
        await town.As(Hospital).DepositAsync(patient, masked, forbidden);
        await town.As(Hospital).DepositAsync(other, elsewhere);
        var (doctor, optician) = (town.As("claire-kerscaven"), town.As("luc-goulvenec"));
        await doctor.AllowAsync(patient);
        await optician.AllowAsync(patient);

        var unknown = await BytesAsync(doctor, patient, Submission.NewOid());
        Assert.Contains("document.unknown", unknown, StringComparison.Ordinal);
        Assert.Equal(unknown, await BytesAsync(doctor, patient, masked.Header.UniqueId));
        Assert.Equal(unknown, await BytesAsync(doctor, patient, elsewhere.Header.UniqueId));
        Assert.Equal(unknown, await BytesAsync(optician, patient, forbidden.Header.UniqueId));
        Assert.Equal([forbidden.Header.UniqueId], (await doctor.ListAsync(patient)).Select(entry => entry.UniqueId));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task V_6_A_blocked_caller_cannot_tell_that_from_never_having_been_allowed(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var document = patient.Document(town.As(Hospital).Card);
        await town.As(Hospital).DepositAsync(patient, document);
        var (blocked, stranger) = (town.As("nadia-benkerlou"), town.As("paul-auffretic"));
        await blocked.AllowAsync(patient);
        Carnet.Domain.Identity.PsIdNat.TryCreate(blocked.Card.IdNat, out var id);
        Assert.Equal("done", (await town.RunAsync<BlockProfessional, AuthorisationChange>(
            Sample.Patient(patient.Record), new BlockProfessional(id))).Code());

        Assert.Equal(await FindAsync(stranger, patient), await FindAsync(blocked, patient));
        Assert.Equal(
            await BytesAsync(stranger, patient, document.Header.UniqueId), await BytesAsync(blocked, patient, document.Header.UniqueId));
    }

    private static Task<string> FindAsync(DmpClient client, TestPatient patient)
        => NormalizedAsync(client, client.Messages.Query(patient.Call, DocumentQueries.FindDocuments(patient.Cx)), "-");

    private static Task<string> BytesAsync(DmpClient client, TestPatient patient, string uniqueId) => NormalizedAsync(
        client,
        client.Messages.Retrieve(
            patient.Call, new RetrieveDocumentSetRequest([new DocumentRequest(DmpTestClient.Repository, uniqueId)])),
        uniqueId);

    private static async Task<string> NormalizedAsync(DmpClient client, DmpMessage message, string uniqueId)
    {
        using var response = await client.SendAsync(message, default);
        var boundary = response.Content.Headers.ContentType!.Parameters.FirstOrDefault(parameter => parameter.Name == "boundary")?.Value?.Trim('"');
        var text = Uuid().Replace(await response.Content.ReadAsStringAsync(), "urn:uuid:x").Replace(uniqueId, "ID", StringComparison.Ordinal);
        return $"{(int)response.StatusCode} {(boundary is null ? text : text.Replace(boundary, "B", StringComparison.Ordinal))}";
    }

    [GeneratedRegex("urn:uuid:[0-9a-f-]{36}")]
    private static partial Regex Uuid();
}
