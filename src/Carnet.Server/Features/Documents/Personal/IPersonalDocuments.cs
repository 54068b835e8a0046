using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;

namespace Carnet.Server.Features.Documents.Personal;

/// <summary>One part of what a person writes: a title and lines.</summary>
/// <param name="Loinc">Code of the section.</param>
/// <param name="IsList">Lines that stand each for itself; else paragraphs.</param>
internal sealed record PersonalSection(string Loinc, string Title, IReadOnlyList<string> Lines, bool IsList);

/// <summary>What a person adds.</summary>
internal abstract record PersonalBody
{
    private PersonalBody() { }

    /// <summary>Written in the portal.</summary>
    public sealed record Words(IReadOnlyList<PersonalSection> Sections) : PersonalBody;

    /// <summary>A file, cleaned.</summary>
    public sealed record File(string MediaType, ReadOnlyMemory<byte> Bytes) : PersonalBody;
}

/// <summary>A document of the person, complete enough to be written as a clinical document.</summary>
/// <param name="UniqueId">OID.</param>
/// <param name="SetId">OID that all versions share.</param>
/// <param name="Replaces">OID of the version before.</param>
internal sealed record PersonalDocument(
    string UniqueId, string SetId, int Version, string? Replaces, DocumentType Type, string Title, DateTimeOffset Created,
    Ins Patient,
    IdentityTraits Traits, PersonalBody Body)
{
    public override string ToString() => "personal document ***";
}

/// <summary>Takes the files of people and writes their documents. The formats are known to another room, which implements this.</summary>
internal interface IPersonalDocuments
{
    /// <summary>One PDF, or photos that become one; without place, device and remarks. Hostile and unreadable files fail.</summary>
    Outcome<PersonalBody> Take(IReadOnlyList<ReadOnlyMemory<byte>> files);

    /// <summary>The clinical document, UTF-8.</summary>
    byte[] Write(PersonalDocument document);

    /// <summary>The description under which it is found.</summary>
    DocumentDescription Describe(PersonalDocument document);

    /// <summary>The words of a document that <see cref="Write"/> wrote: title and lines of each section.</summary>
    IReadOnlyList<(string Title, IReadOnlyList<string> Lines)> Read(Stream content);
}

/// <summary>Expected failures of what people add themselves; every code is listed in docs/failures.md.</summary>
internal static class PersonalFailures
{
    public const int MostPictures = 12;

    public static Failure TypeMissing { get; } = new(FailureKind.Invalid, "own.type", "Choisissez ce que c'est (type).");

    public static Failure TitleMissing { get; } = new(FailureKind.Invalid, "own.title",
        "Donnez un titre d'au plus 100 caractères (titre).");

    public static Failure DateWrong { get; } = new(FailureKind.Invalid, "own.date",
        "La date (date) n'est pas lisible, ou elle est à venir : écrivez par exemple 31/01/2026.");

    public static Failure Nothing { get; } = new(FailureKind.Invalid, "own.nothing",
        "Choisissez un fichier, ou écrivez un texte (fichiers).");

    public static Failure Both { get; } = new(FailureKind.Invalid, "own.both",
        "Choisissez un fichier ou écrivez un texte, pas les deux (fichiers).");

    public static Failure TooMany { get; } = new(FailureKind.Invalid, "own.too-many",
        "Au plus 12 photos à la fois, ou un seul PDF (fichiers).");

    public static Failure Unknown { get; } = new(FailureKind.Invalid, "own.unknown-file",
        "Seuls les PDF et les photos JPEG ou PNG sont admis (fichiers).");

    public static Failure Heic { get; } = new(FailureKind.Invalid, "own.heic",
        "Cette photo est au format HEIC : faites-en une capture d'écran, ou choisissez « Le plus compatible » dans l'appareil photo (fichiers).");

    public static Failure TextTooLong { get; } = new(FailureKind.Invalid, "own.text-too-long",
        "Le texte (texte) est trop long : au plus 20 000 caractères.");

    public static Failure OnlyThePerson { get; } = new(FailureKind.Refused, "own.only-the-person",
        "Ses volontés, seule la personne elle-même les écrit.");

    /// <param name="sentence">What the format found, in a French sentence.</param>
    public static Failure Unfit(string code, string sentence) => new(FailureKind.Invalid, code, sentence);
}
