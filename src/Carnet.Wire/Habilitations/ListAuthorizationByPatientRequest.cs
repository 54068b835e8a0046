using System.Buffers;
using System.Xml;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Habilitations;

/// <summary>Which lines of the person's list are wanted.</summary>
public enum AuthorizationListMode
{
    /// <summary>ACTIVE: those who are authorised.</summary>
    Active,

    /// <summary>INTERDITE: those who are blocked.</summary>
    Interdite,

    /// <summary>TOUTE: both.</summary>
    Toute,
}

/// <summary>TD1.6: the professionals whom the person named in the VIHF has authorised or blocked.</summary>
/// <remarks>Source: DMP 1.4, A.3.</remarks>
public sealed record ListAuthorizationByPatientRequest(AuthorizationListMode Mode)
{
    public const string SoapAction = "urn:si-dmp-habilitations:HabilitationsEndPoint:listAuthorizationByPatient";

    /// <summary>Reads from the reader's element; <c>habilitations.…</c> for the first defect.</summary>
    public static ListAuthorizationByPatientRequest Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "listAuthorizationByPatient", SetAuthorizationRequest.Namespace, "habilitations.body");
        AuthorizationListMode? mode = null;
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            mode = mode is null && reader is { LocalName: "mode", NamespaceURI: SetAuthorizationRequest.Namespace }
                ? ModeOf(XmlWalk.Text(reader, "habilitations.mode"))
                : throw new WireFormatException("habilitations.body", "La demande contient un élément inconnu ou répété.");
        }

        return new(mode ?? ModeOf(""));
    }

    public void WriteTo(IBufferWriter<byte> output) => new Utf8XmlWriter(output)
        .Raw("<listAuthorizationByPatient xmlns=\"urn:si-dmp-habilitations\"><mode>"u8).Text(TextOf(Mode))
        .Raw("</mode></listAuthorizationByPatient>"u8);

    private static AuthorizationListMode ModeOf(string text) => text switch
    {
        "ACTIVE" => AuthorizationListMode.Active,
        "INTERDITE" => AuthorizationListMode.Interdite,
        "TOUTE" => AuthorizationListMode.Toute,
        _ => throw new WireFormatException("habilitations.mode", "L'élément « mode » manque ou est inconnu : ACTIVE, INTERDITE ou TOUTE."),
    };

    private static string TextOf(AuthorizationListMode mode) => mode switch
    {
        AuthorizationListMode.Active => "ACTIVE",
        AuthorizationListMode.Interdite => "INTERDITE",
        AuthorizationListMode.Toute => "TOUTE",
    };
}
