using System.Buffers;
using System.Xml;

namespace Carnet.Wire.Xds;

/// <summary>ITI-41: a submission with the bytes of each of its documents.</summary>
/// <remarks>Source: IHE ITI TF-2 3.41.4.1.</remarks>
public sealed record ProvideAndRegisterDocumentSetRequest(
    SubmitObjectsRequest Submission, IReadOnlyList<SubmittedDocument> Documents)
{
    /// <summary>The parts that the multipart message must bring, each once.</summary>
    public IEnumerable<string> ContentIds => Documents.Select(d => d.ContentId).OfType<string>();

    /// <summary>Reads from the reader's element; an <c>xds.…</c> or <c>mtom.…</c> code for the first defect.</summary>
    public static ProvideAndRegisterDocumentSetRequest Read(XmlReader reader) => throw new NotImplementedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();
}
