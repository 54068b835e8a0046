using System.Buffers;
using System.Xml;

namespace Carnet.Wire.Xds;

/// <summary>A submission's metadata: one set, its documents, its arrows; the whole body of an ITI-57 request.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.1.1, IHE ITI Metadata Update 3.57.4.1.</remarks>
public sealed record SubmitObjectsRequest(
    SubmissionSet SubmissionSet,
    IReadOnlyList<DocumentEntry> DocumentEntries,
    IReadOnlyList<Association> Associations)
{
    /// <summary>Reads from the reader's element; an <c>xds.…</c> code for the first defect in the order of the message.</summary>
    public static SubmitObjectsRequest Read(XmlReader reader) => throw new NotImplementedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();
}
