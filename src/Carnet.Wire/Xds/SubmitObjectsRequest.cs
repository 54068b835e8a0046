using System.Buffers;
using System.Xml;
using Carnet.Wire.Soap;

namespace Carnet.Wire.Xds;

/// <summary>A submission's metadata: one set, its documents, its arrows; the whole body of an ITI-57 request.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.1.1, IHE ITI Metadata Update 3.57.4.1.</remarks>
public sealed record SubmitObjectsRequest(
    SubmissionSet SubmissionSet,
    IReadOnlyList<DocumentEntry> DocumentEntries,
    IReadOnlyList<Association> Associations)
{
    /// <summary>Reads from the reader's element; an <c>xds.…</c> code for the first defect in the order of the
    /// message.</summary>
    public static SubmitObjectsRequest Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "SubmitObjectsRequest", RimText.Lcm, "xds.body");
        List<RimObject>? objects = null;
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName == "RegistryObjectList" && reader.NamespaceURI == RimText.Rim)
            {
                objects = objects is null ? RimReader.ObjectList(reader)
                    : throw new WireFormatException("xds.body",
                        "L'élément « RegistryObjectList » est présent deux fois.");
            }
        }

        return SubmissionRules.Build(objects
            ?? throw new WireFormatException("xds.body", "L'élément « RegistryObjectList » manque."));
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new RimWriter(output);
        xml.Raw("<lcm:SubmitObjectsRequest xmlns:lcm=\"urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0\""u8);
        xml.Raw(" xmlns:rim=\"urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0\"><rim:RegistryObjectList>"u8);
        xml.SubmissionSet(SubmissionSet);
        foreach (var entry in DocumentEntries)
        {
            xml.DocumentEntry(entry);
        }

        foreach (var association in Associations)
        {
            xml.Association(association);
        }

        xml.Raw("</rim:RegistryObjectList></lcm:SubmitObjectsRequest>"u8);
    }
}
