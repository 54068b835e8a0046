using System.Security.Cryptography.X509Certificates;
using Carnet.Client;
using Carnet.Tests.Support;

namespace Carnet.Tests.Endpoints;

/// <summary>Who has no card that we trust is not heard: told why, traced, and nothing of the message is read.</summary>
public sealed class TlsTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    public static TheoryData<string, Func<X509Certificate2, X509Certificate2>> Cards => new()
    {
        { "tls.certificate-out-of-date", card => CardWorld.Dated(card, TimeSpan.FromHours(-20), TimeSpan.FromHours(-10)) },
        { "tls.certificate-out-of-date", card => CardWorld.Dated(card, TimeSpan.FromHours(10), TimeSpan.FromHours(20)) },
        { "tls.certificate-foreign", CardWorld.Foreign },
    };

    [Theory, MemberData(nameof(Cards))]
    [Trait("rule", "T-1")]
    public async Task T_1_a_card_that_is_not_trusted_is_refused_by_name_and_traced(
        string code, Func<X509Certificate2, X509Certificate2> make)
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var card = town.As("claire-kerscaven").Card;
        using var client = town.Client(card with { Authentication = make(card.Authentication) });
        await RefusedAsync(town, client, patient, code);
    }

    [Fact]
    public async Task A_signature_certificate_does_not_connect()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var card = town.As("claire-kerscaven").Card;
        using var client = town.Client(card with { Authentication = card.Signature });
        await RefusedAsync(town, client, patient, "tls.certificate-use");
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_card()
    {
        var town = await towns.OnAsync("Sqlite");
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
        });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(town.As("claire-kerscaven").AddressOf("registry")));
    }

    private static async Task RefusedAsync(SoapServer town, DmpClient client, TestPatient patient, string expected)
    {
        var lines = (await town.TraceCodesAsync(0)).Count;
        var (code, sentence) = (await client.QueryAsync(patient.Call, DocumentQueries.FindDocuments(patient.Cx)))
            .Refusal(answer => answer.Errors);
        Assert.Equal(expected, code);
        Assert.Contains("certificat", sentence, StringComparison.Ordinal);
        Assert.Equal([expected], await town.TraceCodesAsync(lines));
    }
}
