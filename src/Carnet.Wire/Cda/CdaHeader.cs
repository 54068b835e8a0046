using System.Collections.Frozen;

namespace Carnet.Wire.Cda;

/// <summary>All that stands before the body of a clinical document.</summary>
/// <remarks>
/// Nothing is invented: what is absent is null or empty, and <see cref="CdaHeaderRules"/> says whether that matters.
/// Source: CI-SIS Structuration minimale 1.16.
/// </remarks>
public sealed record CdaHeader
{
    public string? RealmCode { get; init; }

    public CdaId? TypeId { get; init; }

    public IReadOnlyList<CdaId> TemplateIds { get; init; } = [];

    public CdaId? Id { get; init; }

    /// <summary>The id as the XDS uniqueId; empty without an id.</summary>
    public string UniqueId => Id?.ToXds() ?? "";

    public CdaCode? Code { get; init; }

    public string? Title { get; init; }

    public CdaTime? EffectiveTime { get; init; }

    public CdaCode? Confidentiality { get; init; }

    public string? LanguageCode { get; init; }

    public CdaId? SetId { get; init; }

    public int? VersionNumber { get; init; }

    public CdaPatient? Patient { get; init; }

    public IReadOnlyList<CdaActor> Authors { get; init; } = [];

    public CdaOrganization? Custodian { get; init; }

    public CdaActor? LegalAuthenticator { get; init; }

    public IReadOnlyList<CdaActor> Participants { get; init; } = [];

    public IReadOnlyList<CdaServiceEvent> ServiceEvents { get; init; } = [];

    public IReadOnlyList<CdaRelatedDocument> RelatedDocuments { get; init; } = [];

    public CdaEncounter? Encounter { get; init; }

    public CdaBody Body { get; init; } = CdaBody.None;

    /// <summary>The document lies inside its own style sheet ("autoprésentable"), which is never run.</summary>
    public bool SelfPresenting { get; init; }

    /// <summary>How often each child of ClinicalDocument was met, by local name.</summary>
    public IReadOnlyDictionary<string, int> Occurrences { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>The practice setting (JDV_J04): the trade of the first act's performing structure.</summary>
    public CdaCode? PracticeSetting => ServiceEvents
        .SelectMany(act => act.Performers)
        .Select(performer => performer.Organization?.IndustryClass)
        .FirstOrDefault(trade => trade is not null);
}
