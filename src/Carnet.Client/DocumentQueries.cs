using Carnet.Wire.Xds;

namespace Carnet.Client;

/// <summary>The stored queries of ITI-18 that a client asks most; any other is an <see cref="AdhocQueryRequest"/> of its own.</summary>
/// <remarks>Source: DMP 1.7; IHE ITI TF-2 3.18.</remarks>
public static class DocumentQueries
{
    /// <summary>A person's documents in force.</summary>
    /// <param name="allStatuses">Also those replaced, archived, deleted.</param>
    public static AdhocQueryRequest FindDocuments(
        Cx patient, QueryReturnType type = QueryReturnType.LeafClass, bool allStatuses = false)
    {
        ArgumentNullException.ThrowIfNull(patient);
        return new(
            StoredQueries.FindDocuments, type,
            [
                new Slot("$XDSDocumentEntryPatientId", StoredQueryParameters.Quote(patient.ToString())),
                new Slot("$XDSDocumentEntryStatus", StoredQueryParameters.QuoteList(allStatuses
                    ? [AvailabilityStatuses.Approved, AvailabilityStatuses.Deprecated, AvailabilityStatuses.Archived, AvailabilityStatuses.Deleted]
                    : [AvailabilityStatuses.Approved])),
            ]);
    }

    /// <summary>One document by its uniqueId.</summary>
    public static AdhocQueryRequest GetDocuments(string uniqueId, QueryReturnType type = QueryReturnType.LeafClass)
        => new(StoredQueries.GetDocuments, type,
            [new Slot("$XDSDocumentEntryUniqueId", StoredQueryParameters.QuoteList(uniqueId))]);

    /// <summary>A person's sets in force.</summary>
    public static AdhocQueryRequest FindSubmissionSets(Cx patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        return new(StoredQueries.FindSubmissionSets, QueryReturnType.LeafClass,
            [
                new Slot("$XDSSubmissionSetPatientId", StoredQueryParameters.Quote(patient.ToString())),
                new Slot("$XDSSubmissionSetStatus", StoredQueryParameters.QuoteList(AvailabilityStatuses.Approved)),
            ]);
    }

    /// <summary>A set and what it holds.</summary>
    public static AdhocQueryRequest Contents(string setUniqueId)
        => new(StoredQueries.GetSubmissionSetAndContents, QueryReturnType.LeafClass,
            [new Slot("$XDSSubmissionSetUniqueId", StoredQueryParameters.Quote(setUniqueId))]);

    /// <summary>What replaced a document, and what it replaced.</summary>
    public static AdhocQueryRequest Related(string uniqueId)
        => new(StoredQueries.GetRelatedDocuments, QueryReturnType.LeafClass,
            [
                new Slot("$XDSDocumentEntryUniqueId", StoredQueryParameters.Quote(uniqueId)),
                new Slot("$AssociationTypes", StoredQueryParameters.QuoteList(AssociationTypes.Replace)),
            ]);
}
