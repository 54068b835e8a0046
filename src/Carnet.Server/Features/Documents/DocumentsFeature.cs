using Carnet.Domain.Documents;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Features.Documents;

/// <summary>Front page of the room: documents come in, are found, read and shown. Source: rules F-1 to F-8, V-1 to V-8.</summary>
internal static class DocumentsFeature
{
    public static IServiceCollection AddDocuments(this IServiceCollection services) => services
        .AddScoped<Reading>()
        .AddScoped<Intake>()
        .AddScoped<SubmissionStore>()
        .AddScoped<EmergencyNotices>()
        .AddScoped<IContentExaminer, ContentExaminer>()
        .AddScoped<Quarantine>()
        .AddJob<QuarantineJob>()
        .AddUseCase<ListQuarantine, IReadOnlyList<HeldDocument>, ListQuarantineHandler>()
        .AddUseCase<DecideQuarantine, DocumentId, DecideQuarantineHandler>()
        .AddSingleton<FirstReadings>()
        .AddSingleton<NewDocumentNotices>()
        .AddScoped<Amending>()
        .AddScoped<Audience>()
        .AddJob<VaultSweep>()
        .AddSingleton<IDocumentLabels, DocumentLabels>()
        .AddUseCase<SubmitDocuments, SubmissionAccepted, SubmitDocumentsHandler>()
        .AddUseCase<FindDocuments, FoundDocuments, FindDocumentsHandler>()
        .AddUseCase<ReadDocuments, IReadOnlyList<ReadContentAnswer>, ReadDocumentsHandler>()
        .AddUseCase<ListDocuments, DocumentList, ListDocumentsHandler>()
        .AddUseCase<ViewDocument, DocumentView, ViewDocumentHandler>()
        .AddUseCase<ReadContent, ContentStream, ReadContentHandler>()
        .AddUseCase<SetMarks, AmendedDocument, SetMarksHandler>()
        .AddUseCase<SetStatus, AmendedDocument, SetStatusHandler>()
        .AddUseCase<ExplainDocument, Explanation, ExplainDocumentHandler>()
        .AddPatientLists()
        .AddUseCase<NoteOpposition, NotedOpposition, NoteOppositionHandler>();
}
