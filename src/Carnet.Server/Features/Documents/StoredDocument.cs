using Carnet.Domain.Documents;

namespace Carnet.Server.Features.Documents;

/// <summary>One document as a caller may see it.</summary>
/// <param name="Row">What lies in clear.</param>
/// <param name="Description">Null where only references were asked for.</param>
/// <param name="MayOpen">Whether the content may be read too; where not, titles and free text are left out (V-8).</param>
internal sealed record StoredDocument(DocumentRow Row, DocumentDescription? Description, bool MayOpen);

/// <summary>One set as a caller may see it: those of its documents that are visible to them.</summary>
internal sealed record StoredSubmission(
    SubmissionRow Row, SubmissionDescription Description, IReadOnlyList<StoredDocument> Documents);

/// <summary>A code that is looked for: both its value and its system must be those of the document.</summary>
internal readonly record struct SoughtCode(string Value, string System)
{
    public bool Is(Code code) => code.Value == Value && code.System == System;
}

/// <summary>What a search asks for; an empty list asks for everything.</summary>
/// <param name="Statuses">Approved alone, unless others are asked for by name (V-5).</param>
internal sealed record DocumentCriteria(IReadOnlyList<DocumentStatus> Statuses)
{
    public static DocumentCriteria Approved { get; } = new([DocumentStatus.Approved]);

    public static DocumentCriteria Any { get; } = new(Enum.GetValues<DocumentStatus>());

    public IReadOnlyList<DocumentId> EntryIds { get; init; } = [];

    public IReadOnlyList<string> UniqueIds { get; init; } = [];

    public IReadOnlyList<SoughtCode> TypeCodes { get; init; } = [];

    public IReadOnlyList<SoughtCode> ClassCodes { get; init; } = [];

    public IReadOnlyList<SoughtCode> FormatCodes { get; init; } = [];

    public IReadOnlyList<SoughtCode> FacilityTypes { get; init; } = [];

    public IReadOnlyList<SoughtCode> PracticeSettings { get; init; } = [];

    /// <summary>Every group must be met by one of its codes.</summary>
    public IReadOnlyList<IReadOnlyList<SoughtCode>> EventCodes { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<SoughtCode>> Confidentialities { get; init; } = [];

    /// <summary>Raw CXi values; every group must be met by one of its references.</summary>
    public IReadOnlyList<IReadOnlyList<string>> References { get; init; } = [];

    /// <summary>Patterns with % and _, on the author's person as it stands in the metadata.</summary>
    public IReadOnlyList<string> AuthorPersons { get; init; } = [];

    /// <summary>From inclusive, to exclusive.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) Created { get; init; }

    public (DateTimeOffset? From, DateTimeOffset? To) ServiceStart { get; init; }

    public (DateTimeOffset? From, DateTimeOffset? To) ServiceStop { get; init; }

    /// <summary>Whether a document was named by its number, so that its status need not be asked for.</summary>
    public bool NamesDocuments => EntryIds.Count > 0 || UniqueIds.Count > 0;

    /// <summary>Whether something is asked that lies sealed.</summary>
    public bool NeedsDescription => FormatCodes.Count + FacilityTypes.Count + PracticeSettings.Count + EventCodes.Count
        + Confidentialities.Count + References.Count + AuthorPersons.Count > 0;

    public Insight ToInsight() => new(this);
}
