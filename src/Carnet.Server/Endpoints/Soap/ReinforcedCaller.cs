using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Platform.Pki;
using Carnet.Wire.Vihf;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Reads who an establishment speaks for under the reinforced regime (AIR).</summary>
/// <remarks>
/// The certificates are the establishment's; the professional is named by it, without a card. Whether the agreement
/// lists the method and the directory knows the person is asked afterwards. Source: rule A-9; DMP 2.1, 2.2; FI-606 v1.3.
/// </remarks>
internal static class ReinforcedCaller
{
    public const string Mode = "INDIRECTE_RENFORCEE";

    public static Outcome<Caller> Read(
        VihfToken token, X509Certificate2 connection, X509Certificate2 signer, Origin origin, AccessMode mode, string sector)
    {
        var (connected, signed) = (CertificateIdentity.Of(connection), CertificateIdentity.Of(signer));
        if (connected is not { Person: null, Structure: { } structure } || signed.Person is not null
            || signed.Structure != structure || token.StructureId != structure.Value)
        {
            return SoapFailures.CertificateMismatch;
        }

        if (!PsIdNat.TryCreate(token.SubjectNameId, out var person) || token.SubjectName is not { } name)
        {
            return SoapFailures.Subject;
        }

        origin = origin with { Software = $"{origin.Software}, AIR : {PrimaryMethodCodes.LabelOf(token.AuthnContextDecl ?? "")}" };
        if (VihfRoles.IsOfNoTrade(token))
        {
            // FI-606 knows the staff of an establishment in the normal mode only, and a professional is not staff.
            return mode is not AccessMode.Normal ? SoapFailures.Purpose
                : person.Kind is PsIdNatKind.Rpps or PsIdNatKind.Adeli ? SoapFailures.Role
                : new Caller.Employee(person, name, structure, sector, Reinforced: true) { Origin = origin };
        }

        if (person.Kind is not (PsIdNatKind.Rpps or PsIdNatKind.Adeli))
        {
            return SoapFailures.Subject;
        }

        if (VihfRoles.Of(token) is not Outcome<ClaimedTrade>.Done(var trade))
        {
            return ((Outcome<ClaimedTrade>.Failed)VihfRoles.Of(token)).Failure;
        }

        var (family, given) = NamesOf(name);
        return new Caller.Professional(
            new Practitioner(person, family, given, trade.Profession, trade.Qualification, structure, sector),
            mode, token.AccessReason, Reinforced: true)
        {
            Origin = origin,
        };
    }

    // One text holds both: a family name is written in capitals; where nothing is, the first word is taken for it.
    private static (string Family, string Given) NamesOf(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var family = words.Where(IsCapital).ToList();
        return family.Count > 0 && family.Count < words.Length
            ? (string.Join(' ', family), string.Join(' ', words.Except(family)))
            : (words.Length > 0 ? words[0] : name, string.Join(' ', words.Skip(1)));
    }

    private static bool IsCapital(string word) => word.Length > 1 && !word.Any(char.IsLower);
}
