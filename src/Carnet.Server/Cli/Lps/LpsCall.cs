using Carnet.Server.Demo;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary>For whom and why a call is made.</summary>
/// <param name="Patient">INS with its OID; null where the transaction names none.</param>
/// <param name="Mode">normal, bris_de_glace or centre_15.</param>
/// <param name="Reason">Reason of a break-glass access.</param>
/// <param name="Named">For whom a structure speaks under the reinforced regime (AIR); null outside it.</param>
internal sealed record LpsCall(Cx? Patient, string Mode = "normal", string? Reason = null, LpsNamed? Named = null);

/// <summary>A person whom an establishment names, and how it made sure of them.</summary>
/// <param name="Card">Whose number, name and trade are claimed; its keys are not used.</param>
/// <param name="Method">AuthnContextDecl.</param>
internal sealed record LpsNamed(LpsCard Card, string Method);

/// <summary>Makes the claims of a fresh VIHF from a card.</summary>
internal static class LpsToken
{
    public const string Software = "Carnet LPS";

    private const string Facilities = "1.2.250.1.71.4.2.4";
    private const string Professions = "1.2.250.1.71.1.2.7";
    private const string Specialties = "1.2.250.1.71.4.2.5";
    private const string OtherAuthors = "1.2.250.1.213.1.1.4.6";
    private const string Contexts = "urn:oasis:names:tc:SAML:2.0:ac:classes:";

    /// <summary>DIRECTE for a card of a person, INDIRECTE or INDIRECTE_RENFORCEE for a structure.</summary>
    public static VihfToken For(LpsCard card, LpsCall call, DateTimeOffset now)
    {
        var direct = card.Kind is not CardKind.Organization;
        return new VihfToken
        {
            Id = $"_{Guid.CreateVersion7(now)}",
            IssueInstant = now,
            Issuer = card.Signature.Subject,
            SubjectNameId = direct ? card.IdNat : call.Named?.Card.IdNat ?? Software,
            AuthnInstant = now,
            AuthnContextClassRef = Contexts + (direct ? "SmartcardPKI" : "TLSClient"),
            AuthnContextDecl = direct ? null : call.Named?.Method,
            StructureId = card.StructureId,
            Sector = $"{card.Sector}^{Facilities}",
            SubjectName = direct ? null
                : call.Named is { Card: var person } ? $"{person.FamilyName} {person.GivenName}"
                : $"{card.StructureName}, {Software}",
            Roles = Roles(direct ? card : call.Named?.Card ?? card),
            Version = "3.0",
            AuthenticationMode = direct ? "DIRECTE" : call.Named is null ? "INDIRECTE" : "INDIRECTE_RENFORCEE",
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
