using System.Buffers;
using System.Xml;
using Carnet.Wire.Soap;

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

    /// <summary>Reads from the reader's element; an <c>xds.…</c> code for the first defect.</summary>
    public static AdhocQueryResponse Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "AdhocQueryResponse", RimText.Query, "xds.body");
        var read = new AdhocQueryResponse(ResponseFrame.StatusOf(reader))
        {
            StartIndex = RimText.Integer(reader.GetAttribute("startIndex")) ?? 0,
            TotalResultCount = RimText.Integer(reader.GetAttribute("totalResultCount")),
        };
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName == "RegistryErrorList" && reader.NamespaceURI == RimText.Rs)
            {
                read = read with { Errors = ResponseFrame.Errors(reader) };
            }
            else if (reader.LocalName == "RegistryObjectList" && reader.NamespaceURI == RimText.Rim)
            {
                read = read.With(RimReader.ObjectList(reader));
            }
        }

        return read;
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var rim = new RimWriter(output);
        rim.Xml.Raw("<query:AdhocQueryResponse xmlns:query=\"urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0\""u8)
            .Raw(" xmlns:rs=\"urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0\""u8)
            .Raw(" xmlns:rim=\"urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0\" status=\""u8)
            .Raw(ResponseFrame.Urn(Status)).Raw("\""u8);
        if (StartIndex > 0)
        {
            rim.Xml.Raw(" startIndex=\""u8).Number(StartIndex).Raw("\""u8);
        }

        if (TotalResultCount is { } total)
        {
            rim.Xml.Raw(" totalResultCount=\""u8).Number(total).Raw("\""u8);
        }

        rim.Raw(">"u8);
        ResponseFrame.Write(rim.Xml, Errors);
        rim.Raw("<rim:RegistryObjectList>"u8);
        foreach (var id in ObjectRefs)
        {
            rim.Xml.Raw("<rim:ObjectRef"u8).Attribute("id"u8, id).Raw("/>"u8);
        }

        foreach (var set in SubmissionSets)
        {
            rim.SubmissionSet(set);
        }

        foreach (var entry in DocumentEntries)
        {
            rim.DocumentEntry(entry);
        }

        foreach (var association in Associations)
        {
            rim.Association(association);
        }

        rim.Raw("</rim:RegistryObjectList></query:AdhocQueryResponse>"u8);
    }

    private AdhocQueryResponse With(List<RimObject> objects) => this with
    {
        ObjectRefs = [.. objects.Where(o => o.Kind == "ObjectRef").Select(o => o.Id)],
        DocumentEntries = [.. objects.Where(o => o.Kind == "ExtrinsicObject").Select(RimObjects.DocumentEntry)],
        SubmissionSets =
        [
            .. objects.Where(o => o.Kind == "RegistryPackage"
                    && SubmissionRules.IsClassified(o, objects, XdsSchemes.SubmissionSetNode))
                .Select(RimObjects.SubmissionSet),
        ],
        Associations = [.. objects.Where(o => o.Kind == "Association").Select(RimObjects.Association)],
    };
}
