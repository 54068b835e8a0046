using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Operations;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Carnet.Server.Endpoints.Ops;

/// <summary>Front page of the operations door: health, metrics, version; on loopback only.</summary>
internal static class OperationsEndpoints
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database").AddCheck<DiskHealth>("disk");
        services.AddSingleton<Metrics>();
        services.AddHostedService(provider => provider.GetRequiredService<Metrics>());
        return services;
    }

    public static void MapOperations(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false })
            .BehindDoor(ListeningDoor.Operations);
        app.MapHealthChecks("/health/ready").BehindDoor(ListeningDoor.Operations);
        app.MapGet("/metrics", (Metrics metrics) => TypedResults.Text(metrics.Render(), "text/plain; version=0.0.4"))
            .WithName("metrics").BehindDoor(ListeningDoor.Operations);
        app.MapGet("/version", () => TypedResults.Text(
                typeof(OperationsEndpoints).Assembly.GetName().Version?.ToString(3) ?? "", "text/plain"))
            .WithName("version").BehindDoor(ListeningDoor.Operations);
    }
}
