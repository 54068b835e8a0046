using System.Buffers;
using System.Xml;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Habilitations;

/// <summary>TD0.3 answer.</summary>
/// <param name="Status"><c>DMPOk</c>, or a code that begins with <c>DMP</c>.</param>
/// <param name="Context">A French sentence; null for none.</param>
/// <remarks>Source: DMP-GI TD0.3 (à vérifier).</remarks>
public sealed record SetAuthorizationResponse(string Status, string? Context = null)
{
    public const string Ok = "DMPOk";
    public const string SoapAction = "urn:si-dmp-habilitations:HabilitationsEndPoint:setAuthorizationResponse";

    /// <summary>Reads from the reader's element; <c>habilitations.…</c> for the first defect.</summary>
    public static SetAuthorizationResponse Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        XmlWalk.Expect(reader, "setAuthorizationResponse", SetAuthorizationRequest.Namespace, "habilitations.body");
        string? status = null;
        string? context = null;
        var outer = reader.Depth;
        while (XmlWalk.NextChild(reader, outer))
        {
            if (reader.LocalName == "output")
            {
                Output(reader, ref status, ref context);
            }
        }

        return status is { Length: > 0 } ? new(status, context is { Length: > 0 } ? context : null)
            : throw new WireFormatException("habilitations.body", "L'élément « status » de la réponse manque.");
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<setAuthorizationResponse xmlns=\"urn:si-dmp-habilitations\"><output><status>"u8).Text(Status)
            .Raw("</status>"u8);
        if (Context is { } context)
        {
            xml.Raw("<context>"u8).Text(context).Raw("</context>"u8);
        }

        xml.Raw("</output></setAuthorizationResponse>"u8);
    }

    private static void Output(XmlReader reader, ref string? status, ref string? context)
    {
        var depth = reader.Depth;
        while (XmlWalk.NextChild(reader, depth))
        {
            switch (reader.LocalName)
            {
                case "status":
                    status = XmlWalk.Text(reader, "habilitations.body");
                    break;
                case "context":
                    context = XmlWalk.Text(reader, "habilitations.body");
                    break;
            }
        }
    }
}
