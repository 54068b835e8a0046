using System.Security.Cryptography.X509Certificates;
using Carnet.Server.Cli.Lps;
using Carnet.Tests.Support;

namespace Carnet.Tests.Endpoints;

/// <summary>Who has no card that we trust gets no connection, so no word can be said.</summary>
public sealed class TlsTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    public static TheoryData<string, Func<X509Certificate2, X509Certificate2>> Cards => new()
    {
        { "expired", card => CardWorld.Dated(card, TimeSpan.FromHours(-20), TimeSpan.FromHours(-10)) },
        { "not yet valid", card => CardWorld.Dated(card, TimeSpan.FromHours(10), TimeSpan.FromHours(20)) },
        { "of a foreign authority", CardWorld.Foreign },
    };

    [Theory, MemberData(nameof(Cards))]
    public async Task A_card_that_is_not_trusted_gets_no_connection(string kind, Func<X509Certificate2, X509Certificate2> make)
    {
        Assert.NotEmpty(kind);
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var card = town.As("claire-kerscaven").Card;
        using var client = town.Client(card with { Authentication = make(card.Authentication) });
        await RefusedAsync(client, patient);
    }

    [Fact]
    public async Task A_signature_certificate_opens_no_connection()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var card = town.As("claire-kerscaven").Card;
        using var client = town.Client(card with { Authentication = card.Signature });
        await RefusedAsync(client, patient);
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

    // In TLS 1.3 a client learns only with its first read that its certificate was refused.
    private static Task RefusedAsync(LpsClient client, TestPatient patient) => Assert.ThrowsAnyAsync<HttpRequestException>(
        () => client.QueryAsync(patient.Call, LpsQueries.FindDocuments(patient.Cx)));
}
