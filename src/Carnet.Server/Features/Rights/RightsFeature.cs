using Carnet.Server.Platform;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Carnet.Server.Features.Rights;

/// <summary>Front page of the room: copy of everything, rectification, destruction of one's own documents. Source: rule L-9.</summary>
internal static class RightsFeature
{
    public static IServiceCollection AddRights(this IServiceCollection services)
    {
        services.TryAddSingleton<ActWords>(act => act.ToString());
        return services
            .AddScoped<CopyGathering>()
            .AddScoped<CopyPages>()
            .AddUseCase<MakeEmergencyCard, EmergencyCard, MakeEmergencyCardHandler>()
            .AddUseCase<CheckCard, CheckedCard, CheckCardHandler>()
            .AddUseCase<CopyRecord, RecordCopy, CopyRecordHandler>()
            .AddUseCase<AskRectification, Guid, AskRectificationHandler>()
            .AddUseCase<AnswerRectification, Guid, AnswerRectificationHandler>()
            .AddUseCase<ListRectifications, IReadOnlyList<RectificationLine>, ListRectificationsHandler>()
            .AddUseCase<DestroyOwnDocument, bool, DestroyOwnDocumentHandler>();
    }
}
