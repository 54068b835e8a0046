namespace Carnet.Wire.Vihf;

/// <summary>Who calls, for whom and why: the claims of a VIHF, as written and not yet judged.</summary>
/// <remarks>
/// Text comes without the white space around it. Whether the claims are true, fresh and allowed is for the server.
/// Source: CI-SIS VIHF 3.0; OASIS SAML 2.0 core.
/// </remarks>
public sealed record VihfToken
{
    /// <summary>ID of the assertion, an XML name; the key of the replay cache.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset IssueInstant { get; init; }

    /// <summary>Distinguished name of the signing certificate, in the spelling of the sender.</summary>
    public required string Issuer { get; init; }

    /// <summary>PS_IdNat (<c>8</c> and RPPS) or, in indirect mode, a local identifier of the person.</summary>
    public required string SubjectNameId { get; init; }

    public required DateTimeOffset AuthnInstant { get; init; }

    /// <summary>URI.</summary>
    public required string AuthnContextClassRef { get; init; }

    /// <summary>Primary authentication inside the structure; only in reinforced indirect mode.</summary>
    public string? AuthnContextDecl { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotOnOrAfter { get; init; }

    /// <summary>True when an AudienceRestriction is there, which a VIHF must not have.</summary>
    public bool HasAudience { get; init; }

    /// <summary>Struct_IdNat (Identifiant_Structure), for example <c>10B0127189</c>.</summary>
    public required string StructureId { get; init; }

    /// <summary>Secteur_Activite, for example <c>SA07^1.2.250.1.71.4.2.4</c>.</summary>
    public required string Sector { get; init; }

    /// <summary>Name of the person, or of the software; absent in direct mode.</summary>
    public string? SubjectName { get; init; }

    /// <summary>At least one; the first is the profession.</summary>
    public required IReadOnlyList<CodedRole> Roles { get; init; }

    /// <summary>VIHF_Version, for example <c>3.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary><c>DIRECTE</c>, <c>INDIRECTE</c> or <c>INDIRECTE_RENFORCEE</c>, as on the wire.</summary>
    public required string AuthenticationMode { get; init; }

    /// <summary><c>{INS}^^^&amp;{OID}&amp;ISO^NH</c>; absent for requests without patient.</summary>
    public string? ResourceId { get; init; }

    /// <summary><c>urn:dmp</c>.</summary>
    public required string ResourceUrn { get; init; }

    /// <summary>Code of the access mode: <c>normal</c>, <c>bris_de_glace</c>, <c>centre_15</c>.</summary>
    public required string PurposeOfUse { get; init; }

    /// <summary>OID of the table of access modes, as written; two are seen, and samples differ.</summary>
    public string? PurposeSystem { get; init; }

    /// <summary>Mode_Acces_Raison: free text, the reason of a break-glass access.</summary>
    public string? AccessReason { get; init; }

    /// <summary><c>INVISIBLE_REPRESENTANTS_LEGAUX</c> for the secret connection of a minor.</summary>
    public string? ConfidentialityCode { get; init; }

    public string? LpsId { get; init; }

    public required string LpsName { get; init; }

    public required string LpsVersion { get; init; }

    public required string LpsHomologationId { get; init; }
}
