using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Carnet.Wire.Hl7v2;

namespace Carnet.Server.Cli.Hl7v2;

/// <summary>One connection to an HL7 v2 door: mutual TLS, frames out, acknowledgements in.</summary>
internal sealed class MllpClient : IAsyncDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    private readonly TcpClient _tcp;
    private readonly SslStream _tls;
    private readonly MllpReader _answers;

    private MllpClient(TcpClient tcp, SslStream tls)
        => (_tcp, _tls, _answers) = (tcp, tls, new MllpReader(PipeReader.Create(tls), LargestAnswer));

    /// <param name="certificate">Of the establishment, with its key; null shows none.</param>
    /// <param name="roots">Whose server certificates are believed; nothing else is.</param>
    public static async Task<MllpClient> ConnectAsync(
        Uri address, X509Certificate2? certificate, X509Certificate2Collection roots, CancellationToken ct)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        var tcp = new TcpClient { NoDelay = true };
        try
        {
            await tcp.ConnectAsync(address.Host.Trim('[', ']'), address.Port, ct);
            var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = address.Host,
                    CertificateChainPolicy = policy,
                    ClientCertificateContext = certificate is null
                        ? null
                        : SslStreamCertificateContext.Create(certificate, null, offline: true),
                },
                ct);
            return new MllpClient(tcp, tls);
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    /// <summary>The message in its frame.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> message)
        => [MllpReader.StartBlock, .. message, MllpReader.EndBlock, MllpReader.CarriageReturn];

    /// <summary>Bytes as they are, framed or not.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct = default)
    {
        await _tls.WriteAsync(bytes, ct);
        await _tls.FlushAsync(ct);
    }

    /// <summary>The next answer, or null when the other side has closed.</summary>
    public async Task<Hl7v2Message?> AnswerAsync(CancellationToken ct = default)
        => await _answers.WaitAsync(ct) ? Hl7v2Message.Read(await _answers.ReadAsync(_ => { }, ct)) : null;

    /// <summary>Sends a message and waits for its answer.</summary>
    public async Task<Hl7v2Message?> SendAsync(ReadOnlyMemory<byte> message, CancellationToken ct = default)
    {
        await WriteAsync(Frame(message.Span), ct);
        return await AnswerAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _tcp.Dispose();
    }
}
