using Carnet.Server.Platform;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Demo;

/// <summary>Front page of the demo: its cards are trusted and its world is filled, never outside <c>--demo</c>.</summary>
internal static class DemoSetup
{
    public static IServiceCollection AddDemoWorld(this IServiceCollection services)
    {
        services.AddSingleton<DemoWorld>();
        services.AddSingleton<IPostConfigureOptions<TrustOptions>, DemoTrust>();
        services.AddSingleton<IPostConfigureOptions<DoorsOptions>, DemoDoors>();
        return services;
    }

    /// <summary>Opens the other doors for machines and cards beside the usual address of the SOAP door; who moves that one says where these go.</summary>
    private sealed class DemoDoors : IPostConfigureOptions<DoorsOptions>
    {
        public void PostConfigure(string? name, DoorsOptions options)
        {
            var usual = options.Soap == new DoorsOptions().Soap;
            options.Hl7v2 ??= usual ? "mllps://localhost:2575" : "";
            options.Card ??= usual ? "https://localhost:8445" : "";
        }
    }

    /// <summary>Puts the demo's own root and server certificate where none is configured.</summary>
    private sealed class DemoTrust(IOptions<DataOptions> data) : IPostConfigureOptions<TrustOptions>
    {
        public void PostConfigure(string? name, TrustOptions options)
        {
            options.Roots ??= Path.Combine(data.Value.Demo, "ca.pem");
            if (options.ServerCertificate is null)
            {
                options.ServerCertificate = Path.Combine(data.Value.Demo, "server.pem");
                options.ServerKey = Path.Combine(data.Value.Demo, "server.key");
            }
        }
    }
}
