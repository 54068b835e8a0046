using System.Collections.Immutable;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;

namespace Carnet.Domain.Documents;

/// <summary>What the header of a clinical document says of itself, for comparison with its entry.</summary>
/// <param name="UniqueId">OID, with <c>^extension</c> where there is one.</param>
/// <param name="Patients">Every identifier of the patient that lies in an INS register: value and OID.</param>
/// <param name="AuthorIds">Identifiers of the authors and of their organisations.</param>
/// <param name="Replaces">Identifiers of the documents that this one says it replaces.</param>
/// <remarks>Source: rules I-2, F-3, F-8; CI-SIS Structuration minimale.</remarks>
public sealed record ClinicalHeader(
    string UniqueId, Code Type, ImmutableArray<(string Value, string Oid)> Patients, StatedTraits Traits,
    ImmutableArray<string> AuthorIds, ImmutableArray<string> Replaces);

/// <summary>Compares a clinical document with its entry and with the person of the record.</summary>
public static class ClinicalRules
{
    /// <summary>The first disagreement, or null.</summary>
    public static Failure? Defect(
        ClinicalHeader header, DocumentDraft entry, Ins patient, IdentityTraits traits, string? replacedUniqueId)
    {
        if (header.Patients.Length == 0
            || !header.Patients.All(id => Ins.TryCreate(id.Value, id.Oid, out _)))
        {
            return Records.RecordFailures.InvalidIns;
        }

        if (!header.Patients.Contains((patient.Value, patient.Oid)))
        {
            return DocumentFailures.PatientMismatch;
        }

        if (TraitsDefect(traits, header.Traits) is { } otherPerson)
        {
            return otherPerson;
        }

        if (header.UniqueId != entry.UniqueId)
        {
            return DocumentFailures.CdaMismatch("l'identifiant du document (id, uniqueId)");
        }

        if (header.Type.Value != entry.Type.Value || header.Type.System != entry.Type.System)
        {
            return DocumentFailures.CdaMismatch("le type du document (code, typeCode)");
        }

        return replacedUniqueId is not null && header.Replaces.Length > 0 && !header.Replaces.Contains(replacedUniqueId)
            ? DocumentFailures.CdaMismatch("le document remplacé (relatedDocument, RPLC)")
            : null;
    }

    /// <summary>The traits that a document or its message states and that are not those of the record, or null.</summary>
    public static Failure? TraitsDefect(IdentityTraits traits, StatedTraits stated)
        => TraitComparison.Differences(traits, stated) is { Count: > 0 } differences
            ? DocumentFailures.TraitsMismatch(string.Join(", ", differences.Select(French)))
            : null;

    /// <summary>Whether none of the authors of the entry stands in the document itself (F-2).</summary>
    public static bool AuthorsDiffer(ClinicalHeader header, DocumentDraft entry)
        => !entry.Description.Authors.Any(author =>
            (author.Person is { } person && header.AuthorIds.Contains(person))
            || (author.Institution is { } institution && header.AuthorIds.Contains(institution)));

    private static string French(Trait trait) => trait switch
    {
        Trait.BirthName => "nom de naissance",
        Trait.FirstGivenName => "premier prénom",
        Trait.BirthDate => "date de naissance",
        Trait.Sex => "sexe",
    };
}
