using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Carnet.Client;
using Carnet.Server.Cli.Lps;
using Carnet.Tests.Support;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Carnet.Tests.Endpoints;

/// <summary>ITI-41 and ITI-43 whose answer is wanted elsewhere (ReplyTo): accepted, queued, posted to an allowed address, and to no other.</summary>
public sealed class AsynchronousAnswerTests
{
    private const string Doctor = "claire-kerscaven";

    [Fact]
    public async Task A_deposit_and_a_retrieval_are_answered_at_the_address_that_the_operator_allowed()
    {
        await using var software = await Receiver.StartAsync();
        await using var town = await SoapServer.StartAsync(settings: Allow(software.Address));
        var patient = await town.OpenRecordAsync();
        var doctor = town.As(Doctor);
        await doctor.AllowAsync(patient);
        var set = patient.Set(doctor.Card, patient.Document(doctor.Card, "À distance"));
        var deposit = To(software.Address, doctor.Messages.ProvideAndRegister(patient.Call, set));
        using (var accepted = await doctor.SendAsync(deposit, default))
        {
            Assert.Equal((HttpStatusCode.Accepted, ""), (accepted.StatusCode, await accepted.Content.ReadAsStringAsync()));
        }

        var first = await software.NextAsync();
        Assert.Equal(IdOf(deposit), first.Envelope.RelatesTo);
        Assert.Equal((XdsActions.ProvideAndRegisterResponse, software.Address), (first.Envelope.Action, first.Envelope.To));
        using (var body = first.Envelope.OpenBody())
        {
            Assert.Equal(ResponseStatus.Success, RegistryResponse.Read(body).Status);
        }

        // The server showed its own certificate; the document is there.
        Assert.Equal("CN=localhost", first.ShownBy);
        var unique = set.Metadata.DocumentEntries[0].UniqueId;
        var retrieve = To(software.Address, doctor.Messages.Retrieve(
            patient.Call, new RetrieveDocumentSetRequest([new DocumentRequest(DmpTestClient.Repository, unique)])));
        using (var accepted = await doctor.SendAsync(retrieve, default))
        {
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }

        var second = await software.NextAsync();
        Assert.Equal(IdOf(retrieve), second.Envelope.RelatesTo);
        Assert.Equal(await doctor.BytesAsync(patient, unique), second.Parts.Single());
    }

    [Fact]
    public async Task A_refusal_of_the_transaction_is_sent_there_too_and_one_of_the_token_is_not()
    {
        await using var software = await Receiver.StartAsync();
        await using var town = await SoapServer.StartAsync(settings: Allow(software.Address));
        var patient = await town.OpenRecordAsync();
        var doctor = town.As(Doctor);
        var set = patient.Set(doctor.Card, patient.Document(doctor.Card));
        var message = To(software.Address, doctor.Messages.ProvideAndRegister(patient.Call, set with
        {
            Metadata = set.Metadata with { DocumentEntries = [set.Metadata.DocumentEntries[0] with { Hash = new string('0', 40) }] },
        }));
        using (var accepted = await doctor.SendAsync(message, default))
        {
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }

        var told = await software.NextAsync();
        using (var body = told.Envelope.OpenBody())
        {
            Assert.StartsWith("document.hash-mismatch", RegistryResponse.Read(body).Errors[0].CodeContext, StringComparison.Ordinal);
        }

        // The same token again: whoever sends that is nobody, and gets the answer where they are.
        Assert.Equal("vihf.replayed", await FaultAsync(doctor, message));
        Assert.Equal(0, software.Waiting);
    }

