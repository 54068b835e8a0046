using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Pki;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform;

/// <summary>Front page of the platform: options, keys, storage, trail, vault, doors.</summary>
internal static class PlatformSetup
{
    public static IServiceCollection AddPlatform(this IServiceCollection services)
    {
        services.AddCarnetOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<MasterKeyRing>();
        services.AddSingleton<RecordIds>();
        services.AddSingleton<KeyWrap>();
        services.AddSingleton<SystemKey>();
        services.AddSingleton<TrailSigner>();
        services.AddSingleton<TrailCheckpoint>();
        services.AddSingleton<TrailVerifier>();
        services.AddStorage();
        services.AddSingleton<Ledger>();
        services.AddSingleton<ILedger>(provider => provider.GetRequiredService<Ledger>());
        services.AddHostedService(provider => provider.GetRequiredService<Ledger>());
        services.AddJob<TokenSweep>();
        services.AddSingleton<Vault.Vault>();
        services.AddSingleton<Antivirus.ClamdClient>();
        services.AddSingleton<Tracing>();
        services.AddSingleton<CertificateTrust>();
        services.AddSingleton<OcspClient>();
        services.AddSingleton<Revocations>();
        services.AddSingleton<ServerCertificate>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        services.Configure<SocketTransportOptions>(sockets => sockets.MaxWriteBufferSize = KestrelSetup.WriteBuffer);
        services.AddTransient<IStartupFilter, ForwardedHeadersFilter>();
        services.AddHostedService<Rest>();
        services.AddSingleton<JobRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<JobRunner>());
        return services;
    }

    /// <summary>Registers one use case; its handler lives as long as one request.</summary>
    public static IServiceCollection AddUseCase<TRequest, TAnswer, THandler>(this IServiceCollection services)
        where THandler : class, IUseCase<TRequest, TAnswer>
        => services.AddScoped<IUseCase<TRequest, TAnswer>, THandler>();
}
