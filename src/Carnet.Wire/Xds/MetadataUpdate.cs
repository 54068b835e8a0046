namespace Carnet.Wire.Xds;

/// <summary>The one operation of an ITI-57 request, sorted out and checked in itself.</summary>
/// <remarks>
/// A request with several operations is refused: it would have to be done wholly or not at all. Source: IHE ITI Metadata
/// Update 3.57.4.1; DMP 1.6.
/// </remarks>
public abstract record MetadataUpdate
{
    private MetadataUpdate() { }

    /// <summary>A new metadata version of a document: TD3.3a, TD3.3b.</summary>
    /// <param name="LogicalId">UUID of the lid.</param>
    /// <param name="PreviousVersion">The version that it follows.</param>
    public sealed record NewVersion(DocumentEntry Entry, Guid LogicalId, int PreviousVersion) : MetadataUpdate;

    /// <summary>A new status of a document: TD3.3c, TD3.3d.</summary>
    /// <param name="EntryUuid">UUID of the entry.</param>
    /// <param name="Original">URN of the status that the sender believes it has.</param>
    /// <param name="New">URN of the status that it is to have.</param>
    public sealed record NewStatus(Guid EntryUuid, string Original, string New) : MetadataUpdate;

    /// <exception cref="WireFormatException"><c>xds.update-…</c> for the first defect.</exception>
    public static MetadataUpdate Of(SubmitObjectsRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Associations.FirstOrDefault(known => known.Type is not (
            AssociationTypes.HasMember or AssociationTypes.UpdateAvailabilityStatus)) is not null)
        {
            throw new WireFormatException("xds.update-association",
                "Une mise à jour ne porte que des associations HasMember ou UpdateAvailabilityStatus.");
        }

        var changes = request.Associations.Where(known => known.Type is AssociationTypes.UpdateAvailabilityStatus).ToList();
        var members = request.Associations.Where(known => known.Type is AssociationTypes.HasMember).ToList();
        return (request.DocumentEntries, changes, members) switch
        {
            ([var entry], [], [var member]) => new NewVersion(
                entry, LogicalIdOf(entry), member.PreviousVersion ?? throw new WireFormatException("xds.update-version",
                    "L'association HasMember d'une mise à jour doit porter le slot « PreviousVersion ».")),
            ([], [var change], []) => new NewStatus(UuidOf(change.Target), change.OriginalStatus!, change.NewStatus!),
            ([], [], _) => throw new WireFormatException("xds.update-empty", "La demande ne contient aucune mise à jour."),
            _ => throw new WireFormatException("xds.update-several", "La demande contient plusieurs mises à jour : envoyez-les une à une."),
        };
    }

    private static Guid LogicalIdOf(DocumentEntry entry) => entry.LogicalId is { } lid && lid != entry.EntryUuid
        ? UuidOf(lid)
        : throw new WireFormatException("xds.update-lid", "La fiche d'une mise à jour doit nommer le document par son « lid ».");

    private static Guid UuidOf(string id) => id.StartsWith("urn:uuid:", StringComparison.Ordinal)
        && Guid.TryParseExact(id.AsSpan(9), "D", out var uuid) ? uuid
        : throw new WireFormatException("xds.update-lid", "La fiche d'une mise à jour doit nommer le document par son « lid ».");
}