    [Fact]
    public async Task To_an_address_that_was_not_allowed_nothing_is_done_and_nothing_sent()
    {
        await using var software = await Receiver.StartAsync();
        await using var stranger = await Receiver.StartAsync();
        await using var town = await SoapServer.StartAsync(settings: Allow(software.Address));
        var patient = await town.OpenRecordAsync();
        var doctor = town.As(Doctor);
        await doctor.AllowAsync(patient);
        var before = await town.CountAsync();
        foreach (var address in (string[])
            [stranger.Address, software.Address + "/", software.Address + "?a", software.Address.ToUpperInvariant(), "https://169.254.169.254/latest"])
        {
            var message = doctor.Messages.ProvideAndRegister(patient.Call, patient.Set(doctor.Card, patient.Document(doctor.Card)));
            Assert.Equal((address, "soap.reply-to-refused"), (address, await FaultAsync(doctor, To(address, message))));
        }

        // Other schemes are none, and other transactions are answered on the connection.
        Assert.Equal("soap.reply-to", await FaultAsync(doctor, To("http://127.0.0.1/", doctor.Messages.Query(
            patient.Call, DocumentQueries.FindDocuments(patient.Cx)))));
        Assert.Equal("soap.reply-to-refused", await FaultAsync(doctor, To(software.Address, doctor.Messages.Query(
            patient.Call, DocumentQueries.FindDocuments(patient.Cx)))));
        Assert.Equal(before, await town.CountAsync());
        Assert.Equal((0, 0), (software.Waiting, stranger.Waiting));
    }

    [Fact]
    public async Task By_default_no_address_is_allowed_and_one_of_another_product_is_not_ours()
    {
        await using var software = await Receiver.StartAsync();
        foreach (var settings in ((string, string)[][])[[], Allow(software.Address, "Un autre logiciel")])
        {
            await using var town = await SoapServer.StartAsync(settings: settings);
            var patient = await town.OpenRecordAsync();
            var doctor = town.As(Doctor);
            var message = doctor.Messages.ProvideAndRegister(patient.Call, patient.Set(doctor.Card, patient.Document(doctor.Card)));
            Assert.Equal("soap.reply-to-refused", await FaultAsync(doctor, To(software.Address, message)));
        }

        Assert.Equal(0, software.Waiting);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_says_so_and_a_receiver_that_nobody_vouches_for_gets_none()
    {
        await using var software = await Receiver.StartAsync();
        await using var town = await SoapServer.StartAsync(
            settings: [.. Allow(software.Address), ("Asynchronous:MaxAnswerBytes", "65536")]);
        var patient = await town.OpenRecordAsync();
        var doctor = town.As(Doctor);
        var document = patient.Document(doctor.Card, new string('x', 100_000));
        await doctor.DepositAsync(patient, document);
        await doctor.AllowAsync(patient);
        var retrieve = To(software.Address, doctor.Messages.Retrieve(
            patient.Call, new RetrieveDocumentSetRequest([new DocumentRequest(DmpTestClient.Repository, document.Header.UniqueId)])));
        using (var accepted = await doctor.SendAsync(retrieve, default))
        {
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }

        var told = await software.NextAsync();
        using var body = told.Envelope.OpenBody();
        Assert.Equal("soap.answer-too-large", SoapFault.Read(body).Detail);
    }

    [Fact]
    [Trait("Category", "slow")]
    public async Task A_killed_server_loses_no_answer_that_it_accepted()
    {
        await using var world = await SoapServer.StartAsync();
        var patient = await world.OpenRecordAsync();
        await world.App.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "demo", "people.json"), "{}"); // as if the town were filled
        var port = OcspResponder.FreePort();
        var address = $"https://127.0.0.1:{port}/reponses";
        Dictionary<string, string> settings = new()
        {
            ["Carnet__Asynchronous__Endpoints__0__Software"] = LpsCommand.Software.Name,
            ["Carnet__Asynchronous__Endpoints__0__Address"] = address,
        };
        var message = default(DmpMessage);
        using (var server = await CarnetProcess.StartAsync(world.Folder, settings: settings))
        {
            // Nobody listens yet, so the answer cannot have left when the server dies.
            using var client = new DmpClient(world.Card("ch-kerlann"), server.Address, world.Roots, TimeProvider.System);
            message = To(address, client.Messages.ProvideAndRegister(
                patient.Call, patient.Set(client.Card, patient.Document(client.Card))));
            using var accepted = await client.SendAsync(message, default);
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
            await server.KillAsync();
        }

