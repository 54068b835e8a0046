using Carnet.Wire.Cda.Drafting;

namespace Carnet.Server.Demo;

/// <summary>Who deposits a demo document.</summary>
public enum DemoAuthorKind
{
    Professional,
    Structure,
    Insurer,
    Patient,
}

/// <summary>The visibility marks of a deposit; they are not part of the CDA.</summary>
[Flags]
public enum DemoMarks
{
    None = 0,

    /// <summary>MASQUE_PS.</summary>
    Masked = 1,

    /// <summary>INVISIBLE_PATIENT.</summary>
    HiddenFromPatient = 2,

    /// <summary>INVISIBLE_REPRESENTANTS_LEGAUX.</summary>
    HiddenFromRepresentatives = 4,
}

/// <summary>One deposit of the demo world; to be made in the order of the list.</summary>
/// <remarks>
/// <c>Key</c>: patient slug and rank, unique.
/// <c>AuthorKind</c>: whose certificate or login deposits.
/// <c>Author</c>: slug of the professional who wrote it, null when the insurer or the patient did.
/// <c>Structure</c>: slug; null when the patient wrote it.
/// <c>ReplacesKey</c>: the earlier document, which stands before it in the list.
/// </remarks>
public sealed record DemoDocument(
    string Key,
    string Patient,
    DemoAuthorKind AuthorKind,
    string? Author,
    string? Structure,
    string TypeCode,
    DateTimeOffset Date,
    DemoMarks Marks,
    string? ReplacesKey,
    CdaDraft Draft)
{
    /// <summary>XDS uniqueId.</summary>
    public string UniqueId => Draft.Id.ToXds();

    /// <summary>The document itself, written anew on each call.</summary>
    public byte[] ToCda() => CdaWriter.Write(Draft);
}
