using System.Buffers;
using System.Xml;

namespace Carnet.Wire.Xds;

/// <summary>ITI-18 answer: objects (LeafClass) or identifiers (ObjectRef), with status and errors.</summary>
/// <remarks>Source: IHE ITI TF-2 3.18.4.1.3.</remarks>
public sealed record AdhocQueryResponse(ResponseStatus Status)
{
    public IReadOnlyList<RegistryError> Errors { get; init; } = [];

    public IReadOnlyList<DocumentEntry> DocumentEntries { get; init; } = [];

    public IReadOnlyList<SubmissionSet> SubmissionSets { get; init; } = [];

    public IReadOnlyList<Association> Associations { get; init; } = [];

    /// <summary>Identifiers, <c>urn:uuid:…</c>, when ObjectRef was asked for.</summary>
    public IReadOnlyList<string> ObjectRefs { get; init; } = [];

    /// <summary>First result sent, from 0.</summary>
    public int StartIndex { get; init; }

    /// <summary>Results in all; null when not told.</summary>
    public int? TotalResultCount { get; init; }

    public static AdhocQueryResponse Read(XmlReader reader) => throw new NotImplementedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();
}
