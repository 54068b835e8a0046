using Carnet.Server.Platform;
using Carnet.Server.Platform.Trail;

namespace Carnet.Server.Features.Traces;

/// <summary>Front page of the room: what happened is written, and shown to whom it concerns. Source: rules T-1 to T-3.</summary>
internal static class TracesFeature
{
    public static IServiceCollection AddTraces(this IServiceCollection services) => services
        .AddSingleton<Scribe>()
        .AddSingleton<OwnTraces>()
        .AddUseCase<ListTraces, TraceList, ListTracesHandler>()
        .AddUseCase<ProveTrace, TraceProof, ProveTraceHandler>()
        .AddUseCase<CheckProof, CheckedProof, CheckProofHandler>()
        .AddUseCase<ShowTrailKey, TrailKey, ShowTrailKeyHandler>()
        .AddUseCase<ReportAccess, Guid, ReportAccessHandler>()
        .AddUseCase<ListOwnReports, IReadOnlyList<OwnReport>, ListOwnReportsHandler>()
        .AddUseCase<ListReports, IReadOnlyList<ReportLine>, ListReportsHandler>()
        .AddUseCase<ShowReport, ReportShown, ShowReportHandler>()
        .AddUseCase<AnswerReport, Guid, AnswerReportHandler>();
}
