using System.Globalization;

namespace Carnet.Wire.Xds;

/// <summary>Takes single attributes out of a registry object, each with its check.</summary>
internal sealed class RimMapping(RimObject source)
{
    private readonly List<Slot> _left = [.. source.Slots];

    /// <summary>Slots that were not taken.</summary>
    public IReadOnlyList<Slot> Left => _left;

    public IReadOnlyList<string> Values(string name)
    {
        for (var i = 0; i < _left.Count; i++)
        {
            if (_left[i].Name == name)
            {
                var values = _left[i].Values;
                _left.RemoveAt(i);
                return values;
            }
        }

        return [];
    }

    public string? Text(string name) => Values(name) switch
    {
        [] => null,
        [{ Length: > 0 } one] => one,
        _ => throw new WireFormatException("xds.slot-values",
            $"Le slot « {name} » doit avoir une valeur et une seule."),
    };

    public string RequiredText(string name) => Text(name) ?? throw Missing(name);

    public string? Instant(string name) => Text(name) is not { } text ? null
        : Dtm.IsValid(text) ? text
        : throw new WireFormatException("xds.dtm", $"Le slot « {name} » n'est pas une date HL7 (DTM).");

    public string RequiredInstant(string name) => Instant(name) ?? throw Missing(name);

    public long? Size(string name) => Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size
        : throw new WireFormatException("xds.size", $"Le slot « {name} » n'est pas un nombre d'octets.");

    public string? Sha1(string name) => Text(name) is not { } text ? null
        : text.Length == 40 && text.All(char.IsAsciiHexDigit) ? text
        : throw new WireFormatException("xds.hash", $"Le slot « {name} » n'est pas une empreinte SHA-1.");

    public string? OidOf(string name) => Text(name) is not { } text ? null : CheckedOid(RimText.Oid(text), name);

    public Cx? Identifier(string name) => Text(name) is { } text ? Cx.Parse(text, name) : null;

    public Cx RequiredPatientId(string scheme) => Cx.Parse(RequiredExternal(scheme, "patientId"), "patientId");

    public string RequiredExternal(string scheme, string name)
    {
        string? found = null;
        foreach (var identifier in source.ExternalIdentifiers)
        {
            if (identifier.Scheme == scheme)
            {
                found = found is null ? identifier.Value : throw new WireFormatException("xds.identifier-duplicate",
                    $"L'identifiant « {name} » est présent deux fois.");
            }
        }

        return found ?? throw Missing(name);
    }

    public static string CheckedOid(string text, string name) => Oid.IsValid(text) ? text
        : throw new WireFormatException("xds.oid", $"L'attribut « {name} » n'est pas un OID.");

    public CodedValue RequiredCode(string scheme, string name)
    {
        var codes = Codes(scheme, name);
        return codes.Count switch
        {
            1 => codes[0],
            0 => throw Missing(name),
            _ => throw new WireFormatException("xds.classification-duplicate",
                $"La classification « {name} » est présente deux fois."),
        };
    }

    public IReadOnlyList<CodedValue> Codes(string scheme, string name)
    {
        List<CodedValue>? codes = null;
        foreach (var classification in source.Classifications)
        {
            if (classification.Scheme == scheme)
            {
                (codes ??= []).Add(Code(classification, name));
            }
        }

        return codes ?? (IReadOnlyList<CodedValue>)[];
    }

    public IReadOnlyList<Author> Authors(string scheme)
    {
        List<Author>? authors = null;
        foreach (var classification in source.Classifications)
        {
            if (classification.Scheme == scheme)
            {
                (authors ??= []).Add(AuthorOf(new(classification)));
            }
        }

        return authors ?? (IReadOnlyList<Author>)[];
    }

    private static Author AuthorOf(RimMapping slots)
    {
        var author = new Author
        {
            Person = slots.Text("authorPerson") is { } person ? Xcn.Parse(person) : null,
            Institutions = [.. slots.Values("authorInstitution").Select(Xon.Parse)],
            Roles = slots.Values("authorRole"),
            Specialties = slots.Values("authorSpecialty"),
            Telecommunications = slots.Values("authorTelecommunication"),
        };
        return author.Person is not null || author.Institutions.Count > 0 ? author : throw Missing("authorPerson");
    }

    private static CodedValue Code(RimObject classification, string name)
    {
        if (classification.Value is not { Length: > 0 } code)
        {
            throw new WireFormatException("xds.code",
                $"La classification « {name} » n'a pas de code (nodeRepresentation).");
        }

        return classification.Slots.Find(slot => slot.Name == "codingScheme") is { Values: [{ Length: > 0 } scheme] }
            ? new(code, RimText.Oid(scheme), classification.Name?.Value)
            : throw new WireFormatException("xds.coding-scheme",
                $"La classification « {name} » n'a pas un système de codes (codingScheme) et un seul.");
    }

    public static WireFormatException Missing(string name)
        => new("xds.attribute-missing", $"L'attribut « {name} » manque.");
}
