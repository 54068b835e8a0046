using System.ComponentModel.DataAnnotations;
using Carnet.Domain.Access;

namespace Carnet.Server.Platform;

/// <summary>Section <c>Carnet:Data</c>.</summary>
internal sealed class DataOptions
{
    /// <summary>Folder of the database, keys and checkpoints; created when absent. Default <c>data</c>.</summary>
    [Required]
    public string Directory { get; set; } = "data";

    public string Keys => Path.Combine(Directory, "keys");

    public string Demo => Path.Combine(Directory, "demo");
}

/// <summary>Which database.</summary>
internal enum DatabaseProvider
{
    /// <summary>One file in the data folder; one server.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or later; any number of servers.</summary>
    PostgreSql,
}

/// <summary>Section <c>Carnet:Database</c>.</summary>
internal sealed class DatabaseOptions
{
    /// <summary><c>Sqlite</c> (default) or <c>PostgreSql</c>.</summary>
    public string Provider { get; set; } = nameof(DatabaseProvider.Sqlite);

    /// <summary>The provider, once it is validated.</summary>
    public DatabaseProvider Kind => Enum.TryParse<DatabaseProvider>(Provider, ignoreCase: true, out var kind) ? kind : default;

    /// <summary>Needed for PostgreSQL; for SQLite the file <c>carnet.db</c> of the data folder serves when empty.</summary>
    public string? ConnectionString { get; set; }
}

/// <summary>Section <c>Carnet:Doors</c>: one address for each door; an empty one keeps the door shut.</summary>
internal sealed class DoorsOptions
{
    /// <summary>Portals for people.</summary>
    public string Portals { get; set; } = "http://localhost:8080";

    /// <summary>SOAP with mutual TLS.</summary>
    public string Soap { get; set; } = "https://localhost:8444";

    /// <summary>
    /// The professionals' pages by card (TD0.9, TD0.10), with mutual TLS; shut where nothing is said, but in the demo.
    /// </summary>
    public string? Card { get; set; }

    /// <summary>
    /// HL7 v2 over MLLP with mutual TLS, e.g. <c>mllps://0.0.0.0:2575</c>; shut where nothing is said, but in the demo.
    /// </summary>
    public string? Hl7v2 { get; set; }

    /// <summary>Health and metrics; loopback only.</summary>
    public string Operations { get; set; } = "http://127.0.0.1:8081";
}

/// <summary>Section <c>Carnet:Trust</c>: whose cards and certificates are believed.</summary>
internal sealed class TrustOptions
{
    /// <summary>PEM file with the root certificates; in the demo the demo root.</summary>
    public string? Roots { get; set; }

    /// <summary>PEM file with intermediate certificates, when clients do not send them.</summary>
    public string? Intermediates { get; set; }

    /// <summary>PEM certificate and key of the server itself; made on the spot in the demo.</summary>
    public string? ServerCertificate { get; set; }

    public string? ServerKey { get; set; }

    /// <summary>Folder with the lists of revoked certificates (<c>*.crl</c>, DER or PEM); empty asks for none.</summary>
    public string? RevocationLists { get; set; }

    /// <summary>Address of an OCSP responder, <c>http://</c> or <c>https://</c>; its answers are signed. Empty asks none.</summary>
    [Url]
    public string? OcspResponder { get; set; }

    /// <summary>How long an answer of the responder counts, unless it says less itself. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan OcspFreshness { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the responder is waited for. Default 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan OcspTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>What happens when nothing fresh is known of a certificate: no list of its issuer, no answer. Default refuse.</summary>
    public StaleRevocation StaleRevocation { get; set; } = StaleRevocation.Refuse;

    /// <summary>How long a list counts after its successor was due. Default 0.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan RevocationGrace { get; set; }
}

/// <summary>What to do without a fresh list of revoked certificates.</summary>
internal enum StaleRevocation
{
    /// <summary>Nobody of that issuer is heard: a thief who keeps the list away gains nothing.</summary>
    Refuse,

    /// <summary>Everybody who is not on the old list is heard, and the log warns each minute.</summary>
    Warn,
}

