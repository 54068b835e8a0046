using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;

namespace Carnet.Server.Features.Documents;

/// <summary>Reads clinical documents. The formats themselves are known to another room, which implements this.</summary>
internal interface IClinicalDocuments
{
    /// <summary>The header, after a check of the whole document: well-formed, no DTD, minimal structure.</summary>
    Outcome<ClinicalHeader> ReadHeader(Stream content);

    /// <summary>The document as people read it. Nothing of the document itself runs or is fetched.</summary>
    /// <param name="imageAddress">The address under which the n-th embedded image will be served.</param>
    RenderedClinicalDocument Render(Stream content, Func<int, string> imageAddress);

    /// <summary>The words that its page shows, at most <paramref name="most"/> characters; empty where it cannot be read.</summary>
    string Words(ReadOnlyMemory<byte> content, int most);

    /// <summary>Copies the body of a level 1 document, decoded.</summary>
    void CopyBody(Stream content, Stream target, long limit);

    /// <summary>The n-th embedded image, or null.</summary>
    (string MediaType, byte[] Bytes)? Image(Stream content, int number);
}

/// <summary>The words of files that are no text.</summary>
internal interface IFileWords
{
    /// <summary>The words of a PDF, at most some 200,000 characters; empty where it has none or cannot be read in time.</summary>
    Task<string> OfPdfAsync(ReadOnlyMemory<byte> pdf, CancellationToken ct);
}

/// <summary>A clinical document made ready for a page.</summary>
/// <param name="BodyHtml">Safe HTML of a structured body: our own elements, every text encoded.</param>
/// <param name="BodyMediaType">Media type of an unstructured body.</param>
/// <param name="BodyText">The unstructured body where it is plain text.</param>
internal sealed record RenderedClinicalDocument(
    string? BodyHtml, string? BodyMediaType, string? BodyText, int ImageCount);

/// <summary>Checks the detached signature of a set.</summary>
internal interface ILotSignatures
{
    /// <summary>The certificate that signed, where the signature covers exactly these documents; else null.</summary>
    Task<X509Certificate2?> VerifyAsync(
        ReadOnlyMemory<byte> signature, string submissionUniqueId,
        IReadOnlyDictionary<string, Func<Stream>> documents, CancellationToken ct);
}

/// <summary>The contents of a set, in the order in which they arrive; each is read once and to its end.</summary>
internal interface IContentSource
{
    /// <summary>The next content, or null after the last. A null key belongs to no document of the set.</summary>
    ValueTask<(string? Key, Stream Content)?> NextAsync(CancellationToken ct);
}

/// <summary>A message that broke off or was built wrongly while its contents were being read.</summary>
internal sealed class BrokenContentException(Failure failure, Exception? cause = null) : Exception(failure.Code, cause)
{
    public Failure Failure { get; } = failure;
}
