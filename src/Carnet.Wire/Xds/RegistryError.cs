namespace Carnet.Wire.Xds;

/// <summary>One complaint of a registry or repository.</summary>
/// <param name="ErrorCode">One of <see cref="XdsErrorCode"/>.</param>
/// <param name="CodeContext">Our code and a French sentence, never the content of the message.</param>
/// <param name="Location">The object complained about, e.g. a uniqueId; null where the whole message is meant.</param>
/// <param name="Severity">A URN; <see cref="Error"/> or <see cref="Warning"/>.</param>
/// <remarks>Source: IHE ITI TF-3 4.2.4.1.</remarks>
public sealed record RegistryError(
    string ErrorCode, string CodeContext, string? Location = null, string Severity = RegistryError.Error)
{
    public const string Error = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error";
    public const string Warning = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning";
}

/// <summary>Success, failure, or success for some of what was asked.</summary>
public enum ResponseStatus
{
    Success,
    PartialSuccess,
    Failure,
}
