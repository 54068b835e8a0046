using Carnet.Wire.Signatures;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Vihf;

/// <summary>Claims from the canonical bytes of an assertion that has been verified.</summary>
/// <remarks>
/// The profile is closed: an element that a VIHF does not have refuses, and so does a claim said twice in two ways.
/// Attributes with other names are allowed and ignored. A value is text alone; a comment or instruction in it refuses.
/// Source: CI-SIS VIHF 3.0.
/// </remarks>
internal static class VihfReader
{
    public static VihfToken Read(TapeElement assertion)
    {
        TapeElement? issuer = null, subject = null, conditions = null, authentication = null, statement = null;
        foreach (var child in assertion.Children())
        {
            Once(ref Slot(child, ref issuer, ref subject, ref conditions, ref authentication, ref statement), child);
        }

        Ensure(assertion.Attribute("Version") == "2.0", "L'assertion n'est pas en version 2.0.");
        var nameId = Only(Required(subject, "Subject"), "NameID");
        var statementElement = Required(authentication, "AuthnStatement");
        var context = Only(statementElement, "AuthnContext");
        var claims = VihfClaims.Read(Required(statement, "AttributeStatement"));
        return new VihfToken
        {
            Id = assertion.Attribute("ID") ?? "",
            IssueInstant = Instant(assertion, "IssueInstant"),
            Issuer = Text(Required(issuer, "Issuer")),
            SubjectNameId = Text(nameId),
            AuthnInstant = Instant(statementElement, "AuthnInstant"),
            AuthnContextClassRef = Text(Only(context, "AuthnContextClassRef")),
            AuthnContextDecl = Optional(context, "AuthnContextDecl") is { } declared ? Text(declared) : null,
            NotBefore = conditions?.Attribute("NotBefore") is null ? null : Instant(conditions.Value, "NotBefore"),
            NotOnOrAfter = conditions?.Attribute("NotOnOrAfter") is null ? null : Instant(conditions.Value, "NotOnOrAfter"),
            HasAudience = conditions?.Children().Exists(one => one.Is("AudienceRestriction", XmlNames.Saml)) is true,
            StructureId = claims.Required(VihfNames.Structure),
            Sector = claims.Required(VihfNames.Sector),
            SubjectName = claims.Optional(VihfNames.SubjectName),
            Roles = claims.Roles,
            Version = claims.Required(VihfNames.Version),
            AuthenticationMode = claims.Required(VihfNames.Mode),
            ResourceId = claims.Optional(VihfNames.Resource),
            ResourceUrn = claims.Required(VihfNames.ResourceUrn),
            PurposeOfUse = claims.Required(VihfNames.Purpose),
            PurposeSystem = claims.PurposeSystem,
            AccessReason = claims.Optional(VihfNames.Reason),
            ConfidentialityCode = claims.Optional(VihfNames.Confidentiality),
            LpsId = claims.Optional(VihfNames.LpsId),
            LpsName = claims.Required(VihfNames.LpsName),
            LpsVersion = claims.Required(VihfNames.LpsVersion),
            LpsHomologationId = claims.Required(VihfNames.LpsHomologation),
        };
    }

    public static void Ensure(bool condition, string message)
        => SignatureRejection.Unless(condition, "vihf.claims", message);

    /// <summary>Text that is there and not empty.</summary>
    public static string Text(TapeElement element)
        => element.Text() is { Length: > 0 } text
            ? text
            : throw new SignatureRejection("vihf.claims", $"L'élément {element.LocalName} est vide ou n'est pas du texte.");

    private static ref TapeElement? Slot(
        TapeElement child,
        ref TapeElement? issuer,
        ref TapeElement? subject,
        ref TapeElement? conditions,
        ref TapeElement? authentication,
        ref TapeElement? statement)
    {
        if (child.Node.Uri == XmlNames.Saml)
        {
            switch (child.LocalName)
            {
                case "Issuer":
                    return ref issuer;
                case "Subject":
                    return ref subject;
                case "Conditions":
                    return ref conditions;
                case "AuthnStatement":
                    return ref authentication;
                case "AttributeStatement":
                    return ref statement;
            }
        }

        throw new SignatureRejection("vihf.claims", "L'assertion contient un élément qu'un VIHF n'a pas.");
    }

    private static void Once(ref TapeElement? slot, TapeElement child)
    {
        slot = slot is null
            ? child
            : throw new SignatureRejection("vihf.claims", $"L'élément {child.LocalName} est répété.");
    }

    private static TapeElement Required(TapeElement? element, string name)
        => element ?? throw new SignatureRejection("vihf.claims", $"L'élément {name} manque.");

    private static TapeElement Only(TapeElement parent, string name) => Required(Optional(parent, name), name);

    private static TapeElement? Optional(TapeElement parent, string name)
    {
        TapeElement? found = null;
        foreach (var child in parent.Children())
        {
            if (child.Is(name, XmlNames.Saml))
            {
                Once(ref found, child);
            }
        }

        return found;
    }

    private static DateTimeOffset Instant(TapeElement element, string name)
        => VihfInstant.Parse(element.Attribute(name))
            ?? throw new SignatureRejection("vihf.claims", $"L'attribut {name} n'est pas un instant.");
}
