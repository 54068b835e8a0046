using Carnet.Wire.Signatures;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Vihf;

/// <summary>The attributes of the statement, each with one meaning or refused.</summary>
/// <remarks>
/// The form of the confidentiality code on the wire is not attested: its text or the <c>code</c> of one HL7 element are
/// both read, and a text is written.
/// </remarks>
internal sealed class VihfClaims
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public IReadOnlyList<CodedRole> Roles { get; private set; } = [];

    /// <summary>OID beside the access mode; null where none is written.</summary>
    public string? PurposeSystem { get; private set; }

    public static VihfClaims Read(TapeElement statement)
    {
        var claims = new VihfClaims();
        foreach (var attribute in statement.Children())
        {
            VihfReader.Ensure(attribute.Is("Attribute", XmlNames.Saml),
                "AttributeStatement contient autre chose qu'un Attribute.");
            claims.Take(attribute);
        }

        VihfReader.Ensure(claims.Roles.Count > 0, "L'attribut " + VihfNames.Role + " manque.");
        return claims;
    }

    /// <summary>Null when absent or empty: software writes empty values for what it does not know.</summary>
    public string? Optional(string name) => _texts.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    public string Required(string name)
        => Optional(name) ?? throw new SignatureRejection("vihf.claims", $"L'attribut {name} manque.");

    private void Take(TapeElement attribute)
    {
        var name = attribute.Attribute("Name");
        VihfReader.Ensure(name is not null, "Un Attribute n'a pas de Name.");
        switch (name)
        {
            case VihfNames.Role:
                var roles = Values(attribute).ConvertAll(Role);
                Roles = Roles.Count == 0 || Roles.SequenceEqual(roles) ? roles : throw Twofold(name);
                break;
            case VihfNames.Purpose:
                var purposes = Values(attribute).ConvertAll(value => Inner(value, "PurposeOfUse"));
                Set(name, purposes.ConvertAll(Code));
                PurposeSystem = purposes.ConvertAll(purpose => purpose.Attribute("codeSystem")) is [var system, .. var others]
                    && others.TrueForAll(other => other == system) && (PurposeSystem is null || PurposeSystem == system)
                    ? system
                    : throw Twofold(name);
                break;
            case VihfNames.Confidentiality:
                Set(name, Values(attribute).ConvertAll(value => value.Text() ?? Code(Inner(value, null))));
                break;
            case VihfNames.Mode or VihfNames.ModeCapital:
                Set(VihfNames.Mode, Values(attribute).ConvertAll(Plain));
                break;
            case VihfNames.Version or VihfNames.Structure or VihfNames.Sector or VihfNames.SubjectName or VihfNames.Resource
                or VihfNames.ResourceUrn or VihfNames.Reason or VihfNames.LpsId or VihfNames.LpsName or VihfNames.LpsVersion
                or VihfNames.LpsHomologation:
                Set(name, Values(attribute).ConvertAll(Plain));
                break;
        }
    }

    private void Set(string name, List<string> values)
    {
        VihfReader.Ensure(values.Count > 0, "Un Attribute n'a pas de valeur.");
        foreach (var value in values)
        {
            if (!_texts.TryAdd(name, value) && _texts[name] != value)
            {
                throw Twofold(name);
            }
        }
    }

    private static SignatureRejection Twofold(string name)
        => new("vihf.claims", $"L'attribut {name} est dit de deux façons.");

    private static List<TapeElement> Values(TapeElement attribute)
    {
        var values = attribute.Children();
        VihfReader.Ensure(values.TrueForAll(value => value.Is("AttributeValue", XmlNames.Saml)),
            "Un Attribute contient autre chose que des AttributeValue.");
        return values;
    }

    private static string Plain(TapeElement value)
        => value.Text()
            ?? throw new SignatureRejection("vihf.claims", "Un AttributeValue contient autre chose que du texte.");

    private static CodedRole Role(TapeElement value)
    {
        var role = Inner(value, "Role");
        return new CodedRole(Code(role), Trimmed(role, "codeSystem"), role.Attribute("displayName"));
    }

    private static TapeElement Inner(TapeElement value, string? name)
    {
        var children = value.Children();
        VihfReader.Ensure(children.Count == 1 && children[0].Is(name ?? children[0].LocalName, XmlNames.Hl7),
            "Un AttributeValue n'a pas l'élément HL7 attendu.");
        return children[0];
    }

    private static string Code(TapeElement coded) => Trimmed(coded, "code");

    private static string Trimmed(TapeElement coded, string name)
        => coded.Attribute(name)?.Trim(' ', '\t', '\r', '\n') is { Length: > 0 } text
            ? text
            : throw new SignatureRejection("vihf.claims", $"L'élément {coded.LocalName} n'a pas d'attribut {name}.");
}
