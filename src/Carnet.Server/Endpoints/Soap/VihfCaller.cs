using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Pki;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Who calls, and for which person.</summary>
/// <param name="Patient">The person whom the token names; a failure where it names none or a wrong INS.</param>
/// <param name="Method">How an establishment says that it authenticated them (AuthnContextDecl).</param>
internal sealed record IdentifiedCaller(Caller Caller, Outcome<Ins> Patient, StatedSoftware Software, string? Method);

/// <summary>From a connection and the token in its message to a <see cref="Caller"/>.</summary>
/// <remarks>
/// The token is verified first, and then nothing is read but what was verified. Connection, signature and claims must be
/// of one person or one structure, and the directory must know the activity. Source: rules I-3, I-4, A-9; CI-SIS VIHF
/// 3.0; controls C-70, C-74.
/// </remarks>
internal sealed class VihfCaller(
    CertificateTrust trust, Revocations revocations, IAdmission admission, IAgreements agreements, ISuspensions suspensions,
    IOptions<VihfOptions> options, TimeProvider clock)
{
    private const string SecretConnection = "INVISIBLE_REPRESENTANTS_LEGAUX";
    private const string Urn = "urn:dmp";

    public async ValueTask<Outcome<IdentifiedCaller>> IdentifyAsync(
        ReadOnlyMemory<byte> envelope, X509Certificate2 connection, CancellationToken ct)
    {
        var verification = VihfVerifier.Verify(envelope, trust.TrustedSigner, options.Value.AllowSha1);
        if (verification is not VihfVerification.Verified(var token, var signer, _))
        {
            return SoapErrors.Of((VihfVerification.Rejected)verification);
        }

        if ((ValidityDefect(token) ?? suspensions.Of(signer) ?? await RevokedAsync(signer, ct)) is { } invalid)
        {
            return invalid;
        }

        if (!CertificateNames.Agree(token.Issuer, signer))
        {
            return SoapFailures.IssuerMismatch;
        }

        if (token.ConfidentialityCode is not (null or SecretConnection))
        {
            return SoapFailures.Confidentiality;
        }

        var origin = new Origin(Door.Soap, $"{token.LpsName} {token.LpsVersion}", new OneTimeToken(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{token.Issuer}\n{token.Id}")), token.IssueInstant + options.Value.Window))
        {
            Secret = token.ConfidentialityCode is SecretConnection,
            SoftwareName = token.LpsName,
        };
        var claimed = token.AuthenticationMode switch
        {
            "DIRECTE" => Direct(token, connection, signer, origin),
            "INDIRECTE" => Indirect(token, connection, signer, origin),
            ReinforcedCaller.Mode => Reinforced(token, connection, signer, origin),
            _ => SoapFailures.Mode,
        };
        if (claimed is not Outcome<Caller>.Done(var caller))
        {
            return ((Outcome<Caller>.Failed)claimed).Failure;
        }

        // The agreement first: without one, an establishment does not even learn whom the directory knows.
        if (await agreements.CheckAsync(caller, token.AuthnContextDecl, ct) is { } outside)
        {
            return outside;
        }

        return await admission.AdmitAsync(caller, ct) switch
        {
            Outcome<Caller>.Done(var admitted) => new IdentifiedCaller(
                admitted, PatientOf(token), new StatedSoftware(token.LpsName, token.LpsVersion, token.LpsHomologationId),
                token.AuthnContextDecl),
            Outcome<Caller>.Failed(var unknown) => throw new SoapRefusedException(unknown, caller),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async ValueTask<Failure?> RevokedAsync(X509Certificate2 signer, CancellationToken ct)
        => await revocations.OfAsync(signer, ct) switch
        {
            Revocation.Good => null,
            Revocation.Revoked => CertificateFailures.SignerRevoked,
            Revocation.Unknown => CertificateFailures.SignerRevocationUnknown,
        };

    private Failure? ValidityDefect(VihfToken token)
    {
        var now = clock.GetUtcNow();
        var window = options.Value.Window;
        return (token.IssueInstant - now).Duration() > window ? SoapFailures.TooOld
            : token.HasAudience || token.NotBefore > now + window || token.NotOnOrAfter <= now ? SoapFailures.Validity
            : token.ResourceUrn != Urn ? SoapFailures.Claims
            : token.Version is not ("3.0" or "4.0") ? SoapFailures.Version
            : null;
    }

    private static Outcome<Caller> Direct(
        VihfToken token, X509Certificate2 connection, X509Certificate2 signer, Origin origin)
    {
        var (connected, signed) = (CertificateIdentity.Of(connection), CertificateIdentity.Of(signer));
        if (connected.Person is not { } person || signed.Person != person || token.SubjectNameId != person.Value)
        {
            return SoapFailures.CertificateMismatch;
        }

        if (ModeOf(token) is not { } mode)
        {
            return SoapFailures.Purpose;
        }

        if (!StructIdNat.TryCreate(token.StructureId, out var structure) || SectorOf(token) is not { } sector)
        {
            return SoapFailures.Claims;
        }

        var (family, given) = CertificateNames.PersonOf(signer);
        if (person.Kind is not (PsIdNatKind.Rpps or PsIdNatKind.Adeli))
        {
            return !IsEmployer(structure, person, signed) ? SoapFailures.CertificateMismatch
                : mode is AccessMode.Normal
                ? new Caller.Employee(person, $"{given} {family}".Trim(), structure, sector) { Origin = origin }
                : SoapFailures.Purpose;
        }

        return VihfRoles.Of(token) switch
        {
            Outcome<ClaimedTrade>.Done(var trade) => new Caller.Professional(
                new Practitioner(person, family, given, trade.Profession, trade.Qualification, structure, sector),
                mode, token.AccessReason, Reinforced: false)
            {
                Origin = origin,
            },
            Outcome<ClaimedTrade>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Outcome<Caller> Indirect(
        VihfToken token, X509Certificate2 connection, X509Certificate2 signer, Origin origin)
    {
        var (connected, signed) = (CertificateIdentity.Of(connection), CertificateIdentity.Of(signer));
        if (connected is not { Person: null, Structure: { } structure } || signed.Person is not null
            || signed.Structure != structure || token.StructureId != structure.Value)
        {
            return SoapFailures.CertificateMismatch;
        }

        // An establishment has no glass to break: it never reads.
        return ModeOf(token) is not { } mode || mode is AccessMode.BreakGlass ? SoapFailures.Purpose
            : SectorOf(token) is not { } sector || token.SubjectName is null ? SoapFailures.Claims
            : new Caller.Establishment(structure, sector, token.SubjectName, mode) { Origin = origin };
    }

    private static Outcome<Caller> Reinforced(
        VihfToken token, X509Certificate2 connection, X509Certificate2 signer, Origin origin)
        => ModeOf(token) is not { } mode ? SoapFailures.Purpose
            : SectorOf(token) is not { } sector ? SoapFailures.Claims
            : ReinforcedCaller.Read(token, connection, signer, origin, mode, sector);

    // Whom an employee works for stands in the card: in its unit, or else in the number itself (3 and FINESS/rank).
    private static bool IsEmployer(StructIdNat structure, PsIdNat employee, CertificateIdentity card)
    {
        var number = employee.Value[1..].Split('/')[0];
        return card.Structure is { } unit ? unit == structure : employee.Kind switch
        {
            PsIdNatKind.FinessInternal => structure.Value == "1" + number,
            PsIdNatKind.SirenInternal => structure.Value == "2" + number,
            PsIdNatKind.SiretInternal => structure.Value == "3" + number,
            PsIdNatKind.RppsPractice => structure.Value.StartsWith("4" + number, StringComparison.Ordinal),
            PsIdNatKind.AdeliPractice => structure.Value.StartsWith("0" + number, StringComparison.Ordinal),
            PsIdNatKind.Adeli or PsIdNatKind.Rpps => false,
        };
    }

    // Samples and the nomenclature number this table differently; both are taken, and a token that names neither (U6).
    private static AccessMode? ModeOf(VihfToken token) => (token.PurposeSystem, token.PurposeOfUse) switch
    {
        (not (null or "1.2.250.1.213.1.1.4.248" or "1.2.250.1.213.1.1.4.336"), _) => null,
        (_, "normal") => AccessMode.Normal,
        (_, "bris_de_glace") => AccessMode.BreakGlass,
        (_, "centre_15") => AccessMode.Samu,
        _ => null,
    };

    private static string? SectorOf(VihfToken token)
    {
        var code = token.Sector.Split('^')[0];
        return code.Length is >= 4 and <= 8 && code.StartsWith("SA", StringComparison.Ordinal) ? code : null;
    }

    private static Outcome<Ins> PatientOf(VihfToken token) => token.ResourceId is not { } text ? SoapFailures.PatientMissing
        : Cx.TryParse(text) is { } id && Ins.TryCreate(id.Id, id.AssigningAuthorityOid, out var ins) ? ins
        : RecordFailures.InvalidIns;
}