        await using var software = await Receiver.StartAsync(port);
        using (await CarnetProcess.StartAsync(world.Folder, settings: settings))
        {
            Assert.Equal(IdOf(message), (await software.NextAsync(TimeSpan.FromMinutes(3))).Envelope.RelatesTo);
        }
    }

    private static (string, string)[] Allow(string address, string? software = null)
        => [("Asynchronous:Endpoints:0:Software", software ?? LpsCommand.Software.Name), ("Asynchronous:Endpoints:0:Address", address)];

    private static DmpMessage To(string address, DmpMessage message)
    {
        const string Anonymous = "<wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address>";
        var text = Encoding.Latin1.GetString(message.Bytes.Span);
        Assert.Contains(Anonymous, text, StringComparison.Ordinal);
        return message with
        {
            Bytes = Encoding.Latin1.GetBytes(text.Replace(Anonymous, $"<wsa:Address>{address}</wsa:Address>", StringComparison.Ordinal)),
        };
    }

    private static string IdOf(DmpMessage message)
    {
        var text = Encoding.Latin1.GetString(message.Bytes.Span);
        var start = text.IndexOf("<wsa:MessageID>", StringComparison.Ordinal) + "<wsa:MessageID>".Length;
        return text[start..text.IndexOf('<', start)];
    }

    private static async Task<string?> FaultAsync(DmpClient client, DmpMessage message)
        => await client.SendAsync(message, RegistryResponse.Read, default) is Answer<RegistryResponse>.Faulted(var fault) ? fault.Detail : null;

    /// <summary>The receiving side of a vendor's software: HTTPS on loopback, with a certificate of the demo authority.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly BlockingCollection<Received> _received = [];
        private readonly ScratchFolder _folder = new();
        private WebApplication _app = null!;

        public string Address { get; private set; } = "";

        public int Waiting => _received.Count;

        public static async Task<Receiver> StartAsync(int port = 0)
        {
            var receiver = new Receiver();
            CardWorld.CopyTo(receiver._folder.Path);
            using var pem = X509Certificate2.CreateFromPemFile(
                Path.Combine(receiver._folder.Path, "server.pem"), Path.Combine(receiver._folder.Path, "server.key"));
            var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = (_, _, _) => true;
            })));
            receiver._app = builder.Build();
            receiver._app.MapPost("/reponses", receiver.TakeAsync);
            await receiver._app.StartAsync();
            receiver.Address = receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/reponses";
            return receiver;
        }

        public Task<Received> NextAsync(TimeSpan? longest = null) => Task.Run(() => _received.TryTake(out var next, longest ?? TimeSpan.FromSeconds(30))
            ? next
            : throw new TimeoutException("No answer came."));

        public async ValueTask DisposeAsync()
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _received.Dispose();
            _folder.Dispose();
        }

        private async Task TakeAsync(HttpContext http)
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            List<byte[]> parts = [];
            var envelope = body.ToArray();
            if (SoapContentType.Packaging(http.Request.ContentType) is SoapPackaging.Multipart)
            {
                body.Position = 0;
                using var reader = await MtomReader.OpenAsync(body, http.Request.ContentType!, MtomLimits.Default, default);
                envelope = reader.Root.ToArray();
                while (await reader.ReadNextPartAsync(default) is { } part)
                {
                    using var content = new MemoryStream();
                    await part.Content.CopyToAsync(content);
                    parts.Add(content.ToArray());
                }
            }

            _received.Add(new Received(SoapEnvelope.ReadAnswer(envelope), parts, http.Connection.ClientCertificate!.Subject));
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
    }

    private sealed record Received(SoapEnvelope Envelope, IReadOnlyList<byte[]> Parts, string ShownBy);
}
