using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Features.Contextual;

/// <summary>Front page of the room: how a professional comes from their software to the pages of one person.</summary>
/// <remarks>Source: rule A-8; DMP 1.7 (TD0.9, TD0.10).</remarks>
internal static class ContextualFeature
{
    public static IServiceCollection AddContextual(this IServiceCollection services)
    {
        services.Bind<ContextualOptions>("Contextual");
        return services
            .AddJob<ContextSweep>()
            .AddUseCase<RecogniseCard, RecognisedCard, RecogniseCardHandler>()
            .AddUseCase<OpenContext, ContextOpened, OpenContextHandler>()
            .AddUseCase<ResolveContext, WebContext, ResolveContextHandler>()
            .AddUseCase<CloseContext, ContextClosed, CloseContextHandler>();
    }
}
