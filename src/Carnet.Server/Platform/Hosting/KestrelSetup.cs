using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Carnet.Server.Platform.Pki;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Hosting;

/// <summary>Opens the doors: portals, SOAP with mutual TLS, operations on loopback.</summary>
internal sealed class KestrelSetup(IOptions<DoorsOptions> doors, ServerCertificate certificate)
    : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>Bytes of an answer that may wait for a slow client: a list of a full record fits without a pause.</summary>
    public const int WriteBuffer = 512 * 1024;

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestLineSize = 8 * 1024;
        options.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        options.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        options.Limits.MaxConcurrentConnections = 2_000;
        foreach (var door in Enum.GetValues<ListeningDoor>())
        {
            if (doors.Value.AddressOf(door) is { } address)
            {
                Listen(options, address, listen => Configure(listen, door, address));
            }
        }
    }

    private void Configure(ListenOptions listen, ListeningDoor door, Uri address)
    {
        listen.Protocols = HttpProtocols.Http1;
        if (address.Scheme == Uri.UriSchemeHttps || door is ListeningDoor.Hl7v2)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(Tls(door)) });
        }

        listen.Use(next => connection =>
        {
            connection.Features.Set(new ListeningDoorFeature(door));
            return next(connection);
        });
        if (door is ListeningDoor.Hl7v2)
        {
            listen.Use(_ => connection => listen.ApplicationServices.GetRequiredService<IHospitalConnections>().ServeAsync(connection));
        }
    }

    // Asked for at each handshake, so that the certificate need not exist before the first one; what it answers is kept.
    private SslServerAuthenticationOptions Tls(ListeningDoor door) => new()
    {
        ServerCertificateContext = certificate.Context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        ClientCertificateRequired = AsksForCertificate(door),
        // A certificate whose key was proved opens the connection; whether its holder is heard is said by the door, in a
        // sentence and with a trace, which a broken handshake could not give.
        RemoteCertificateValidationCallback = (_, client, _, _) => !AsksForCertificate(door) || client is not null,
    };

    private static bool AsksForCertificate(ListeningDoor door) => door is ListeningDoor.Soap or ListeningDoor.Hl7v2 or ListeningDoor.Card;

    private static void Listen(KestrelServerOptions options, Uri address, Action<ListenOptions> configure)
    {
        if (address.Host is "localhost" && address.Port != 0)
        {
            options.ListenLocalhost(address.Port, configure);
        }
        else if (address.Host is "localhost")
        {
            options.Listen(IPAddress.Loopback, 0, configure);
        }
        else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            options.Listen(ip, address.Port, configure);
        }
        else
        {
            options.ListenAnyIP(address.Port, configure);
        }
    }
}
