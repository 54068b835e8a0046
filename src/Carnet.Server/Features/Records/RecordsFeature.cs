using Carnet.Domain.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;

namespace Carnet.Server.Features.Records;

/// <summary>Front page of the room: the life of a record. Source: rules L-1 to L-4, L-8, N-6.</summary>
internal static class RecordsFeature
{
    public static IServiceCollection AddRecords(this IServiceCollection services)
    {
        services.Bind<RetentionOptions>("Retention");
        return services
            .AddSingleton<IRecords, Records>()
            .AddUseCase<OpenRecord, OpenedAnswer, OpenRecordHandler>()
            .AddUseCase<CloseRecord, RecordId, CloseRecordHandler>()
            .AddUseCase<ReactivateRecord, RecordId, ReactivateRecordHandler>();
    }
}
