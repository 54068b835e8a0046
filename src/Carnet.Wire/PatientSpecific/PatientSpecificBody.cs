using System.Xml;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Xml;

namespace Carnet.Wire.PatientSpecific;

/// <summary>Reads and writes the flat elements of the PatientSpecific and patientCertif services.</summary>
internal static class PatientSpecificBody
{
    public const string Namespace = "urn:si-dmp-patients";

    /// <summary>The texts of the one element's children; unknown, repeated or nested ones refuse.</summary>
    public static Dictionary<string, string> Flat(XmlReader reader, string name, string space, params ReadOnlySpan<string> known)
    {
        using var tape = Hl7Walk.Tape(reader);
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (var child in Root(tape, name, space).Children())
        {
            if (child.Node.Uri != space || !known.Contains(child.LocalName)
                || !texts.TryAdd(child.LocalName, child.Text() ?? throw Malformed(name)))
            {
                throw Malformed(name);
            }
        }

        return texts;
    }

    public static TapeElement Root(XmlTape tape, string name, string space)
        => tape.Root.Is(name, space) ? tape.Root : throw Malformed(name);

    public static string? Text(List<TapeElement> children, string name, string space)
        => children.Where(child => child.Is(name, space)).Select(child => child.Text()).FirstOrDefault();

    public static void Element(Utf8XmlWriter xml, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            xml.Raw("<"u8).Raw(name).Raw(">"u8).Text(text).Raw("</"u8).Raw(name).Raw(">"u8);
        }
    }

    public static WireFormatException Malformed(string name)
        => new("patients.body", $"La demande « {name} » contient un élément inconnu, répété, ou d'une autre forme.");

    public static WireFormatException Field(string name, string allowed)
        => new("patients.field", $"L'élément « {name} » manque ou n'est pas admis : {allowed}.");
}
