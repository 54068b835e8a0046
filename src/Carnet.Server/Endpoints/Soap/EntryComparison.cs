using Carnet.Domain.Documents;
using Carnet.Wire.Xds;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Compares an entry that is sent again with the one that was answered, marks left out.</summary>
/// <remarks>
/// What the sender leaves out of the optional attributes is taken as unchanged; what it states must be the same. Source:
/// IHE ITI Metadata Update 3.57.4.1.3.
/// </remarks>
internal static class EntryComparison
{
    /// <summary>The XDS name of the first attribute that differs, or null.</summary>
    public static string? FirstDifference(DocumentEntry known, DocumentEntry stated)
    {
        (string Name, bool Same)[] attributes =
        [
            ("uniqueId", known.UniqueId == stated.UniqueId),
            ("mimeType", known.MimeType == stated.MimeType),
            ("typeCode", Same(known.TypeCode, stated.TypeCode)),
            ("classCode", Same(known.ClassCode, stated.ClassCode)),
            ("formatCode", Same(known.FormatCode, stated.FormatCode)),
            ("healthcareFacilityTypeCode", Same(known.HealthcareFacilityTypeCode, stated.HealthcareFacilityTypeCode)),
            ("practiceSettingCode", Same(known.PracticeSettingCode, stated.PracticeSettingCode)),
            ("languageCode", known.LanguageCode == stated.LanguageCode),
            ("creationTime", known.CreationTime == stated.CreationTime),
            ("serviceStartTime", Unstated(known.ServiceStartTime, stated.ServiceStartTime)),
            ("serviceStopTime", Unstated(known.ServiceStopTime, stated.ServiceStopTime)),
            ("title", Unstated(known.Title?.Value, stated.Title?.Value)),
            ("comments", Unstated(known.Comments?.Value, stated.Comments?.Value)),
            ("hash", Unstated(known.Hash?.ToUpperInvariant(), stated.Hash?.ToUpperInvariant())),
            ("size", stated.Size is null || stated.Size == known.Size),
            ("repositoryUniqueId", Unstated(known.RepositoryUniqueId, stated.RepositoryUniqueId)),
            ("confidentialityCode", Level(known) == Level(stated)),
            ("eventCodeList", stated.EventCodes.Count == 0
                || stated.EventCodes.Select(Key).ToHashSet().SetEquals(known.EventCodes.Select(Key))),
            ("author", People(known).SetEquals(People(stated))),
        ];
        return attributes.FirstOrDefault(attribute => !attribute.Same).Name;
    }

    private static bool Same(CodedValue known, CodedValue stated) => Key(known) == Key(stated);

    private static (string, string) Key(CodedValue code) => (code.Code, code.CodingScheme);

    private static bool Unstated(string? known, string? stated) => stated is null || stated == known;

    private static string? Level(DocumentEntry entry)
        => entry.ConfidentialityCodes.FirstOrDefault(code => code.CodingScheme == MarkCodes.BaseSystem)?.Code;

    private static HashSet<string?> People(DocumentEntry entry) =>
    [
        .. entry.Authors.Select(author => author.Person?.Id).Where(id => id is not null),
        .. entry.Authors.SelectMany(author => author.Institutions).Select(institution => institution.Id).Where(id => id is not null),
    ];
}
