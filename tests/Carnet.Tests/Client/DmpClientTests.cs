using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Carnet.Client;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Client;

/// <summary>What a client makes of a server that is silent, breaks off or answers something else; no network.</summary>
public sealed class DmpClientTests : IDisposable
{
    private static readonly Uri Address = new("https://dmp.example.test:8444");

    private readonly ScratchFolder _world = new();
    private readonly Card _card;
    private readonly DmpCall _call = DmpCall.About(Sample.NextIns());

    public DmpClientTests()
    {
        CardWorld.CopyTo(_world.Path);
        _card = CardFolder.Open(Path.Combine(_world.Path, "cards", "claire-kerscaven"), new Software("Essai", "1.0", "ESSAI-0001"));
    }

    public void Dispose()
    {
        _card.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task A_call_goes_to_its_service_with_a_token_and_is_seen_both_ways()
    {
        List<ObservedMessage> seen = [];
        HttpRequestMessage? sent = null;
        using var client = Client(request =>
        {
            sent = request;
            return Soap("application/soap+xml; charset=utf-8", Body(new AdhocQueryResponse(ResponseStatus.Success).WriteTo));
        }, seen.Add);
        var answer = await client.QueryAsync(_call, DocumentQueries.FindDocuments(_call.Patient!));
        Assert.Empty(Refusals.Of(answer));
        Assert.Equal("https://dmp.example.test:8444/si-dmp-server/v2/services/registry", sent!.RequestUri!.AbsoluteUri);
        Assert.Equal(["→", "←"], seen.Select(message => message.Arrow));
        Assert.Contains(">ESSAI-0001<", seen[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("HTTP 200", seen[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_an_answer_and_reads_as_one_line()
    {
        using var client = Client(_ => Soap("application/soap+xml", Body(
            new SoapFault(SoapFaultCode.Sender, [new("InvalidSecurity", "urn:x")], "Le jeton manque.", "vihf.missing").WriteTo)));
        var answer = await client.UpdateAsync(_call, DocumentUpdate.Status(_card, _call.Patient!, "urn:uuid:x", "a", "b", TimeProvider.System.GetUtcNow()));
        Assert.Equal("vihf.missing", Assert.IsType<Answer<RegistryResponse>.Faulted>(answer).Fault.Detail);
        Assert.Equal(["InvalidSecurity vihf.missing : Le jeton manque."], Refusals.Of(answer));
    }

    [Theory]
    [InlineData("text/html", "<html/>", "soap.content-type")]
    [InlineData("application/soap+xml", "rien", "xml.malformed")]
    public async Task What_is_no_SOAP_answer_says_what_it_is_not(string type, string content, string code)
    {
        using var client = Client(_ => Soap(type, Encoding.UTF8.GetBytes(content)));
        Assert.Equal(code, (await Assert.ThrowsAsync<WireFormatException>(ReadAsync(client))).Code);
    }

    [Fact]
    public async Task A_document_whose_part_lacks_is_not_taken_for_empty()
    {
        using var client = Client(_ => Soap("application/soap+xml", Body(
            new RetrieveDocumentSetResponse([new("1.2", "3.4", "text/xml", "nowhere@test")], []).WriteTo)));
        Assert.Equal("mtom.part-missing", (await Assert.ThrowsAsync<WireFormatException>(ReadAsync(client))).Code);
    }

    [Fact]
    public async Task A_server_that_nobody_reaches_is_named_in_French()
    {
        using var client = new DmpClient(_card, new Uri("https://127.0.0.1:1"), [CardWorld.Root()]);
        var unreachable = await Assert.ThrowsAsync<HttpRequestException>(ReadAsync(client));
        Assert.StartsWith("Le serveur 127.0.0.1:1 ne répond pas ou refuse la carte : ", unreachable.Message, StringComparison.Ordinal);
        Assert.Equal(HttpRequestError.ConnectionError, unreachable.HttpRequestError);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_named_in_French()
    {
        using var client = new DmpClient(_card, Address, new Stub(async (_, ct) =>
        {
            await Task.Delay(System.Threading.Timeout.Infinite, ct);
            return new HttpResponseMessage();
        }))
        { Timeout = TimeSpan.FromMilliseconds(20) };
        var late = await Assert.ThrowsAsync<HttpRequestException>(ReadAsync(client));
        Assert.Equal("Le serveur dmp.example.test:8444 n'a pas répondu en 0.02 s.", late.Message);
    }

    [Theory]
    [InlineData("http://dmp.example.test:8444")]
    [InlineData("/si-dmp-server")]
    public void A_token_never_goes_over_an_open_connection(string address)
        => Assert.EndsWith("n'est pas une adresse https.", Assert.Throws<UriFormatException>(
            () => new DmpClient(_card, new Uri(address, UriKind.RelativeOrAbsolute), [CardWorld.Root()])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_call_that_is_called_off_ends_as_called_off()
    {
        using var off = new CancellationTokenSource();
        using var client = new DmpClient(_card, Address, new Stub(async (_, ct) =>
        {
            await off.CancelAsync();
            await Task.Delay(System.Threading.Timeout.Infinite, ct);
            return new HttpResponseMessage();
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.QueryAsync(_call, DocumentQueries.FindDocuments(_call.Patient!), off.Token));
    }

    [Fact]
    public void Refusals_of_a_registry_tell_every_error_and_never_nothing()
    {
        Assert.Equal(
            ["XDSRepositoryMetadataError document.x : Non. (ici)", "XDSRepositoryError document.y : Si."],
            Refusals.Of(new Answer<RegistryResponse>.Received(new(ResponseStatus.Failure,
                [new("XDSRepositoryMetadataError", "document.x : Non.", "ici"), new("XDSRepositoryError", "document.y : Si.")]))));
        Assert.Equal(["Failure"], Refusals.Of(new Answer<RegistryResponse>.Received(new(ResponseStatus.Failure, []))));
    }

    [Fact]
    public void The_numbers_for_trials_are_those_of_a_server_that_nobody_has_set()
        => Assert.Equal(new RegistryOptions().DeviceId, Hl7Devices.Trial.Receiver);

    private Func<Task> ReadAsync(DmpClient client)
        => () => client.RetrieveAsync(_call, new RetrieveDocumentSetRequest([new DocumentRequest("1.2", "3.4")]));

    private DmpClient Client(Func<HttpRequestMessage, HttpResponseMessage> answer, Action<ObservedMessage>? observer = null)
        => new(_card, Address, new Stub((request, _) => Task.FromResult(answer(request)))) { Observer = observer };

    private static HttpResponseMessage Soap(string type, byte[] content)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
        response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return response;
    }

    private static byte[] Body(Action<System.Buffers.IBufferWriter<byte>> body) => DmpMessages.Envelope("urn:x", default, body).ToArray();

    private sealed class Stub(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => answer(request, cancellationToken);
    }
}
