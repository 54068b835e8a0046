using System.Buffers;
using System.Xml;

namespace Carnet.Wire.Habilitations;

/// <summary>TD0.3 answer.</summary>
/// <param name="Status"><c>DMPOk</c>, or a code that begins with <c>DMP</c>.</param>
/// <param name="Context">A French sentence; null for none.</param>
/// <remarks>Source: DMP-GI TD0.3 (à vérifier).</remarks>
public sealed record SetAuthorizationResponse(string Status, string? Context = null)
{
    public const string Ok = "DMPOk";
    public const string SoapAction = "urn:si-dmp-habilitations:HabilitationsEndPoint:setAuthorizationResponse";

    public static SetAuthorizationResponse Read(XmlReader reader) => throw new NotImplementedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();
}
