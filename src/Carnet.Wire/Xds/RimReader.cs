using System.Xml;
using Carnet.Wire.Soap;

namespace Carnet.Wire.Xds;

/// <summary>Reads registry objects from the wire, with the checks that hold for all of them.</summary>
/// <remarks>Source: OASIS ebRIM 3.0 2.</remarks>
internal static class RimReader
{
    /// <summary>Reads the children of a RegistryObjectList on which the reader stands.</summary>
    public static List<RimObject> ObjectList(XmlReader reader)
    {
        List<RimObject> objects = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.NamespaceURI != RimText.Rim || reader.LocalName is not ("ExtrinsicObject" or "RegistryPackage"
                or "Association" or "Classification" or "ObjectRef"))
            {
                throw new WireFormatException("xds.object", "Un objet de la liste « RegistryObjectList » est inconnu.");
            }

            var read = Object(reader);
            if (!ids.Add(read.Id))
            {
                throw new WireFormatException("xds.id-duplicate", "Deux objets portent le même attribut « id ».");
            }

            objects.Add(read);
        }

        return objects;
    }

    private static RimObject Object(XmlReader reader)
    {
        var read = Attributes(reader);
        HashSet<string>? names = null;
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.NamespaceURI != RimText.Rim)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "Slot":
                    var slot = Slot(reader);
                    if (!(names ??= new(StringComparer.Ordinal)).Add(slot.Name))
                    {
                        throw new WireFormatException("xds.slot-duplicate",
                            $"Un slot d'un élément « {read.Kind} » est présent deux fois.");
                    }

                    read.Slots.Add(slot);
                    break;
                case "Name":
                    read.Name = International(reader);
                    break;
                case "Description":
                    read.Description = International(reader);
                    break;
                case "VersionInfo":
                    read.VersionName = reader.GetAttribute("versionName");
                    break;
                case "Classification":
                    read.Classifications.Add(Owned(Object(reader), read));
                    break;
                case "ExternalIdentifier":
                    read.ExternalIdentifiers.Add(Owned(Object(reader), read));
                    break;
                // A list inside a package would be a second, unchecked way to submit objects.
                case "RegistryObjectList":
                    throw new WireFormatException("xds.object", "Une liste d'objets imbriquée n'est pas admise.");
            }
        }

        return read;
    }

    private static RimObject Attributes(XmlReader reader) => reader.LocalName switch
    {
        "Association" => new()
        {
            Kind = "Association",
            Id = RimText.Required(reader, "id"),
            Status = reader.GetAttribute("status"),
            Scheme = RimText.Required(reader, "associationType"),
            Source = RimText.Required(reader, "sourceObject"),
            Target = RimText.Required(reader, "targetObject"),
        },
        "Classification" => new()
        {
            Kind = "Classification",
            Id = reader.GetAttribute("id") ?? "",
            Scheme = reader.GetAttribute("classificationScheme"),
            Node = reader.GetAttribute("classificationNode"),
            Source = RimText.Required(reader, "classifiedObject"),
            Value = reader.GetAttribute("nodeRepresentation"),
        },
        "ExternalIdentifier" => new()
        {
            Kind = "ExternalIdentifier",
            Id = reader.GetAttribute("id") ?? "",
            Scheme = RimText.Required(reader, "identificationScheme"),
            Source = reader.GetAttribute("registryObject"),
            Value = RimText.Required(reader, "value"),
        },
        var kind => new()
        {
            Kind = kind,
            Id = RimText.Required(reader, "id"),
            LogicalId = reader.GetAttribute("lid"),
            Home = reader.GetAttribute("home"),
            Status = reader.GetAttribute("status"),
            ObjectType = reader.GetAttribute("objectType"),
            MimeType = reader.GetAttribute("mimeType"),
        },
    };

    /// <summary>Nested elements that name another owner would let one object speak for another.</summary>
    private static RimObject Owned(RimObject child, RimObject owner)
        => child.Source is null || child.Source == owner.Id ? child
            : throw new WireFormatException("xds.owner",
                $"Un élément « {child.Kind} » désigne un autre objet que celui qui le contient.");

    /// <summary>Reads a Slot on which the reader stands.</summary>
    public static Slot Slot(XmlReader reader)
    {
        var name = RimText.Required(reader, "name");
        List<string> values = [];
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (reader.LocalName != "ValueList" || reader.NamespaceURI != RimText.Rim)
            {
                continue;
            }

            var list = reader.Depth;
            while (XmlWalk.NextChild(reader, list))
            {
                if (reader.LocalName == "Value" && reader.NamespaceURI == RimText.Rim)
                {
                    values.Add(XmlWalk.Text(reader, "xds.value"));
                }
            }
        }

        return new(name, values);
    }

    private static LocalizedString? International(XmlReader reader)
    {
        LocalizedString? first = null;
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            if (first is null && reader.LocalName == "LocalizedString" && reader.NamespaceURI == RimText.Rim
                && reader.GetAttribute("value") is { } value)
            {
                first = new(value, reader.GetAttribute("lang", "http://www.w3.org/XML/1998/namespace"));
            }
        }

        return first;
    }
}
