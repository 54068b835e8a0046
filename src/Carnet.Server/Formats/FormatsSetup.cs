using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Documents.Personal;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Pki;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Formats;

/// <summary>Front page of the room: standards of content in the words of the domain, for the use cases.</summary>
internal static class FormatsSetup
{
    public static IServiceCollection AddFormats(this IServiceCollection services)
    {
        services.Bind<CheckerOptions>("Checker");
        return services
            .AddSingleton<IValidateOptions<CheckerOptions>, CheckerOptionsValidation>()
            .AddSingleton<IClinicalDocuments, ClinicalDocuments>()
            .AddSingleton<IFileWords, PdfReader>()
            .AddSingleton<IPersonalDocuments, PersonalDocuments>()
            .AddSingleton<ILotSignatures, LotSignatures>()
            .AddSingleton(provider => new Checkers(
                provider.GetRequiredService<CertificateTrust>(), provider.GetRequiredService<IOptions<CheckerOptions>>()));
    }
}
