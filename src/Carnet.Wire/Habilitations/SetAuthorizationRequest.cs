using System.Buffers;
using System.Xml;

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
    public static SetAuthorizationRequest Read(XmlReader reader) => throw new NotImplementedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();
}
