using System.Collections.Immutable;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;

namespace Carnet.Domain.Documents;

/// <summary>Settings of feeding that the rules need.</summary>
/// <param name="AllowMaskedAndHidden">MASQUE_PS and INVISIBLE_PATIENT on one document (V-3).</param>
/// <param name="RefuseReservedTypes">Refuse what another should have written (F-2) instead of remarking it.</param>
public sealed record FeedingPolicy(
    int MaxDocuments, bool AllowMaskedAndHidden, bool RefuseReservedTypes, bool RefuseForeignCdaAuthor);

/// <summary>What can be judged of a set from its descriptions alone, before its contents arrive.</summary>
/// <remarks>Source: rules F-1 to F-4, F-6, V-3; DMP 1.5, 3.2, 3.5.</remarks>
public static class SubmissionRules
{
    private const int LongestNumber = 128;
    private const int LongestType = 32;

    /// <summary>The first thing wrong with a set, or null.</summary>
    public static Failure? Defect(
        SubmissionDraft set, IReadOnlyList<DocumentDraft> documents, Ins patient, Caller caller, FeedingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (documents.Count > policy.MaxDocuments)
        {
            return DocumentFailures.TooMany(policy.MaxDocuments);
        }

        if (documents.All(document => document.IsSignature))
        {
            return DocumentFailures.PartMissing;
        }

        if (TooLong(set, documents) is { } field)
        {
            return DocumentFailures.TooLong(field);
        }

        if (set.Patient != patient || documents.Any(document => document.Patient != patient))
        {
            return DocumentFailures.PatientMismatch;
        }

        if (IsTwice(documents, document => document.UniqueId) || IsTwice(documents, document => document.Key)
            || IsTwice([.. documents.Where(document => document.EntryId is not null)], document => document.EntryId!))
        {
            return DocumentFailures.DuplicateId;
        }

        return AuthorDefect(set.Authors, caller)
            ?? documents.Select(document => Defect(document, caller, policy)).FirstOrDefault(defect => defect is not null);
    }

    /// <summary>The remark that an entry carries when someone else than its type asks for has deposited it.</summary>
    public static string? ReservedRemark(DocumentType type, Caller caller) => (type.Code, type.IsPatients, caller) switch
    {
        (DocumentType.Reimbursements, _, not Caller.Insurer) =>
            "Données de remboursement déposées par un tiers, non par l'Assurance maladie.",
        (_, true, not (Caller.Patient or Caller.Representative)) => "Document de la personne, déposé par un tiers.",
        _ => null,
    };

    /// <summary>The marks of a new document; those of the one that it replaces pass to it unless it states its own.</summary>
    public static Marks MarksOf(Marks stated, Marks? replaced) => stated is Marks.None ? replaced ?? Marks.None : stated;

    /// <summary>The mark that the person wants on every new document, or on reimbursements alone (V-7).</summary>
    /// <remarks>
    /// It is the person's, so it goes with INVISIBLE_PATIENT too: author and treating doctor see the document, nobody
    /// else until the person does. Source: rule V-7; J18.
    /// </remarks>
    public static Marks ChosenMarks(RecordFacts record, string typeCode)
        => record.MaskNewDocuments || (record.MaskReimbursements && typeCode is DocumentType.Reimbursements)
            ? Marks.MaskedToProfessionals
            : Marks.None;

    // What the index keeps in clear has a width; the rest lies sealed, as long as it likes.
    private static string? TooLong(SubmissionDraft set, IReadOnlyList<DocumentDraft> documents)
        => set.UniqueId.Length > LongestNumber ? "uniqueId du lot"
            : set.SourceId.Length > LongestNumber ? "sourceId"
            : documents.Any(document => document.UniqueId.Length > LongestNumber) ? "uniqueId"
            : documents.Any(document => document.Description.Format.Value.Length > LongestNumber) ? "formatCode"
            : documents.Any(document => document.Type.Value.Length > LongestType) ? "typeCode"
            : null;

    private static bool IsTwice<T>(IReadOnlyCollection<DocumentDraft> documents, Func<DocumentDraft, T> number)
        => documents.DistinctBy(number).Count() != documents.Count;

    // The insurer writes reimbursements and the person their own kinds of document, nothing else (F-2).
    private static bool IsOutOfReach(DocumentType type, Caller caller) => caller switch
    {
        Caller.Insurer => type.Code != DocumentType.Reimbursements,
        Caller.Patient or Caller.Representative => !type.IsPatients,
        _ => false,
    };

    private static Failure? Defect(DocumentDraft document, Caller caller, FeedingPolicy policy)
    {
        if (document.IsSignature)
        {
            return document.MimeType is "text/xml" ? null : DocumentFailures.UnsupportedMime;
        }

        if (!DocumentTypes.TryFind(document.Type.Value, out var type))
        {
            return DocumentFailures.UnknownType(document.Type.Value);
        }

        if (document.Type.System != type.CodeSystem)
        {
            return DocumentFailures.WrongTypeSystem(type.Code, type.CodeSystem);
        }

        if (document.Class.Value != type.ClassCode)
        {
            return DocumentFailures.WrongClass(type.Code, type.ClassCode);
        }

        if (IsOutOfReach(type, caller))
        {
            return DocumentFailures.ForeignAuthor;
        }

        if (document.MimeType is not ("text/xml" or "application/dicom"))
        {
            return DocumentFailures.UnsupportedMime;
        }

        return MarkCodes.Read(document.MarkCodes) switch
        {
            Outcome<Marks>.Failed(var failure) => failure,
            Outcome<Marks>.Done(var marks) when !policy.AllowMaskedAndHidden
                && marks.HasFlag(Marks.MaskedToProfessionals | Marks.HiddenFromPatient) => DocumentFailures.MarksTogether,
            _ when policy.RefuseReservedTypes && ReservedRemark(type, caller) is not null => DocumentFailures.ForeignAuthor,
            _ => AuthorDefect(document.Description.Authors, caller),
        };
    }

    // Direct: one of the authors is the person of the card. Indirect and employees: one institution is their structure.
    private static Failure? AuthorDefect(ImmutableArray<DocumentAuthor> authors, Caller caller) => caller switch
    {
        Caller.Professional p => authors.Any(author => author.Person == p.Who.Id.Value)
            ? null
            : DocumentFailures.ForeignAuthor,
        Caller.Establishment e => InstitutionDefect(authors, e.Structure),
        Caller.Employee e => InstitutionDefect(authors, e.Structure),
        _ => null,
    };

    private static Failure? InstitutionDefect(ImmutableArray<DocumentAuthor> authors, StructIdNat structure)
        => authors.Any(author => author.Institution == structure.Value) ? null : DocumentFailures.ForeignInstitution;
}
