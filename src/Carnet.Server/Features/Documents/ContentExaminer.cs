using Carnet.Server.Platform.Antivirus;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Documents;

/// <summary>Looks at contents before anybody reads them.</summary>
internal interface IContentExaminer
{
    /// <summary>False where nobody was set to look; then nothing is asked and nothing waits.</summary>
    bool IsSetUp { get; }

    /// <param name="open">The content from its start; opened as often as needed.</param>
    Task<ScanVerdict> ExamineAsync(Func<Stream> open, string mimeType, CancellationToken ct);
}

/// <summary>Asks the scanner about the content, and about what a clinical document wraps, which a scanner would not unwrap.</summary>
/// <remarks>Source: rule F-10.</remarks>
internal sealed class ContentExaminer(ClamdClient scanner, IClinicalDocuments clinical, IOptions<Platform.FeedingOptions> options)
    : IContentExaminer
{
    public bool IsSetUp => scanner.IsSetUp;

    public async Task<ScanVerdict> ExamineAsync(Func<Stream> open, string mimeType, CancellationToken ct)
    {
        await using (var content = open())
        {
            if (await scanner.ScanAsync(content, ct) is not ScanVerdict.Clean and var verdict)
            {
                return verdict;
            }
        }

        if (mimeType is not "text/xml")
        {
            return ScanVerdict.Clean;
        }

        RenderedClinicalDocument rendered;
        await using (var content = open())
        {
            rendered = clinical.Render(content, _ => "");
        }

        if (rendered.BodyMediaType is not null)
        {
            using var body = new MemoryStream();
            await using (var content = open())
            {
                clinical.CopyBody(content, body, options.Value.MaxDocumentBytes);
            }

            body.Position = 0;
            return await scanner.ScanAsync(body, ct);
        }

        for (var number = 0; number <= rendered.ImageCount; number++)
        {
            await using var content = open();
            if (clinical.Image(content, number) is var (_, image)
                && await scanner.ScanAsync(new MemoryStream(image, writable: false), ct) is not ScanVerdict.Clean and var verdict)
            {
                return verdict;
            }
        }

        return ScanVerdict.Clean;
    }
}
