using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Documents.Personal;

namespace Carnet.Server.Formats;

/// <summary>Front page of the room: standards of content in the words of the domain, for the use cases.</summary>
internal static class FormatsSetup
{
    public static IServiceCollection AddFormats(this IServiceCollection services) => services
        .AddSingleton<IClinicalDocuments, ClinicalDocuments>()
        .AddSingleton<IFileWords, PdfReader>()
        .AddSingleton<IPersonalDocuments, PersonalDocuments>()
        .AddSingleton<ILotSignatures, LotSignatures>()
        .AddSingleton<Checkers>();
}
