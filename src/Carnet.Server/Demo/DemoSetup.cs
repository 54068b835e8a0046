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

    /// <summary>Opens the HL7 v2 door beside the usual address of the SOAP door; who moves that one says where this one goes.</summary>
    private sealed class DemoDoors : IPostConfigureOptions<DoorsOptions>
    {
        public void PostConfigure(string? name, DoorsOptions options)
            => options.Hl7v2 ??= options.Soap == new DoorsOptions().Soap ? "mllps://localhost:2575" : "";
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
