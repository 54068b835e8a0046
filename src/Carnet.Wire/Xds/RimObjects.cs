namespace Carnet.Wire.Xds;

/// <summary>Turns registry objects into the records of the standard, and checks what holds for each of them
/// alone.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.3.</remarks>
internal static class RimObjects
{
    private const string ReferenceIdList = "urn:ihe:iti:xds:2013:referenceIdList";

    public static DocumentEntry DocumentEntry(RimObject source)
    {
        var map = new RimMapping(source);
        return new()
        {
            EntryUuid = source.Id,
            LogicalId = source.LogicalId,
            Version = RimText.Integer(source.VersionName),
            ObjectType = source.ObjectType ?? throw RimMapping.Missing("objectType"),
            MimeType = MimeType(source.MimeType),
            AvailabilityStatus = source.Status,
            HomeCommunityId = source.Home,
            Title = source.Name,
            Comments = source.Description,
            Authors = map.Authors(XdsSchemes.DocumentAuthor),
            ClassCode = map.RequiredCode(XdsSchemes.ClassCode, "classCode"),
            TypeCode = map.RequiredCode(XdsSchemes.TypeCode, "typeCode"),
            FormatCode = map.RequiredCode(XdsSchemes.FormatCode, "formatCode"),
            HealthcareFacilityTypeCode =
                map.RequiredCode(XdsSchemes.HealthcareFacilityTypeCode, "healthcareFacilityTypeCode"),
            PracticeSettingCode = map.RequiredCode(XdsSchemes.PracticeSettingCode, "practiceSettingCode"),
            ConfidentialityCodes = map.Codes(XdsSchemes.ConfidentialityCode, "confidentialityCode"),
            EventCodes = map.Codes(XdsSchemes.EventCode, "eventCodeList"),
            PatientId = map.RequiredPatientId(XdsSchemes.DocumentPatientId),
            UniqueId = UniqueId(map.RequiredExternal(XdsSchemes.DocumentUniqueId, "uniqueId")),
            CreationTime = map.RequiredInstant("creationTime"),
            ServiceStartTime = map.Instant("serviceStartTime"),
            ServiceStopTime = map.Instant("serviceStopTime"),
            LanguageCode = map.RequiredText("languageCode"),
            LegalAuthenticator = map.Text("legalAuthenticator") is { } person ? Xcn.Parse(person) : null,
            SourcePatientId = map.Identifier("sourcePatientId"),
            SourcePatientInfo = map.Values("sourcePatientInfo"),
            ReferenceIdList = map.Values(ReferenceIdList),
            Hash = map.Sha1("hash"),
            Size = map.Size("size"),
            RepositoryUniqueId = map.OidOf("repositoryUniqueId"),
            ExtraSlots = map.Left,
        };
    }

    public static SubmissionSet SubmissionSet(RimObject source)
    {
        var map = new RimMapping(source);
        return new()
        {
            EntryUuid = source.Id,
            LogicalId = source.LogicalId,
            Version = RimText.Integer(source.VersionName),
            AvailabilityStatus = source.Status,
            HomeCommunityId = source.Home,
            Title = source.Name,
            Comments = source.Description,
            Authors = map.Authors(XdsSchemes.SubmissionAuthor),
            ContentTypeCode = map.RequiredCode(XdsSchemes.ContentTypeCode, "contentTypeCode"),
            SubmissionTime = map.RequiredInstant("submissionTime"),
            PatientId = map.RequiredPatientId(XdsSchemes.SubmissionPatientId),
            SourceId = RimMapping.CheckedOid(
                RimText.Oid(map.RequiredExternal(XdsSchemes.SourceId, "sourceId")), "sourceId"),
            UniqueId = RimMapping.CheckedOid(
                map.RequiredExternal(XdsSchemes.SubmissionUniqueId, "uniqueId"), "uniqueId"),
            IntendedRecipients = map.Values("intendedRecipient"),
            ExtraSlots = map.Left,
        };
    }

    public static Association Association(RimObject source)
        => AssociationTypes.IsKnown(source.Scheme!)
            ? new(source.Id, source.Scheme!, source.Source!, source.Target!)
            {
                AvailabilityStatus = source.Status,
                Slots = source.Slots,
            }
            : throw new WireFormatException("xds.association-type",
                "L'attribut « associationType » d'une association est inconnu.");

    private static string MimeType(string? text)
        => text is { Length: <= 256 } && text.IndexOf('/', StringComparison.Ordinal) is > 0 and var at
            && at < text.Length - 1
            ? text : throw new WireFormatException("xds.mime-type", "L'attribut « mimeType » manque ou est mal formé.");

    private static string UniqueId(string text) => Oid.IsUniqueId(text) ? text
        : throw new WireFormatException("xds.unique-id",
            "L'identifiant « uniqueId » n'est ni un OID ni un OID suivi d'une extension de 16 caractères au plus.");
}
