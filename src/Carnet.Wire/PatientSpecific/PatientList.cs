using System.Buffers;
using System.Xml;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Xds;
using Carnet.Wire.Xml;

namespace Carnet.Wire.PatientSpecific;

/// <summary>By which date a list of patients is narrowed.</summary>
public enum PatientListDate
{
    /// <summary>LASTAUTORIZATION: when the person let the professional in. The spelling is that of the wire.</summary>
    LastAuthorisation,

    /// <summary>LASTDOC: when the last document came.</summary>
    LastDocument,
}

/// <summary>TD0.4: the patients who have let a professional in.</summary>
/// <param name="StartDate">yyyyMMddHHmmss, UTC; checked.</param>
/// <param name="OwnerId">PS_IdNat of the professional, where another one asks; null for who asks.</param>
/// <remarks>Source: DMP 1.4, A.3.</remarks>
public sealed record PatientListRequest(string StartDate, PatientListDate DateType, string? OwnerId = null)
{
    public const string SoapAction = "urn:si-dmp-patients:PatientSpecificEndPoint:patientList";

    private const string Name = "patientList";

    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static PatientListRequest Read(XmlReader reader)
    {
        var texts = PatientSpecificBody.Flat(reader, Name, PatientSpecificBody.Namespace, "startDate", "dateType", "psOwnerId");
        return new PatientListRequest(
            texts.TryGetValue("startDate", out var start) && start.Length >= 8 && Dtm.IsValid(start)
                ? start : throw PatientSpecificBody.Field("startDate", "yyyyMMddHHmmss"),
            texts.GetValueOrDefault("dateType") switch
            {
                "LASTAUTORIZATION" => PatientListDate.LastAuthorisation,
                "LASTDOC" => PatientListDate.LastDocument,
                _ => throw PatientSpecificBody.Field("dateType", "LASTAUTORIZATION, LASTDOC"),
            },
            texts.GetValueOrDefault("psOwnerId") is { Length: > 0 } owner ? owner : null);
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<patientList xmlns=\"urn:si-dmp-patients\">"u8);
        PatientSpecificBody.Element(xml, "startDate"u8, StartDate);
        PatientSpecificBody.Element(xml, "dateType"u8, DateType is PatientListDate.LastDocument ? "LASTDOC" : "LASTAUTORIZATION");
        PatientSpecificBody.Element(xml, "psOwnerId"u8, OwnerId);
        xml.Raw("</patientList>"u8);
    }
}

/// <summary>One person of the list. Times are yyyyMMddHHmmss, UTC; what is unknown or not shown is null.</summary>
/// <param name="NationalId">INS.</param>
/// <param name="NationalIdType">OID of the INS.</param>
/// <param name="LastName">Nom d'usage; the birth name where there is none.</param>
/// <param name="PatronymicalName">Birth name.</param>
/// <param name="DateOfBirth">yyyyMMdd.</param>
/// <param name="Treating">The professional is a treating doctor of this person.</param>
/// <param name="Message">Something waits for the professional in this record.</param>
/// <param name="LastAccess">When the professional last read in it.</param>
/// <param name="LastUpdate">When marks or statuses of what they see last changed.</param>
/// <param name="LastAdd">When the last document came that they see.</param>
public sealed record PatientListLine(
    string NationalId, string NationalIdType, string LastName, string PatronymicalName, string FirstName, string? Civility,
    string DateOfBirth, bool Treating, bool Message, string? LastAccess, string? LastUpdate, string? LastAdd)
{
    public override string ToString() => "patient ***";
}

/// <summary>TD0.4 answer. Source: DMP 1.4, A.3.</summary>
public sealed record PatientListResponse(IReadOnlyList<PatientListLine> Patients, string Status)
{
    public const string SoapAction = "urn:si-dmp-patients:PatientSpecificEndPoint:patientListResponse";

    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static PatientListResponse Read(XmlReader reader)
    {
        using var tape = Hl7Walk.Tape(reader);
        if (PatientSpecificBody.Root(tape, "patientListResponse", PatientSpecificBody.Namespace).Children() is not [var output])
        {
            throw PatientSpecificBody.Malformed("patientListResponse");
        }

        var children = output.Children();
        return new PatientListResponse(
            [.. children.Where(child => child.Is("patientlistData", PatientSpecificBody.Namespace)).Select(Line)],
            PatientSpecificBody.Text(children, "status", PatientSpecificBody.Namespace)
                ?? throw PatientSpecificBody.Malformed("patientListResponse"));
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<patientListResponse xmlns=\"urn:si-dmp-patients\"><output>"u8);
        foreach (var person in Patients)
        {
            xml.Raw("<patientlistData><patientIdentifier>"u8);
            PatientSpecificBody.Element(xml, "nationalId"u8, person.NationalId);
            PatientSpecificBody.Element(xml, "nationalIdType"u8, person.NationalIdType);
            xml.Raw("</patientIdentifier>"u8);
            PatientSpecificBody.Element(xml, "lastName"u8, person.LastName);
            PatientSpecificBody.Element(xml, "patronymicalName"u8, person.PatronymicalName);
            PatientSpecificBody.Element(xml, "firstName"u8, person.FirstName);
            PatientSpecificBody.Element(xml, "civility"u8, person.Civility);
            PatientSpecificBody.Element(xml, "dateOfBirth"u8, person.DateOfBirth);
            PatientSpecificBody.Element(xml, "MT"u8, person.Treating ? "true" : "false");
            PatientSpecificBody.Element(xml, "message"u8, person.Message ? "true" : "false");
            PatientSpecificBody.Element(xml, "lastAccessDate"u8, person.LastAccess);
            PatientSpecificBody.Element(xml, "lastUpdateDate"u8, person.LastUpdate);
            PatientSpecificBody.Element(xml, "lastAddDate"u8, person.LastAdd);
            xml.Raw("</patientlistData>"u8);
        }

        PatientSpecificBody.Element(xml, "status"u8, Status);
        xml.Raw("</output></patientListResponse>"u8);
    }

    private static PatientListLine Line(TapeElement line)
    {
        var children = line.Children();
        var id = children.First(child => child.LocalName == "patientIdentifier").Children();
        return new PatientListLine(
            Required(id, "nationalId"), Required(id, "nationalIdType"), Required(children, "lastName"),
            Required(children, "patronymicalName"), Required(children, "firstName"), Of(children, "civility"),
            Required(children, "dateOfBirth"), Of(children, "MT") is "true", Of(children, "message") is "true",
            Of(children, "lastAccessDate"), Of(children, "lastUpdateDate"), Of(children, "lastAddDate"));

        static string? Of(List<TapeElement> of, string name) => PatientSpecificBody.Text(of, name, PatientSpecificBody.Namespace);

        static string Required(List<TapeElement> of, string name) => Of(of, name) ?? throw PatientSpecificBody.Malformed("patientlistData");
    }
}
