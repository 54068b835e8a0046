using System.Buffers;
using System.Xml;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Xml;

namespace Carnet.Wire.PatientSpecific;

/// <summary>patientCertif: does this number belong to who was born that day?</summary>
/// <param name="HolderNir">NIR of who opens the rights, with its key.</param>
/// <param name="BirthDate">yyyyMMdd.</param>
/// <param name="BirthRank">Among those born on the same day, from 1.</param>
/// <param name="PersonNir">NIR of the person, with its key.</param>
/// <remarks>Parameters: DMP 1.1; namespace and action are our own, the national ones are not attested.</remarks>
public sealed record IdentityCertificationRequest(string HolderNir, string BirthDate, string BirthRank, string PersonNir)
{
    public const string Namespace = "urn:si-dmp-patient-certif";
    public const string SoapAction = "urn:si-dmp-patient-certif:PatientCertifEndPoint:identityCertification";

    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static IdentityCertificationRequest Read(XmlReader reader)
    {
        var texts = PatientSpecificBody.Flat(
            reader, "identityCertification", Namespace, "nirOD", "dateNaissance", "rangNaissance", "nirIndividu");
        return new IdentityCertificationRequest(
            Field(texts, "nirOD", 15), Field(texts, "dateNaissance", 8),
            Field(texts, "rangNaissance", 1), Field(texts, "nirIndividu", 15));
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<identityCertification xmlns=\"urn:si-dmp-patient-certif\">"u8);
        PatientSpecificBody.Element(xml, "nirOD"u8, HolderNir);
        PatientSpecificBody.Element(xml, "dateNaissance"u8, BirthDate);
        PatientSpecificBody.Element(xml, "rangNaissance"u8, BirthRank);
        PatientSpecificBody.Element(xml, "nirIndividu"u8, PersonNir);
        xml.Raw("</identityCertification>"u8);
    }

    public override string ToString() => "certification ***";

    // The last two digits of a NIR are its key; Corsica writes 2A and 2B.
    private static string Field(Dictionary<string, string> texts, string name, int length)
        => texts.TryGetValue(name, out var text) && text.Length == length && text.All(char.IsAsciiLetterOrDigit)
            ? text
            : throw PatientSpecificBody.Field(name, $"{length} caractère(s)");
}

/// <summary>patientCertif answer.</summary>
public sealed record IdentityCertificationResponse(string Status, bool Certified)
{
    public const string SoapAction = IdentityCertificationRequest.SoapAction + "Response";

    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static IdentityCertificationResponse Read(XmlReader reader)
    {
        const string name = "identityCertificationResponse";
        using var tape = Hl7Walk.Tape(reader);
        if (PatientSpecificBody.Root(tape, name, IdentityCertificationRequest.Namespace).Children() is not [var output])
        {
            throw PatientSpecificBody.Malformed(name);
        }

        var children = output.Children();
        return new IdentityCertificationResponse(
            PatientSpecificBody.Text(children, "status", IdentityCertificationRequest.Namespace)
                ?? throw PatientSpecificBody.Malformed(name),
            PatientSpecificBody.Text(children, "certified", IdentityCertificationRequest.Namespace) is "true");
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<identityCertificationResponse xmlns=\"urn:si-dmp-patient-certif\"><output>"u8);
        PatientSpecificBody.Element(xml, "certified"u8, Certified ? "true" : "false");
        PatientSpecificBody.Element(xml, "status"u8, Status);
        xml.Raw("</output></identityCertificationResponse>"u8);
    }
}
