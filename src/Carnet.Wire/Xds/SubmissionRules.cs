namespace Carnet.Wire.Xds;

/// <summary>Sorts the objects of a submission and checks how they hang together.</summary>
/// <remarks>
/// What needs the registry (does the replaced document exist, whose is it) is the server's task.
/// Source: IHE ITI TF-3 4.2.1, 4.2.2.
/// </remarks>
internal static class SubmissionRules
{
    public static SubmitObjectsRequest Build(IReadOnlyList<RimObject> objects)
    {
        var set = RimObjects.SubmissionSet(Package(objects));
        List<DocumentEntry> entries = [];
        List<Association> associations = [];
        foreach (var read in objects)
        {
            switch (read.Kind)
            {
                case "ExtrinsicObject":
                    entries.Add(Submitted(RimObjects.DocumentEntry(read)));
                    break;
                case "Association":
                    associations.Add(RimObjects.Association(read));
                    break;
            }
        }

        if (set.Authors.Count == 0)
        {
            throw RimMapping.Missing("author");
        }

        CheckUniqueIds(set, entries);
        CheckAssociations(set, entries, associations);
        CheckMembers(set, entries, associations);
        return new(set, entries, associations);
    }

    /// <summary>The one package, which must be classified as a submission set, inside itself or beside
    /// itself.</summary>
    public static RimObject Package(IReadOnlyList<RimObject> objects)
    {
        RimObject? found = null;
        foreach (var package in objects)
        {
            if (package.Kind != "RegistryPackage")
            {
                continue;
            }

            if (IsClassified(package, objects, XdsSchemes.FolderNode))
            {
                throw new WireFormatException("xds.folder", "Les classeurs (Folder) ne sont pas admis.");
            }

            if (!IsClassified(package, objects, XdsSchemes.SubmissionSetNode))
            {
                throw new WireFormatException("xds.package",
                    "Un élément « RegistryPackage » n'est pas classé comme lot de soumission.");
            }

            found = found is null ? package : throw Count();
        }

        return found ?? throw Count();
    }

    public static bool IsClassified(RimObject package, IReadOnlyList<RimObject> objects, string node)
        => package.Classifications.Exists(c => c.Node == node)
            || objects.Any(o => o.Kind == "Classification" && o.Source == package.Id && o.Node == node);

    private static DocumentEntry Submitted(DocumentEntry entry)
    {
        if (entry.ObjectType != XdsSchemes.StableDocument)
        {
            throw new WireFormatException("xds.object-type",
                "L'attribut « objectType » d'un élément « ExtrinsicObject » n'est pas celui d'un document stable.");
        }

        return entry.SourcePatientId is null ? throw RimMapping.Missing("sourcePatientId")
            : entry.ConfidentialityCodes.Count == 0 ? throw RimMapping.Missing("confidentialityCode")
            : entry.Authors.Count == 0 ? throw RimMapping.Missing("author")
            : entry;
    }

    private static void CheckUniqueIds(SubmissionSet set, List<DocumentEntry> entries)
    {
        HashSet<string> seen = new(StringComparer.Ordinal) { set.UniqueId };
        if (!entries.TrueForAll(entry => seen.Add(entry.UniqueId)))
        {
            throw new WireFormatException("xds.unique-id-duplicate",
                "Deux objets du lot portent le même identifiant « uniqueId ».");
        }
    }

    private static void CheckAssociations(
        SubmissionSet set, List<DocumentEntry> entries, List<Association> associations)
    {
        var ids = entries.Select(entry => entry.EntryUuid).ToHashSet(StringComparer.Ordinal);
        foreach (var association in associations)
        {
            if (association.Source == association.Target)
            {
                throw new WireFormatException("xds.association-self", "Une association relie un objet à lui-même.");
            }

            var fromSet = association.Type is AssociationTypes.HasMember
                or AssociationTypes.UpdateAvailabilityStatus or AssociationTypes.SubmitAssociation;
            if (fromSet ? association.Source != set.EntryUuid : !ids.Contains(association.Source))
            {
                throw new WireFormatException("xds.association-source",
                    "L'attribut « sourceObject » d'une association ne désigne pas un objet du lot qui convient.");
            }

            if (!TargetFits(association, set, ids))
            {
                throw new WireFormatException("xds.association-target",
                    "L'attribut « targetObject » d'une association ne désigne pas un objet qui convient.");
            }

            if (association.Type == AssociationTypes.UpdateAvailabilityStatus
                && (association.OriginalStatus is null || association.NewStatus is null))
            {
                throw new WireFormatException("xds.association-status",
                    "Un changement de statut doit porter les slots « OriginalStatus » et « NewStatus ».");
            }

            // Read here so that a malformed version is refused with the message, not later by who looks at it.
            _ = association.PreviousVersion;
        }
    }

    private static bool TargetFits(Association association, SubmissionSet set, HashSet<string> ids)
        => association.Type switch
        {
            AssociationTypes.HasMember or AssociationTypes.SubmitAssociation => ids.Contains(association.Target)
                || IsUuid(association.Target),
            AssociationTypes.Signs => association.Target == set.EntryUuid || ids.Contains(association.Target)
                || IsUuid(association.Target),
            _ => !ids.Contains(association.Target) && IsUuid(association.Target),
        };

    private static bool IsUuid(string id) => id.StartsWith("urn:uuid:", StringComparison.Ordinal)
        && Guid.TryParseExact(id.AsSpan(9), "D", out _);

    private static void CheckMembers(
        SubmissionSet set, List<DocumentEntry> entries, List<Association> associations)
    {
        Dictionary<string, Association> members = new(StringComparer.Ordinal);
        foreach (var association in associations)
        {
            if (association.Type == AssociationTypes.HasMember && !members.TryAdd(association.Target, association))
            {
                throw new WireFormatException("xds.member-duplicate",
                    "Deux associations « HasMember » désignent le même objet.");
            }
        }

        foreach (var entry in entries)
        {
            if (!members.TryGetValue(entry.EntryUuid, out var member))
            {
                throw new WireFormatException("xds.member-missing",
                    "Un document du lot n'est pas rattaché au lot par une association « HasMember ».");
            }

            if (member.SubmissionSetStatus != "Original")
            {
                throw new WireFormatException("xds.member-status",
                    "L'association « HasMember » d'un document du lot ne porte pas « SubmissionSetStatus » Original.");
            }
        }
    }

    private static WireFormatException Count()
        => new("xds.submission-set", "Le message doit contenir un lot de soumission et un seul.");
}
