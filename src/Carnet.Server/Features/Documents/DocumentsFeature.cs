using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents.Personal;
using Carnet.Server.Features.Documents.Searching;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Features.Documents;

/// <summary>Front page of the room: documents come in, are found, read and shown. Source: rules F-1 to F-8, V-1 to V-8.</summary>
internal static class DocumentsFeature
{
    public static IServiceCollection AddDocuments(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<QuarantineHealth>("quarantine");
        services.Bind<PatientListOptions>("PatientList");
        return services
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
            .AddSingleton<SearchTexts>()
            .AddSingleton<SearchPreparation>()
            .AddHostedService(provider => provider.GetRequiredService<SearchPreparation>())
            .AddUseCase<BrowseDocuments, BrowsedDocuments, BrowseDocumentsHandler>()
            .AddUseCase<AddOwnDocument, OwnDocumentAdded, AddOwnDocumentHandler>()
            .AddUseCase<ReadWishes, WishList, ReadWishesHandler>()
            .AddUseCase<SaveWish, OwnDocumentAdded, SaveWishHandler>()
            .AddUseCase<ViewDocument, DocumentView, ViewDocumentHandler>()
            .AddUseCase<ReadContent, ContentStream, ReadContentHandler>()
            .AddUseCase<SetMarks, AmendedDocument, SetMarksHandler>()
            .AddUseCase<SetStatus, AmendedDocument, SetStatusHandler>()
            .AddUseCase<ExplainDocument, Explanation, ExplainDocumentHandler>()
            .AddUseCase<NoteOpposition, NotedOpposition, NoteOppositionHandler>()
            .AddSingleton<PatientListLimit>()
            .AddUseCase<ListPatients, IReadOnlyList<ListedPatient>, ListPatientsHandler>();
    }
}
