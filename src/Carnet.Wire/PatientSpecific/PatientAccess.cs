using System.Buffers;
using System.Xml;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Xml;

namespace Carnet.Wire.PatientSpecific;

/// <summary>Which of the three operations on a person's own login.</summary>
public enum PatientAccessOperation
{
    /// <summary><c>createPatientAccess</c>: a first login (TD1.5a).</summary>
    Create,

    /// <summary><c>updatePatientAccess</c>: a new temporary password.</summary>
    Update,

    /// <summary><c>patientOTPUpdate</c>: where the one-time codes go (TD1.5b to d).</summary>
    OtpUpdate,
}

/// <summary>What is done to a way by which codes go.</summary>
public enum OtpAction
{
    Ajout,
    Modification,
    Suppression,
}

/// <summary>TD1.5: the login of the person whom the VIHF names. Withdrawn nationally on 11 June 2024.</summary>
/// <param name="Sms">True for SMS, false for EMAIL; null in an update of the password.</param>
/// <param name="Channel">Telephone number or address; null where it is taken away.</param>
/// <param name="Action">Of <c>patientOTPUpdate</c> only.</param>
/// <remarks>Source: DMP 1.2 TD1.5.</remarks>
public sealed record PatientAccessRequest(PatientAccessOperation Operation, bool? Sms, string? Channel, OtpAction? Action)
{
    public string SoapAction => ActionOf(Operation);

    public static string ActionOf(PatientAccessOperation operation)
        => "urn:si-dmp-patients:PatientSpecificEndPoint:" + NameOf(operation);

    /// <summary>The name of the body's element.</summary>
    public static string NameOf(PatientAccessOperation operation) => operation switch
    {
        PatientAccessOperation.Create => "createPatientAccess",
        PatientAccessOperation.Update => "updatePatientAccess",
        PatientAccessOperation.OtpUpdate => "patientOTPUpdate",
    };

    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static PatientAccessRequest Read(XmlReader reader, PatientAccessOperation operation)
    {
        var texts = PatientSpecificBody.Flat(reader, NameOf(operation), PatientSpecificBody.Namespace, "type", "canal", "action");
        bool? sms = texts.GetValueOrDefault("type") switch
        {
            "SMS" => true,
            "EMAIL" => false,
            null when operation is PatientAccessOperation.Update => null,
            _ => throw PatientSpecificBody.Field("type", "SMS, EMAIL"),
        };
        OtpAction? action = (operation, texts.GetValueOrDefault("action")) switch
        {
            (not PatientAccessOperation.OtpUpdate, null) => null,
            (PatientAccessOperation.OtpUpdate, "AJOUT") => OtpAction.Ajout,
            (PatientAccessOperation.OtpUpdate, "MODIFICATION") => OtpAction.Modification,
            (PatientAccessOperation.OtpUpdate, "SUPPRESSION") => OtpAction.Suppression,
            _ => throw PatientSpecificBody.Field("action", "AJOUT, MODIFICATION, SUPPRESSION"),
        };
        var channel = texts.GetValueOrDefault("canal") is { Length: > 0 } given ? given : null;
        return channel is null && operation is not PatientAccessOperation.Update && action is not OtpAction.Suppression
            ? throw PatientSpecificBody.Field("canal", "un numéro de téléphone ou une adresse électronique")
            : new PatientAccessRequest(operation, sms, channel, action);
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        var name = System.Text.Encoding.ASCII.GetBytes(NameOf(Operation));
        xml.Raw("<"u8).Raw(name).Raw(" xmlns=\"urn:si-dmp-patients\">"u8);
        PatientSpecificBody.Element(xml, "type"u8, Sms switch { true => "SMS", false => "EMAIL", null => null });
        PatientSpecificBody.Element(xml, "canal"u8, Channel);
        PatientSpecificBody.Element(xml, "action"u8, Action?.ToString().ToUpperInvariant());
        xml.Raw("</"u8).Raw(name).Raw(">"u8);
    }

    public override string ToString() => $"{NameOf(Operation)} ***";
}

/// <summary>TD1.5 answer; login and password are for the paper that the person takes home.</summary>
public sealed record PatientAccessResponse(PatientAccessOperation Operation, string Status, string? Login, string? Password)
{
    public string SoapAction => PatientAccessRequest.ActionOf(Operation) + "Response";

    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static PatientAccessResponse Read(XmlReader reader, PatientAccessOperation operation)
    {
        var name = PatientAccessRequest.NameOf(operation) + "Response";
        using var tape = Hl7Walk.Tape(reader);
        if (PatientSpecificBody.Root(tape, name, PatientSpecificBody.Namespace).Children() is not [var output])
        {
            throw PatientSpecificBody.Malformed(name);
        }

        var children = output.Children();
        return new PatientAccessResponse(
            operation,
            PatientSpecificBody.Text(children, "status", PatientSpecificBody.Namespace) ?? throw PatientSpecificBody.Malformed(name),
            PatientSpecificBody.Text(children, "login", PatientSpecificBody.Namespace),
            PatientSpecificBody.Text(children, "password", PatientSpecificBody.Namespace));
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        var name = System.Text.Encoding.ASCII.GetBytes(PatientAccessRequest.NameOf(Operation));
        xml.Raw("<"u8).Raw(name).Raw("Response xmlns=\"urn:si-dmp-patients\"><output>"u8);
        PatientSpecificBody.Element(xml, "login"u8, Login);
        PatientSpecificBody.Element(xml, "password"u8, Password);
        PatientSpecificBody.Element(xml, "status"u8, Status);
        xml.Raw("</output></"u8).Raw(name).Raw("Response>"u8);
    }

    public override string ToString() => "access ***";
}
