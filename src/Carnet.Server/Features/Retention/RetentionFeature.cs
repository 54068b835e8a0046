using Carnet.Server.Platform;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Features.Retention;

/// <summary>Front page of the room: the end of a record. Source: rules L-8, N-6, T-3.</summary>
internal static class RetentionFeature
{
    public static IServiceCollection AddRetention(this IServiceCollection services) => services
        .AddJob<DestructionNotice>()
        .AddJob<RecordDestruction>()
        .AddSingleton<DestructionCheck>()
        .AddUseCase<ListDestructions, IReadOnlyList<DestructionLine>, ListDestructionsHandler>();
}
