using System.Globalization;
using System.Xml;
using Carnet.Wire.Xds;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>Steps through HL7 v3 on a tape: by name and namespace, without a tree and without recursion.</summary>
/// <remarks>
/// What the reader of a message does not ask for is passed over, as HL7 asks of receivers; what it asks for once may
/// not be there twice, so that no second value can hide behind the first.
/// </remarks>
internal static class Hl7Walk
{
    public const string Namespace = "urn:hl7-org:v3";
    public const string InteractionRoot = "2.16.840.1.113883.1.6";

    private const string Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Tapes the element on which the reader stands, or the next one. The caller disposes the tape.</summary>
    public static XmlTape Tape(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        while (reader.NodeType is not XmlNodeType.Element)
        {
            if (!reader.Read())
            {
                throw new WireFormatException("patients.body", "Le message n'a pas d'élément.");
            }
        }

        var tape = new XmlTape();
        try
        {
            do
            {
                tape.Add(reader);
            }
            while (!tape.IsComplete && reader.Read());
            return tape;
        }
        catch
        {
            tape.Dispose();
            throw;
        }
    }

    /// <summary>The child elements of that name, text between them passed over.</summary>
    public static IEnumerable<TapeElement> All(this TapeElement parent, string name)
    {
        for (var i = parent.Index + 1; i < parent.End; i++)
        {
            var node = parent.Tape[i];
            if (node.Type is XmlNodeType.Element)
            {
                if (node.LocalName == name && node.Uri == Namespace)
                {
                    yield return new TapeElement(parent.Tape, i);
                }

                i = node.Other;
            }
        }
    }

    /// <summary>The one child of that name, or null.</summary>
    public static TapeElement? One(this TapeElement parent, string name)
    {
        TapeElement? found = null;
        foreach (var child in parent.All(name))
        {
            found = found is null ? child
                : throw new WireFormatException("patients.repeated", $"L'élément « {name} » est répété.");
        }

        return found;
    }

    public static TapeElement Required(this TapeElement parent, string name)
        => parent.One(name) ?? throw Missing(name);

    /// <summary>Walks down a path of single elements; null where one is absent.</summary>
    public static TapeElement? At(this TapeElement parent, params ReadOnlySpan<string> path)
    {
        TapeElement? at = parent;
        foreach (var name in path)
        {
            at = at.Value.One(name);
            if (at is null)
            {
                return null;
            }
        }

        return at;
    }

    /// <summary>An attribute trimmed, or null where it is absent or empty.</summary>
    public static string? Value(this TapeElement element, string attribute)
        => element.Attribute(attribute)?.Trim(' ', '\t', '\r', '\n') is { Length: > 0 } text ? text : null;

    /// <summary>Text of an element, or null where it is empty; other content refuses.</summary>
    public static string? TextOf(this TapeElement element) => element.Text() switch
    {
        null => throw new WireFormatException("patients.text", $"L'élément « {element.LocalName} » contient autre chose que du texte."),
        { Length: 0 } => null,
        { Length: > 1000 } => throw new WireFormatException("patients.text", $"L'élément « {element.LocalName} » est trop long."),
        var text => text,
    };

    /// <summary>An instance identifier.</summary>
    public static Ii Identifier(this TapeElement element)
        => element.Value("root") is { } root && (Oid.IsValid(root) || Guid.TryParse(root, out _))
            ? new Ii(root, element.Value("extension"))
            : throw new WireFormatException("patients.id", $"L'identifiant « {element.LocalName} » n'a pas d'OID (root).");

    /// <summary>The local part of xsi:type, without prefix; null where none is given.</summary>
    public static string? TypeOf(this TapeElement element)
    {
        for (var i = element.Index + 1; i < element.Tape.Count && element.Tape[i].Type is XmlNodeType.Attribute; i++)
        {
            if (element.Tape[i] is { LocalName: "type", Uri: Xsi, Value: var type })
            {
                return type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }

        return null;
    }

    /// <summary>A time stamp whose digits are checked, or null where there is none.</summary>
    public static string? Instant(this TapeElement? element, string name)
        => element?.Value("value") is not { } text ? null
            : Dtm.IsValid(text.Split('+', '-')[0].Split('.')[0]) ? text
            : throw new WireFormatException("patients.time", $"L'élément « {name} » n'est pas une date HL7.");

    public static WireFormatException Missing(string name)
        => new("patients.missing", $"L'élément « {name} » manque.");

    public static int? Integer(string? text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Instance identifier: an OID and what it names below it.</summary>
/// <param name="Root">OID or UUID.</param>
/// <param name="Extension">Null where the root alone identifies.</param>
/// <remarks>Source: HL7 v3 PRPA.</remarks>
public sealed record Ii(string Root, string? Extension = null);
