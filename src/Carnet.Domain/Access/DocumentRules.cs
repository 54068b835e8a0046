using System.Collections.Frozen;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using static Carnet.Domain.Access.AccessDecision;
using static Carnet.Domain.Access.Why;

namespace Carnet.Domain.Access;

/// <summary>What someone who entered a record is after.</summary>
public enum Purpose
{
    /// <summary>A line in a list.</summary>
    Metadata,

    /// <summary>The content.</summary>
    Content,
}

/// <summary>Decides document by document, on the ground on which the caller entered the record.</summary>
/// <remarks>
/// Built once per request: what does not depend on the document (the caller's line of the matrix, their identity) is
/// looked up here and not for each entry, so that a list of 10,000 costs 10,000 comparisons. Source: rules A-7, V-1 to V-6.
/// </remarks>
public sealed class DocumentRules
{
    private readonly Caller _caller;
    private readonly Ground _ground;
    private readonly bool _maskedInEmergency;
    private readonly PsIdNat? _self;
    private readonly StructIdNat? _structure;
    private readonly bool _occupational;
    private readonly FrozenSet<string>? _readable;

    public DocumentRules(AccessDecision.Granted entry, AccessQuestion question, RuleBook rules)
    {
        (_caller, _ground) = (question.Caller, entry.Ground);
        _maskedInEmergency = question.Record.MaskedInEmergency;
        if (question.Caller is Caller.Professional { Who: var who })
        {
            (_self, _occupational) = (who.Id, who.IsOccupationalDoctor);
            _readable = rules.Habilitations.RowOf(who.Profession, who.Qualification);
        }

        _structure = question.Caller switch
        {
            Caller.Establishment e => e.Structure,
            Caller.Employee e => e.Structure,
            _ => null,
        };
    }

    /// <summary>May the caller see that this document exists, or read it?</summary>
    /// <param name="statusAsked">The caller asked for this document's status by name, or for this very document.</param>
    public AccessDecision Decide(DocumentFacts document, Purpose purpose, bool statusAsked)
    {
        if (document.Status is not DocumentStatus.Approved && !statusAsked)
        {
            return No(Refusal.StatusNotAsked, StatusNotAsked);
        }

        return _ground switch
        {
            Ground.Owner => ForOwner(document),
            Ground.Representative => RepresentativeRules.Document(document),
            Ground.OwnStructure => document.AuthorStructure == _structure && _structure is not null
                ? purpose is Purpose.Metadata ? Yes(_ground, ReferenceOnly) : No(Refusal.NoRight, StructuresNeverRead)
                : No(Refusal.NotAuthor, StructureOther),
            _ when _caller is Caller.Professional => ForProfessional(document, purpose),
            _ => No(Refusal.NoRight, NeverReads),
        };
    }

    private static AccessDecision ForOwner(DocumentFacts document) => document switch
    {
        { Status: DocumentStatus.Deleted } => No(Refusal.Deleted, DeletedForPerson),
        { Marks: var marks } when marks.HasFlag(Marks.HiddenFromPatient) => No(Refusal.HiddenFromPatient, PatientWaits),
        _ => Yes(Ground.Owner, Owner),
    };

    private AccessDecision ForProfessional(DocumentFacts document, Purpose purpose)
    {
        if (_occupational && purpose is Purpose.Content)
        {
            return No(Refusal.MetadataOnly, OccupationalMetadata);
        }

        if (document.AuthorPerson is { } author && author == _self)
        {
            return Yes(Ground.Author, IsAuthor);
        }

        if (_ground is Ground.Author)
        {
            return No(Refusal.NotAuthorised, NotAuthor);
        }

        if (_readable is null || !_readable.Contains(document.Type.Code))
        {
            return No(Refusal.NotHabilitated, MatrixCloses);
        }

        var masked = document.Marks.HasFlag(Marks.MaskedToProfessionals);
        return (masked, _ground) switch
        {
            (false, _) => Yes(_ground, MatrixOpens),
            (true, Ground.TreatingPhysician) => Yes(_ground, MatrixOpens, MaskTreating),
            (true, Ground.BreakGlass or Ground.Samu) when _maskedInEmergency => Yes(_ground, MatrixOpens, MaskEmergency),
            _ => No(Refusal.Masked, MaskHides),
        };
    }
}
