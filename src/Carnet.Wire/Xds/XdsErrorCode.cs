namespace Carnet.Wire.Xds;

/// <summary>Standard values of RegistryError/@errorCode, and the one table from our wire codes to them.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.4.1.</remarks>
public static class XdsErrorCode
{
    public const string DocumentUniqueId = "XDSDocumentUniqueIdError";
    public const string DuplicateUniqueIdInRegistry = "XDSDuplicateUniqueIdInRegistry";
    public const string MetadataUpdateOperation = "XDSMetadataUpdateOperationError";
    public const string MetadataUpdate = "XDSMetadataUpdateError";
    public const string MetadataVersion = "XDSMetadataVersionError";
    public const string MissingDocument = "XDSMissingDocument";
    public const string MissingDocumentMetadata = "XDSMissingDocumentMetadata";
    public const string NonIdenticalHash = "XDSNonIdenticalHash";
    public const string PatientIdDoesNotMatch = "XDSPatientIdDoesNotMatch";
    public const string Registry = "XDSRegistryError";
    public const string RegistryMetadata = "XDSRegistryMetadataError";
    public const string ReplaceFailed = "XDSReplaceFailed";
    public const string Repository = "XDSRepositoryError";
    public const string RepositoryMetadata = "XDSRepositoryMetadataError";
    public const string StoredQueryMissingParam = "XDSStoredQueryMissingParam";
    public const string StoredQueryParamNumber = "XDSStoredQueryParamNumber";
    public const string TooManyResults = "XDSTooManyResults";
    public const string UnknownPatientId = "XDSUnknownPatientId";
    public const string UnknownRepositoryId = "XDSUnknownRepositoryId";
    public const string UnknownStoredQuery = "XDSUnknownStoredQuery";

    /// <summary>The XDS code of a defect found while reading.</summary>
    /// <param name="wireCode">As in <see cref="WireFormatException.Code"/>.</param>
    /// <param name="repository">True in ITI-41 and ITI-43, false in ITI-18 and ITI-57.</param>
    public static string For(string wireCode, bool repository)
    {
        ArgumentNullException.ThrowIfNull(wireCode);
        return wireCode switch
        {
            "xds.document-missing" or "mtom.part-missing" => MissingDocument,
            "xds.document-extra" or "mtom.part-unknown" => MissingDocumentMetadata,
            "xds.update-version" or "xds.previous-version" => MetadataVersion,
            _ when wireCode.StartsWith("xds.update-", StringComparison.Ordinal) => MetadataUpdateOperation,
            "xds.query-missing-param" => StoredQueryMissingParam,
            "xds.query-id" or "xds.query-get-all" => UnknownStoredQuery,
            _ when wireCode.StartsWith("xds.query-", StringComparison.Ordinal) => StoredQueryParamNumber,
            _ when wireCode.StartsWith("xds.", StringComparison.Ordinal)
                => repository ? RepositoryMetadata : RegistryMetadata,
            _ => repository ? Repository : Registry,
        };
    }
}
