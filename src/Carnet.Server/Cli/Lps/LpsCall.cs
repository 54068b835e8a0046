using Carnet.Server.Demo;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary>For whom and why a call is made.</summary>
/// <param name="Patient">INS with its OID; null where the transaction names none.</param>
/// <param name="Mode">normal, bris_de_glace or centre_15.</param>
/// <param name="Reason">Reason of a break-glass access.</param>
internal sealed record LpsCall(Cx? Patient, string Mode = "normal", string? Reason = null);

/// <summary>Makes the claims of a fresh VIHF from a card.</summary>
internal static class LpsToken
{
    public const string Software = "Carnet LPS";

    private const string Facilities = "1.2.250.1.71.4.2.4";
    private const string Professions = "1.2.250.1.71.1.2.7";
    private const string Specialties = "1.2.250.1.71.4.2.5";
    private const string OtherAuthors = "1.2.250.1.213.1.1.4.6";
    private const string Contexts = "urn:oasis:names:tc:SAML:2.0:ac:classes:";

    /// <summary>DIRECTE for a card of a person, INDIRECTE for a structure.</summary>
    public static VihfToken For(LpsCard card, LpsCall call, DateTimeOffset now)
    {
        var direct = card.Kind is not CardKind.Organization;
        return new VihfToken
        {
            Id = $"_{Guid.CreateVersion7(now)}",
            IssueInstant = now,
            Issuer = card.Signature.Subject,
            SubjectNameId = direct ? card.IdNat : Software,
            AuthnInstant = now,
            AuthnContextClassRef = Contexts + (direct ? "SmartcardPKI" : "TLSClient"),
            StructureId = card.StructureId,
            Sector = $"{card.Sector}^{Facilities}",
            SubjectName = direct ? null : $"{card.StructureName}, {Software}",
            Roles = Roles(card),
            Version = "3.0",
            AuthenticationMode = direct ? "DIRECTE" : "INDIRECTE",
            ResourceId = call.Patient?.ToString(),
            ResourceUrn = "urn:dmp",
            PurposeOfUse = call.Mode,
            AccessReason = call.Reason,
            LpsId = "carnet-lps",
            LpsName = Software,
            LpsVersion = typeof(LpsToken).Assembly.GetName().Version!.ToString(3),
            LpsHomologationId = "CARNET-0000",
        };
    }

    private static IReadOnlyList<CodedRole> Roles(LpsCard card) => card switch
    {
        { Kind: CardKind.Cps, Specialty.Length: 0 } => [new(card.Profession, Professions, null)],
        { Kind: CardKind.Cps } => [new(card.Profession, Professions, null), new(card.Specialty, Specialties, null)],
        { Kind: CardKind.Cpe } => [new("SECRETARIAT_MEDICAL", OtherAuthors, "Secrétariat médical")],
        _ => [new("AUTOMATE", OtherAuthors, "Automate")],
    };
}
