using System.Buffers;
using System.Xml;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Habilitations;

/// <summary>What to do with the caller's authorisation.</summary>
public enum AuthorizationAction
{
    Ajout,
    Suppression,
}

/// <summary>TD0.3: a professional records or withdraws the consent of the person named in the VIHF.</summary>
/// <param name="Action">Add or remove.</param>
/// <param name="TreatingPhysician">True where the role <c>MEDECIN_TRAITANT</c> is asked for.</param>
/// <remarks>Source: DMP-GI TD0.3 (à vérifier).</remarks>
public sealed record SetAuthorizationRequest(AuthorizationAction Action, bool TreatingPhysician = false)
{
    public const string Namespace = "urn:si-dmp-habilitations";
    public const string SoapAction = "urn:si-dmp-habilitations:HabilitationsEndPoint:setAuthorization";

    /// <summary>Reads from the reader's element; <c>habilitations.…</c> for the first defect.</summary>
    public static SetAuthorizationRequest Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "setAuthorization", Namespace, "habilitations.body");
        AuthorizationAction? action = null;
        var treating = false;
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            switch (reader.LocalName)
            {
                case "action" when action is null && reader.NamespaceURI == Namespace:
                    action = ActionOf(XmlWalk.Text(reader, "habilitations.action"));
                    break;
                case "role" when !treating && reader.NamespaceURI == Namespace:
                    treating = XmlWalk.Text(reader, "habilitations.role") == "MEDECIN_TRAITANT" ? true
                        : throw new WireFormatException("habilitations.role", "L'élément « role » est inconnu.");
                    break;
                default:
                    throw new WireFormatException("habilitations.body",
                        "La demande contient un élément inconnu ou répété.");
            }
        }

        return new(action ?? ActionOf(""), treating);
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<setAuthorization xmlns=\"urn:si-dmp-habilitations\"><action>"u8)
            .Raw(Action == AuthorizationAction.Ajout ? "AJOUT"u8 : "SUPPRESSION"u8).Raw("</action>"u8);
        if (TreatingPhysician)
        {
            xml.Raw("<role>MEDECIN_TRAITANT</role>"u8);
        }

        xml.Raw("</setAuthorization>"u8);
    }

    private static AuthorizationAction ActionOf(string text) => text switch
    {
        "AJOUT" => AuthorizationAction.Ajout,
        "SUPPRESSION" => AuthorizationAction.Suppression,
        _ => throw new WireFormatException("habilitations.action", "L'élément « action » manque ou est inconnu."),
    };
}
