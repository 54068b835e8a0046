namespace Carnet.Wire.Xds;

/// <summary>WS-Addressing actions of the document transactions.</summary>
/// <remarks>Source: IHE ITI TF-2 3.18.4, 3.41.4, 3.43.4; IHE ITI Metadata Update 3.57.4.</remarks>
public static class XdsActions
{
    public const string RegistryStoredQuery = "urn:ihe:iti:2007:RegistryStoredQuery";
    public const string RegistryStoredQueryResponse = "urn:ihe:iti:2007:RegistryStoredQueryResponse";
    public const string ProvideAndRegister = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b";
    public const string ProvideAndRegisterResponse = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse";
    public const string Retrieve = "urn:ihe:iti:2007:RetrieveDocumentSet";
    public const string RetrieveResponse = "urn:ihe:iti:2007:RetrieveDocumentSetResponse";
    public const string Update = "urn:ihe:iti:2010:UpdateDocumentSet";
    public const string UpdateResponse = "urn:ihe:iti:2010:UpdateDocumentSetResponse";
}
