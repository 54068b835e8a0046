using Carnet.Server.Platform;

namespace Carnet.Server.Features.Traces;

/// <summary>Front page of the room: what happened is written, and shown to whom it concerns. Source: rules T-1 to T-3.</summary>
internal static class TracesFeature
{
    public static IServiceCollection AddTraces(this IServiceCollection services) => services
        .AddSingleton<Scribe>()
        .AddUseCase<ListTraces, TraceList, ListTracesHandler>();
}
