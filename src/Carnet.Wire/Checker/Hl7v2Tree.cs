using System.Globalization;
using System.Xml;
using System.Xml.XPath;
using Carnet.Wire.Hl7v2;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Checker;

/// <summary>An HL7 v2 message as XML: <c>PID/PID.3/PID.3.4/PID.3.4.2</c>, a repetition being a further element.</summary>
/// <remarks>The attribute <c>n</c> of a segment is its rank. Nothing of this leaves the checker.</remarks>
internal static class Hl7v2Tree
{
    public static XPathNavigator Of(Hl7v2Message message)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer))
        {
            xml.WriteStartElement("hl7v2");
            foreach (var segment in message.Segments)
            {
                xml.WriteStartElement(segment.Name);
                xml.WriteAttributeString("n", segment.Line.ToString(CultureInfo.InvariantCulture));
                for (var field = segment.Name == "MSH" ? 3 : 1; field <= segment.Fields; field++)
                {
                    foreach (var value in segment.Repetitions(field))
                    {
                        Write(xml, FormattableString.Invariant($"{segment.Name}.{field}"), value);
                    }
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return SafeXml.Navigate(buffer.ToArray(), XmlLimits.Document);
    }

    /// <summary>Rank of the segment and field of a place, e.g. (3, <c>PID-3.4</c>).</summary>
    public static (int Line, string Path) PlaceOf(XPathNavigator node)
    {
        var at = node.Clone();
        while (at.NodeType is not XPathNodeType.Element && at.MoveToParent())
        {
        }

        var name = at.LocalName;
        var line = 0;
        for (; line == 0 && at.NodeType is XPathNodeType.Element;)
        {
            line = int.TryParse(at.GetAttribute("n", ""), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) ? rank : 0;
            if (!at.MoveToParent())
            {
                break;
            }
        }

        return name == "hl7v2" ? (1, "message") : (line, name.Length > 3 ? $"{name[..3]}-{name[4..]}" : name);
    }

    private static void Write(XmlWriter xml, string name, FieldValue value)
    {
        xml.WriteStartElement(name);
        for (var component = 1; component <= value.Components; component++)
        {
            xml.WriteStartElement(FormattableString.Invariant($"{name}.{component}"));
            var subcomponents = value.Subcomponents(component);
            if (subcomponents <= 1)
            {
                xml.WriteString(Clean(value[component]));
            }
            else
            {
                for (var sub = 1; sub <= subcomponents; sub++)
                {
                    xml.WriteElementString(FormattableString.Invariant($"{name}.{component}.{sub}"), Clean(value[component, sub]));
                }
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Clean(string text)
        => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(sign => XmlConvert.IsXmlChar(sign) ? sign : '\uFFFD'));
}
