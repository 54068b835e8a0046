using System.Buffers;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Habilitations;

/// <summary>One professional of the person's list.</summary>
/// <param name="NationalId">PS_IdNat.</param>
/// <param name="Speciality">For example <c>G15_10/SM26</c>; null where the directory does not know them.</param>
/// <param name="Start">yyyyMMddHHmmss, UTC.</param>
/// <param name="Mode">ACTIVE or INTERDITE.</param>
/// <param name="SpecificRight">MT for a treating doctor, else null.</param>
public sealed record AuthorizedProfessional(
    string NationalId, string? FirstName, string? LastName, string? Speciality, string? SpecialityLabel, string Start,
    string LastAction, string Mode, string? SpecificRight);

/// <summary>TD1.6 answer.</summary>
/// <param name="Status"><c>DMPOk</c>, or a code that begins with <c>DMP</c>.</param>
/// <param name="Context">A French sentence; null for none.</param>
/// <remarks>Source: DMP 1.4, A.3.</remarks>
public sealed record ListAuthorizationByPatientResponse(
    IReadOnlyList<AuthorizedProfessional> Professionals, string Status, string? Context = null)
{
    public const string SoapAction = "urn:si-dmp-habilitations:HabilitationsEndPoint:listAuthorizationByPatientResponse";

    private const string IdType = "1.2.250.1.71.4.2.1";
    private const string Namespace = SetAuthorizationRequest.Namespace;

    /// <summary>Reads from the reader's element; <c>habilitations.…</c> for the first defect.</summary>
    public static ListAuthorizationByPatientResponse Read(XmlReader reader)
    {
        using var tape = Hl7v3.Hl7Walk.Tape(reader);
        if (!tape.Root.Is("listAuthorizationByPatientResponse", Namespace) || tape.Root.Children() is not [var output])
        {
            throw new WireFormatException("habilitations.body", "L'élément « listAuthorizationByPatientResponse » est attendu.");
        }

        var children = output.Children();
        return new(
            [.. children.Where(child => child.Is("listOfAuthorizationByPatient", Namespace)).Select(Professional)],
            Text(children, "status") ?? throw new WireFormatException("habilitations.body", "L'élément « status » de la réponse manque."),
            Text(children, "context"));
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<listAuthorizationByPatientResponse xmlns=\"urn:si-dmp-habilitations\"><output>"u8);
        foreach (var who in Professionals)
        {
            xml.Raw("<listOfAuthorizationByPatient>"u8);
            Element(xml, "nationalId"u8, who.NationalId);
            Element(xml, "nationalIdType"u8, IdType);
            Element(xml, "firstName"u8, who.FirstName);
            Element(xml, "lastName"u8, who.LastName);
            Element(xml, "codeSpeciality"u8, who.Speciality);
            Element(xml, "libSpeciality"u8, who.SpecialityLabel);
            Element(xml, "startOfAuthorization"u8, who.Start);
            Element(xml, "lastActionDate"u8, who.LastAction);
            Element(xml, "mode"u8, who.Mode);
            Element(xml, "specificRight"u8, who.SpecificRight);
            xml.Raw("</listOfAuthorizationByPatient>"u8);
        }

        Element(xml, "status"u8, Status);
        Element(xml, "context"u8, Context);
        xml.Raw("</output></listAuthorizationByPatientResponse>"u8);
    }

    private static AuthorizedProfessional Professional(TapeElement line)
    {
        var children = line.Children();
        return new(
            Required(children, "nationalId"), Text(children, "firstName"), Text(children, "lastName"), Text(children, "codeSpeciality"),
            Text(children, "libSpeciality"), Required(children, "startOfAuthorization"), Required(children, "lastActionDate"),
            Required(children, "mode"), Text(children, "specificRight"));
    }

    private static string Required(List<TapeElement> children, string name) => Text(children, name)
        ?? throw new WireFormatException("habilitations.body", "Une ligne de la liste est incomplète.");

    private static string? Text(List<TapeElement> children, string name)
        => children.Where(child => child.Is(name, Namespace)).Select(child => child.Text()).FirstOrDefault();

    private static void Element(Utf8XmlWriter xml, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            xml.Raw("<"u8).Raw(name).Raw(">"u8).Text(text).Raw("</"u8).Raw(name).Raw(">"u8);
        }
    }
}