/// <summary>Section <c>Carnet:Vihf</c>.</summary>
internal sealed class VihfOptions
{
    /// <summary>How far the instant of a token may be from ours, either way. Default 5 minutes.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Hear only software that the operator has registered (<c>carnet software</c>). Default no.</summary>
    public bool RequireRegisteredSoftware { get; set; }

    /// <summary>Old cards sign with SHA-1. Default no; a token so signed proves little.</summary>
    public bool AllowSha1 { get; set; }
}

/// <summary>Section <c>Carnet:Feeding</c>.</summary>
internal sealed class FeedingOptions
{
    /// <summary>Largest document in bytes. Default 50 MiB.</summary>
    [Range(1024, 1024L * 1024 * 1024)]
    public long MaxDocumentBytes { get; set; } = 50L * 1024 * 1024;

    /// <summary>Most documents of one set. Default 100.</summary>
    [Range(1, 1000)]
    public int MaxDocuments { get; set; } = 100;

    /// <summary>Refuse a set without lot signature. Default no.</summary>
    public bool RequireLotSignature { get; set; }

    /// <summary>Refuse a CDA whose own author is not among the authors of its entry; else a remark is shown. Default no.</summary>
    public bool RefuseForeignCdaAuthor { get; set; }

    /// <summary>Refuse reimbursements not fed by the insurer and patient documents not fed by the patient; else a remark.</summary>
    public bool RefuseReservedTypes { get; set; }

    /// <summary>MASQUE_PS and INVISIBLE_PATIENT on one document. Default no.</summary>
    public bool AllowMaskedAndHidden { get; set; }
}

/// <summary>Section <c>Carnet:Hl7v2</c>: what one sender of HL7 v2 may cost.</summary>
internal sealed class Hl7v2Options
{
    /// <summary>Largest message in bytes, base64 included. Default 20 MiB.</summary>
    [Range(16 * 1024, 256 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Connections served at once; a further one is closed. Default 64.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 64;

    /// <summary>A sender within a message may fall silent so long, and must then keep 240 bytes a second. Default 5 seconds.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A connection without a message is closed after this time. Default 30 minutes.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(30);
}

/// <summary>Section <c>Carnet:Access</c>.</summary>
internal sealed class AccessOptions
{
    /// <summary>The staff of an establishment need the person's recorded initial consent for the stay. Default yes.</summary>
    public bool TeamNeedsInitialConsent { get; set; } = AccessPolicy.Default.TeamNeedsInitialConsent;

    /// <summary>How long a declared emergency lasts. Default 4 hours.</summary>
    public TimeSpan EmergencyLasts { get; set; } = AccessPolicy.Default.EmergencyLasts;

    /// <summary>How long a stay lasts whose end was not stated. Default 30 days.</summary>
    public TimeSpan StayLasts { get; set; } = AccessPolicy.Default.StayLasts;

    public AccessPolicy ToPolicy() => new(TeamNeedsInitialConsent, EmergencyLasts, StayLasts);
}

/// <summary>Section <c>Carnet:Registry</c>: the numbers under which this registry is known.</summary>
internal sealed class RegistryOptions
{
    /// <summary>OID of the repository, without <c>urn:oid:</c>; the default is for trials only.</summary>
    [Required, RegularExpression(@"[0-2](\.(0|[1-9][0-9]*))+")]
    public string RepositoryUniqueId { get; set; } = "2.25.104601029093106120325512811871160837301";

    /// <summary>OID under which this server sends HL7 v3 messages and keeps records; the default is for trials only.</summary>
    [Required, RegularExpression(@"[0-2](\.(0|[1-9][0-9]*))+")]
    public string DeviceId { get; set; } = "2.25.104601029093106120325512811871160837302";

    /// <summary>patientCertif answers whether a number and a date of birth are of one person; withdrawn nationally. Default no.</summary>
    public bool CertifyIdentity { get; set; }
}

/// <summary>Section <c>Carnet:Directory</c>.</summary>
internal sealed class DirectoryOptions
{
    /// <summary>Refuse a professional or structure that the directory does not know. Default yes.</summary>
    public bool Required { get; set; } = true;
}
