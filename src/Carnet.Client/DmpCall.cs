using Carnet.Domain.Identity;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;

namespace Carnet.Client;

/// <summary>For whom and why a call is made.</summary>
/// <param name="Patient">INS with its OID; null where the transaction names none.</param>
/// <param name="Mode"><c>normal</c>, <c>bris_de_glace</c> or <c>centre_15</c>.</param>
/// <param name="Reason">Reason of a break-glass access.</param>
/// <param name="Named">For whom a structure speaks under the reinforced regime (AIR); null outside it.</param>
public sealed record DmpCall(Cx? Patient, string Mode = "normal", string? Reason = null, NamedPerson? Named = null)
{
    /// <summary>A call about that person, in the normal mode.</summary>
    public static DmpCall About(Ins patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        return new(new Cx(patient.Value, patient.Oid, "NH"));
    }
}

/// <summary>A person for whom an establishment speaks, and how it made sure of them.</summary>
/// <param name="IdNat">PS_IdNat.</param>
/// <param name="Roles">Profession and specialty, as on a card.</param>
/// <param name="Method">AuthnContextDecl, e.g. <c>MDP_CODE</c>.</param>
public sealed record NamedPerson(string IdNat, string FamilyName, string GivenName, IReadOnlyList<CodedRole> Roles, string Method)
{
    /// <summary>The holder of a card, whose keys are not used.</summary>
    public static NamedPerson Of(Card card, string method)
    {
        ArgumentNullException.ThrowIfNull(card);
        return new(card.IdNat, card.FamilyName, card.GivenName, card.Roles, method);
    }
}

/// <summary>Makes the claims of a fresh VIHF from a card.</summary>
/// <remarks>Source: CI-SIS VIHF 3.0.</remarks>
public static class DmpToken
{
    private const string Facilities = "1.2.250.1.71.4.2.4";
    private const string Contexts = "urn:oasis:names:tc:SAML:2.0:ac:classes:";

    /// <summary>DIRECTE for a card of a person, INDIRECTE or INDIRECTE_RENFORCEE for a structure.</summary>
    public static VihfToken For(Card card, DmpCall call, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(call);
        var direct = card.Kind is not CardKind.Organization;
        return new VihfToken
        {
            Id = $"_{Guid.CreateVersion7(now)}",
            IssueInstant = now,
            Issuer = card.Signature.Subject,
            SubjectNameId = direct ? card.IdNat : call.Named?.IdNat ?? card.Software.Name,
            AuthnInstant = now,
            AuthnContextClassRef = Contexts + (direct ? "SmartcardPKI" : "TLSClient"),
            AuthnContextDecl = direct ? null : call.Named?.Method,
            StructureId = card.StructureId,
            Sector = $"{card.Sector}^{Facilities}",
            SubjectName = direct ? null
                : call.Named is { } person ? $"{person.FamilyName} {person.GivenName}"
                : $"{card.StructureName}, {card.Software.Name}",
            Roles = direct ? card.Roles : call.Named?.Roles ?? card.Roles,
            Version = "3.0",
            AuthenticationMode = direct ? "DIRECTE" : call.Named is null ? "INDIRECTE" : "INDIRECTE_RENFORCEE",
            ResourceId = call.Patient?.ToString(),
            ResourceUrn = "urn:dmp",
            PurposeOfUse = call.Mode,
            AccessReason = call.Reason,
            LpsId = card.Software.Id,
            LpsName = card.Software.Name,
            LpsVersion = card.Software.Version,
            LpsHomologationId = card.Software.HomologationId,
        };
    }
}
