using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Carnet.Bench.Load;

/// <summary>Where the SOAP door is, and the certificate that it must show.</summary>
internal sealed record SoapDoor(int Port, ReadOnlyMemory<byte> Certificate)
{
    public static SoapDoor Of(int port, string demo)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(demo, "server.pem"));
        return new SoapDoor(port, certificate.RawData);
    }
}

/// <summary>One connection with mutual TLS, kept open: writes bytes, reads one answer, thinks as little as possible.</summary>
internal sealed class SoapConnection : IDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly SslStream _tls;
    private readonly HttpAnswer _answer = new();

    public SoapConnection(SoapDoor door, X509Certificate2 client)
    {
        _tcp.Connect(IPAddress.Loopback, door.Port);
        _tls = new SslStream(_tcp.GetStream());
        _tls.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificateContext = SslStreamCertificateContext.Create(client, null, offline: true),
            RemoteCertificateValidationCallback = (_, shown, _, _) =>
                shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(door.Certificate.Span),
        });
    }

    /// <summary>Sends one request and reads its answer whole; the answer is valid until the next one.</summary>
    public HttpAnswer Send(ReadOnlySpan<byte> request)
    {
        _tls.Write(request);
        _answer.Read(_tls);
        return _answer;
    }

    public void Dispose()
    {
        _tls.Dispose();
        _tcp.Dispose();
    }
}
