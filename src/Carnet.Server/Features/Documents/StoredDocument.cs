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

/// <summary>What a search asks for; an empty list asks for everything.</summary>
/// <param name="Statuses">Approved alone, unless others are asked for by name (V-5).</param>
internal sealed record DocumentCriteria(IReadOnlyList<DocumentStatus> Statuses)
{
    public static DocumentCriteria Approved { get; } = new([DocumentStatus.Approved]);

    public static DocumentCriteria Any { get; } = new(Enum.GetValues<DocumentStatus>());

    public IReadOnlyList<DocumentId> EntryIds { get; init; } = [];

    public IReadOnlyList<string> UniqueIds { get; init; } = [];

    public IReadOnlyList<string> TypeCodes { get; init; } = [];

    public IReadOnlyList<string> ClassCodes { get; init; } = [];

    public IReadOnlyList<string> FormatCodes { get; init; } = [];

    public IReadOnlyList<string> FacilityTypes { get; init; } = [];

    public IReadOnlyList<string> PracticeSettings { get; init; } = [];

    /// <summary>Every group must be met by one of its codes.</summary>
    public IReadOnlyList<IReadOnlyList<string>> EventCodes { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<string>> Confidentialities { get; init; } = [];

    /// <summary>Patterns with % and _, on the author's person as it stands in the metadata.</summary>
    public IReadOnlyList<string> AuthorPersons { get; init; } = [];

    /// <summary>From inclusive, to exclusive.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) Created { get; init; }

    public (DateTimeOffset? From, DateTimeOffset? To) ServiceStart { get; init; }

    public (DateTimeOffset? From, DateTimeOffset? To) ServiceStop { get; init; }

    /// <summary>Whether a document was named by its number, so that its status need not be asked for.</summary>
    public bool NamesDocuments => EntryIds.Count > 0 || UniqueIds.Count > 0;

    /// <summary>Whether something is asked that lies sealed.</summary>
    public bool NeedsDescription => FacilityTypes.Count + PracticeSettings.Count + EventCodes.Count + AuthorPersons.Count > 0;

    public Insight ToInsight() => new(this);
}
