using System.Xml;
using Carnet.Domain.Common;
using Carnet.Wire;
using Carnet.Wire.Soap;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>The one table of this door: from failure codes to SOAP faults and to RegistryError.</summary>
/// <remarks>
/// The French sentence goes with both. Should the national list of DMP codes become known, this table alone changes.
/// Source: DMP 2.3; IHE ITI TF-3 4.2.4.1.
/// </remarks>
internal static class SoapErrors
{
    private const string Wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    /// <summary>A message that cannot be read, in the words of the domain.</summary>
    public static Failure Of(WireFormatException malformed) => new(FailureKind.Invalid, malformed.Code, malformed.Message);

    /// <summary>A token that does not hold.</summary>
    public static Failure Of(VihfVerification.Rejected rejected)
        => new(FailureKind.Refused, rejected.Reason, rejected.Detail);

    /// <summary>A failure below the transaction.</summary>
    public static SoapFault Fault(Failure failure)
    {
        var (code, subcode) = failure.Code switch
        {
            "soap.version" => (SoapFaultCode.VersionMismatch, null),
            "soap.must-understand" => (SoapFaultCode.MustUnderstand, null),
            "soap.unknown-action" => (SoapFaultCode.Sender, Name("ActionNotSupported", SoapNames.Addressing)),
            "soap.action-mismatch" => (SoapFaultCode.Sender, Name("InvalidAddressingHeader", SoapNames.Addressing)),
            "server.unavailable" => (SoapFaultCode.Receiver, Dmp("DMPUnavailable")),
            "server.error" => (SoapFaultCode.Receiver, Dmp("DMPError")),
            "vihf.certificate" or "vihf.key" or "tls.certificate-use" or "tls.certificate-foreign" or "tls.certificate-out-of-date"
                or "suspended.certificate" or "tls.certificate-revoked" or "tls.revocation-unknown" or "vihf.certificate-revoked"
                or "vihf.revocation-unknown" => (SoapFaultCode.Sender, Dmp("DMPInvalidCertificate")),
            "vihf.missing" => (SoapFaultCode.Sender, Name("InvalidSecurity", Wsse)),
            "vihf.replayed" or "vihf.instant" or "vihf.conditions" => (SoapFaultCode.Sender, Name("MessageExpired", Wsse)),
            "directory.unknown-structure" => (SoapFaultCode.Sender, Dmp("DMPUnknownStructure")),
            "directory.not-linked" => (SoapFaultCode.Sender, Dmp("DMPNotLinked")),
            "agreement.missing" or "agreement.method-not-listed" => (SoapFaultCode.Sender, Dmp("DMPNoAgreement")),
            "software.unregistered" or "software.profile" => (SoapFaultCode.Sender, Dmp("DMPUnknownSoftware")),
            "record.unknown" => (SoapFaultCode.Sender, Dmp("DMPUnknown")),
            "record.closed" => (SoapFaultCode.Sender, Dmp("DMPClosed")),
            var other when other.StartsWith("vihf.", StringComparison.Ordinal)
                => (SoapFaultCode.Sender, Name("FailedAuthentication", Wsse)),
            var other when other.StartsWith("suspended.", StringComparison.Ordinal) => (SoapFaultCode.Sender, Dmp("DMPAccessDenied")),
            var other when other.StartsWith("access.", StringComparison.Ordinal) => (SoapFaultCode.Sender, Dmp("DMPAccessDenied")),
            _ => (SoapFaultCode.Sender, Dmp("DMPInvalidMessage")),
        };
        return new SoapFault(code, subcode is null ? [] : [subcode], failure.Detail, failure.Code);

        static XmlQualifiedName Dmp(string name) => new(name, SoapFault.Namespace);

        static XmlQualifiedName Name(string name, string space) => new(name, space);
    }

    /// <summary>The DMP code of an HL7 acknowledgement.</summary>
    public static string Hl7Code(Failure failure) => failure.Code switch
    {
        "record.exists" => "DMPFound",
        "soap.patient-mismatch" or "ins.invalid" or "vihf.patient-missing" => "DMPInvalidPatient",
        _ => Fault(failure).Subcodes is [{ Namespace: SoapFault.Namespace } subcode, ..] ? subcode.Name : "DMPInvalidMessage",
    };

    /// <summary>A failure of ITI-57.</summary>
    public static RegistryError Update(Failure failure)
    {
        var code = failure.Code switch
        {
            "document.unknown" or "document.outdated" => XdsErrorCode.MetadataVersion,
            "document.already-so" or "soap.status-change" => XdsErrorCode.MetadataUpdateOperation,
            var other when other.StartsWith("xds.association-", StringComparison.Ordinal) => XdsErrorCode.MetadataUpdateOperation,
            "xds.folder" => XdsErrorCode.MetadataUpdate,
            var other when other.StartsWith("document.", StringComparison.Ordinal)
                || other.StartsWith("access.", StringComparison.Ordinal) => XdsErrorCode.MetadataUpdate,
            _ => Registry(failure, repository: false).ErrorCode,
        };
        return new RegistryError(code, $"{failure.Code} : {failure.Detail}", null);
    }

    /// <summary>A failure of the transaction itself.</summary>
    /// <param name="repository">True in ITI-41 and ITI-43.</param>
    public static RegistryError Registry(Failure failure, bool repository, string? location = null)
    {
        var code = failure.Code switch
        {
            "record.unknown" or "record.closed" or "ins.invalid" => XdsErrorCode.UnknownPatientId,
            "document.patient-mismatch" or "document.traits-mismatch" or "soap.patient-mismatch"
                => XdsErrorCode.PatientIdDoesNotMatch,
            "document.unknown" => XdsErrorCode.DocumentUniqueId,
            "document.duplicate-id" or "submission.duplicate-id" => XdsErrorCode.DuplicateUniqueIdInRegistry,
            "document.other-content" => XdsErrorCode.NonIdenticalHash,
            "document.part-missing" => XdsErrorCode.MissingDocument,
            "document.part-extra" => XdsErrorCode.MissingDocumentMetadata,
            "document.replaces-unknown" => XdsErrorCode.ReplaceFailed,
            "document.cda-invalid" or "document.cda-mismatch" or "document.cda-author-mismatch" => "InvalidDocumentContent",
            var other when other.StartsWith("document.", StringComparison.Ordinal)
                || other.StartsWith("submission.", StringComparison.Ordinal)
                => repository ? XdsErrorCode.RepositoryMetadata : XdsErrorCode.RegistryMetadata,
            var other => XdsErrorCode.For(other, repository),
        };
        return new RegistryError(code, $"{failure.Code} : {failure.Detail}", location);
    }
}
