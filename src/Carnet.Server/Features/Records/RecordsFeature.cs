using Carnet.Domain.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Features.Records;

/// <summary>Front page of the room: the life of a record. Source: rules L-1 to L-4, L-8, N-6.</summary>
internal static class RecordsFeature
{
    public static IServiceCollection AddRecords(this IServiceCollection services)
    {
        services.Bind<RetentionOptions>("Retention");
        return services
            .AddSingleton<IRecords, Records>()
            .AddJob<TraitIndexing>()
            .AddUseCase<ConsultRecord, RecordSheet, ConsultRecordHandler>()
            .AddUseCase<FindCandidates, IReadOnlyList<Candidate>, FindCandidatesHandler>()
            .AddUseCase<OpenRecord, OpenedAnswer, OpenRecordHandler>()
            .AddUseCase<ReviseRecord, RecordId, ReviseRecordHandler>()
            .AddUseCase<CloseRecord, RecordId, CloseRecordHandler>()
            .AddUseCase<ReactivateRecord, RecordId, ReactivateRecordHandler>();
    }
}
