using System.Buffers;
using Carnet.Server.Demo;
using Carnet.Wire.Vihf;

namespace Carnet.Bench.Messages;

/// <summary>Fresh signed tokens: each message has one of its own, as the door demands.</summary>
internal static class Tokens
{
    private const string Professions = "1.2.250.1.71.1.2.7";
    private const string Specialties = "1.2.250.1.71.4.2.5";
    private const string Sectors = "1.2.250.1.71.4.2.4";

    /// <summary>The wsse:Security header of a doctor with their card.</summary>
    public static byte[] Direct(DemoProfessional doctor, BenchCard card, DemoPatient patient)
    {
        var structure = DemoTown.Structure(doctor.Structure);
        return Security(Base(card, structure, patient) with
        {
            SubjectNameId = doctor.PsIdNat,
            AuthenticationMode = "DIRECTE",
            Roles = [new(doctor.Profession, Professions, "Médecin"), new(doctor.Specialty, Specialties, doctor.Label)],
        }, card);
    }

    /// <summary>The wsse:Security header of an establishment's software.</summary>
    public static byte[] Indirect(DemoStructure structure, BenchCard card, DemoPatient patient)
        => Security(Base(card, structure, patient) with
        {
            SubjectNameId = "interne/4711",
            SubjectName = "Banc d’essai, serveur",
            AuthenticationMode = "INDIRECTE",
            Roles = [new("10", Professions, "Médecin"), new("SM26", Specialties, "Qualifié en Médecine Générale (SM)")],
        }, card);

    private static VihfToken Base(BenchCard card, DemoStructure structure, DemoPatient patient)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new VihfToken
        {
            Id = $"_{Guid.CreateVersion7()}",
            IssueInstant = now,
            Issuer = card.Signature.Subject,
            SubjectNameId = "",
            AuthnInstant = now,
            AuthnContextClassRef = "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI",
            StructureId = structure.IdNst,
            Sector = $"{structure.Sector}^{Sectors}",
            Roles = [],
            Version = "3.0",
            AuthenticationMode = "",
            ResourceId = $"{patient.Ins}^^^&{patient.InsOid}&ISO^NH",
            ResourceUrn = "urn:dmp",
            PurposeOfUse = "normal",
            LpsName = "Carnet banc",
            LpsVersion = "1.0",
            LpsHomologationId = "BANC-0001",
        };
    }

    private static byte[] Security(VihfToken token, BenchCard card)
    {
        var output = new ArrayBufferWriter<byte>(8 * 1024);
        output.Write("<wsse:Security xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">"u8);
        output.Write(VihfWriter.Write(token, card.Signature));
        output.Write("</wsse:Security>"u8);
        return output.WrittenSpan.ToArray();
    }
}
