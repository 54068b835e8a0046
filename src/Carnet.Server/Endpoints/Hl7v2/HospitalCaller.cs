using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Directory;
using Carnet.Server.Platform.Pki;
using Carnet.Wire.Hl7v2;

namespace Carnet.Server.Endpoints.Hl7v2;

/// <summary>An establishment that was admitted, and how the directory names it.</summary>
internal sealed record AdmittedEstablishment(Caller.Establishment Caller, string Name);

/// <summary>From the certificate of a connection and the header of a message to a <see cref="Caller"/>.</summary>
/// <remarks>
/// Only an establishment's certificate opens this door; who speaks for it is the application that MSH-3 names. It may
/// feed and delete its own documents and never reads. Source: rules I-3, A-8; controls C-70, C-74.
/// </remarks>
internal sealed class HospitalCaller(
    ClientCheck check, IAdmission admission, IEstablishments establishments)
{
    private const int LongestName = 100;

    public static Caller Nobody { get; } = new Caller.Unidentified { Origin = new Origin(Door.Hl7v2) };

    /// <summary>Whether the connection may be heard at all; null when it may.</summary>
    public async ValueTask<Failure?> DefectAsync(X509Certificate2? certificate, CancellationToken ct)
        => await check.DefectAsync(certificate, ct)
            ?? (Establishment(certificate!) is null ? Hl7v2Failures.Certificate : null);

    /// <param name="secret">The message says CONNEXION_SECRETE.</param>
    public async ValueTask<Outcome<AdmittedEstablishment>> IdentifyAsync(
        X509Certificate2 certificate, MessageHeader header, bool secret, CancellationToken ct)
    {
        if (await DefectAsync(certificate, ct) is { } defect)
        {
            return defect;
        }

        var structure = Establishment(certificate)!.Structure!.Value;
        if (await establishments.FindAsync(structure, ct) is not { } known)
        {
            return DirectoryFailures.UnknownStructure;
        }

        var software = Shorten($"{header.SendingApplication} {header.SendingFacility}".Trim());
        var caller = new Caller.Establishment(
            structure, known.Sector, software.Length == 0 ? known.Name : software, AccessMode.Normal)
        {
            Origin = new Origin(Door.Hl7v2, software) { Secret = secret, SoftwareName = header.SendingApplication },
        };
        return await admission.AdmitAsync(caller, ct) switch
        {
            Outcome<Caller>.Done(Caller.Establishment admitted) => new AdmittedEstablishment(admitted, known.Name),
            Outcome<Caller>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static CertificateIdentity? Establishment(X509Certificate2 certificate)
        => CertificateIdentity.Of(certificate) is { Person: null, Structure: not null } identity ? identity : null;

    private static string Shorten(string text) => text.Length <= LongestName ? text : text[..LongestName];
}
