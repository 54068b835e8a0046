using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Hosting;

/// <summary>Section <c>Carnet:Portal</c>: what stands between browsers and the portals.</summary>
internal sealed class PortalOptions
{
    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) and networks (<c>10.0.0.0/24</c>) of the proxies that end TLS before the portals. None by
    /// default: then nobody's <c>X-Forwarded-*</c> is believed.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];
}

/// <summary>Takes scheme, host and address of the browser from the headers of a known proxy, on the door for people alone.</summary>
/// <remarks>
/// Passkeys are bound to the name and scheme that the browser sees, and cookies and HSTS to its scheme. Only the last value
/// of each header counts: it is the one that the known proxy wrote itself. Messages and cards come over mutual TLS, which
/// no proxy can pass on, so their doors know no such headers. Source: OWASP ASVS 5.0 4.1.3.
/// </remarks>
internal sealed class ForwardedHeadersFilter(IOptions<PortalOptions> portal) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (portal.Value.TrustedProxies.Count > 0)
        {
            app.UseWhen(
                context => context.Features.Get<ListeningDoorFeature>()?.Door is ListeningDoor.Portals,
                people => people.UseForwardedHeaders(Believing(portal.Value.TrustedProxies)));
        }

        next(app);
    };

    private static ForwardedHeadersOptions Believing(IReadOnlyList<string> proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = 1,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        }

        return options;
    }
}

/// <summary>Refuses to start on a proxy that cannot be meant, or on a network that is everybody.</summary>
internal sealed class PortalOptionsValidation : IValidateOptions<PortalOptions>
{
    private const int SmallestPrefix = 8;

    public ValidateOptionsResult Validate(string? name, PortalOptions options)
    {
        for (var i = 0; i < options.TrustedProxies.Count; i++)
        {
            var proxy = options.TrustedProxies[i];
            if (!(IPAddress.TryParse(proxy, out var address) ? !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
                : System.Net.IPNetwork.TryParse(proxy, out var network) && network.PrefixLength >= SmallestPrefix))
            {
                return ValidateOptionsResult.Fail($"Carnet:Portal:TrustedProxies:{i} is \"{proxy}\"; allowed: the address of a proxy, "
                    + $"e.g. 10.0.0.7, or a network with a prefix of {SmallestPrefix} bits or more, e.g. 10.0.0.0/24, since whoever is "
                    + "in it is believed about the address and name that a browser asked for.");
            }
        }

        return ValidateOptionsResult.Success;
    }
}
