using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Carnet.Client;
using Carnet.Tests.Support;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>Five hundred clients keep their mutual-TLS connection open, as practices do; who sends too slowly is cut off.</summary>
public sealed class HeldConnectionTests(ITestOutputHelper output)
{
    private const int Clients = 500;
    private const int AtOnce = 16;
    private const string Doctor = "claire-kerscaven";

    [Fact]
    [Trait("Category", "slow")]
    public async Task Five_hundred_connections_are_held_and_each_is_served_again_over_the_same_one()
    {
        await using var town = await SoapServer.StartAsync();
        var patient = await town.OpenRecordAsync();
        await town.As(Doctor).AllowAsync(patient);
        await town.As(Doctor).DepositAsync(patient, patient.Document(town.As(Doctor).Card));
        var card = town.As(Doctor).Card;
        List<TlsClient> held = [];
        try
        {
            foreach (var group in Enumerable.Range(0, Clients).Chunk(AtOnce))
            {
                held.AddRange(await Task.WhenAll(group.Select(_ => TlsClient.ConnectAsync(town.Address, card))));
            }

            // All of them are open at once, and each answers, twice, on the connection that it has.
            for (var round = 0; round < 2; round++)
            {
                foreach (var group in held.Chunk(AtOnce))
                {
                    var answers = await Task.WhenAll(group.Select(client => client.AskAsync(
                        town.As(Doctor).Messages.Query(patient.Call, DocumentQueries.FindDocuments(patient.Cx)))));
                    Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal));
                }
            }

            output.WriteLine($"{held.Count} held; working set {Environment.WorkingSet >> 20} MiB");
        }
        finally
        {
            held.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_sender_that_drips_is_cut_off_and_the_others_are_served_meanwhile()
    {
        await using var town = await SoapServer.StartAsync();
        var patient = await town.OpenRecordAsync();
        var doctor = town.As(Doctor);
        await doctor.AllowAsync(patient);
        var before = await town.CountAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TlsClient.ConnectAsync(town.Address, doctor.Card)));
        var started = TimeProvider.System.GetTimestamp();
        var dripping = clients.Select(client => client.DripAsync(
            doctor.Messages.ProvideAndRegister(patient.Call, patient.Set(doctor.Card, patient.Document(doctor.Card))))).ToList();
        Assert.Empty(await doctor.ListAsync(patient));
        Assert.All(await Task.WhenAll(dripping), cut => Assert.True(cut, "a sender of one byte in a while was served"));
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60));
        Assert.Equal(before, await town.CountAsync());
        clients.ToList().ForEach(client => client.Dispose());
    }

    /// <summary>One connection, spoken to by hand, so that no pool can open another one instead.</summary>
    private sealed class TlsClient : IDisposable
    {
        private readonly TcpClient _tcp;
        private readonly SslStream _tls;
        private readonly Uri _address;

        private TlsClient(TcpClient tcp, SslStream tls, Uri address) => (_tcp, _tls, _address) = (tcp, tls, address);

        public static async Task<TlsClient> ConnectAsync(Uri address, Card card)
        {
            var tcp = new TcpClient();
            await tcp.ConnectAsync(address.Host, address.Port);
            var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
                ClientCertificateContext = SslStreamCertificateContext.Create(card.Authentication, null, offline: true),
            });
            return new TlsClient(tcp, tls, address);
        }

        /// <summary>Sends one message and reads its whole answer.</summary>
        public async Task<string> AskAsync(DmpMessage message)
        {
            await _tls.WriteAsync(Head(message));
            await _tls.WriteAsync(message.Bytes);
            await _tls.FlushAsync();
            var answer = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (true)
            {
                var count = await _tls.ReadAsync(buffer);
                Assert.NotEqual(0, count);
                answer.Write(buffer, 0, count);
                var text = Encoding.Latin1.GetString(answer.GetBuffer(), 0, (int)answer.Length);
                var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end >= 0 && text.Length - end - 4 >= LengthOf(text[..end]))
                {
                    return text;
                }
            }
        }

        /// <summary>Sends a message byte by byte, ten a second; true when the server ends the connection before the message is whole.</summary>
        public async Task<bool> DripAsync(DmpMessage message)
        {
            await _tls.WriteAsync(Head(message));
            try
            {
                var one = new byte[1];
                for (var at = 0; at < message.Bytes.Length; at++)
                {
                    message.Bytes.Span.Slice(at, 1).CopyTo(one);
                    await _tls.WriteAsync(one);
                    await _tls.FlushAsync();
                    await Task.Delay(100);
                }

                return false;
            }
            catch (IOException)
            {
                return true;
            }
        }

        public void Dispose()
        {
            _tls.Dispose();
            _tcp.Dispose();
        }

        private byte[] Head(DmpMessage message) => Encoding.ASCII.GetBytes(
            $"POST /si-dmp-server/v2/services/{message.Service} HTTP/1.1\r\nHost: {_address.Authority}\r\n"
            + $"Content-Type: {message.ContentType}\r\nContent-Length: {message.Bytes.Length}\r\n\r\n");

        private static int LengthOf(string head)
        {
            var line = head.Split("\r\n").First(text => text.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            return int.Parse(line[(line.IndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
