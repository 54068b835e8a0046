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
/// Built once per request: what does not depend on the document (the caller's line of the matrix, their rights, every
/// answer that can be given) is made here and not for each entry, so that a list of 10,000 costs 10,000 comparisons and
/// no allocation. Source: rules, V-1 to V-6.
/// </remarks>
public sealed class DocumentRules
{
    private static readonly AccessDecision
        NotAsked = No(Refusal.StatusNotAsked, StatusNotAsked),
        SetAside = No(Refusal.Quarantined, Quarantined),
        DeletedToPerson = No(Refusal.Deleted, DeletedForPerson),
        Waits = No(Refusal.HiddenFromPatient, PatientWaits),
        ToOwner = Yes(Ground.Owner, Owner),
        Reference = Yes(Ground.OwnStructure, ReferenceOnly),
        NoContent = No(Refusal.NoRight, StructuresNeverRead),
        OtherStructure = No(Refusal.NotAuthor, StructureOther),
        Nobody = No(Refusal.NoRight, NeverReads),
        Occupational = No(Refusal.MetadataOnly, OccupationalMetadata),
        ToAuthor = Yes(Ground.Author, IsAuthor),
        NotAuthorised = No(Refusal.NotAuthorised, NotAuthor),
        OutsideMatrix = No(Refusal.NotHabilitated, MatrixCloses),
        Hidden = No(Refusal.Masked, MatrixOpens, MaskHides),
        NoHiddenRight = No(Refusal.NoRight, HiddenRightMissing),
        NoStatusRight = No(Refusal.NoRight, StatusRightMissing);

    private readonly Caller _caller;
    private readonly Ground _ground;
    private readonly PsIdNat? _self;
    private readonly StructIdNat? _structure;
    private readonly bool _occupational;
    private readonly bool _readsHidden;
    private readonly bool _readsOtherStatus;
    private readonly FrozenSet<string>? _readable;
    private readonly AccessDecision _plain;
    private readonly AccessDecision _masked = Hidden;

    public DocumentRules(AccessDecision.Granted entry, AccessQuestion question, RuleBook rules)
    {
        (_caller, _ground) = (question.Caller, entry.Ground);
        _structure = AccessRules.StructureOf(question.Caller);
        _plain = Yes(_ground, MatrixOpens);
        if (question.Caller is Caller.Professional { Who: var who } professional)
        {
            (_self, _occupational) = (who.Id, who.IsOccupationalDoctor);
            _readable = rules.Habilitations.RowOf(who.Profession, who.Qualification);
            var column = FunctionalRights.ColumnOf(professional,
                Standing.Of(professional, question.Record, rules.Policy, question.Now).Treating);
            _readsHidden = rules.Rights.Of(Transaction.ReadHiddenFromPatient, column) is not null;
            _readsOtherStatus = rules.Rights.Of(Transaction.ReadOtherStatus, column) is not null;
            _masked = Masked(rules.Rights.Of(Transaction.ReadMasked, column), question.Record);
        }
    }

    /// <summary>May the caller see that this document exists, or read it?</summary>
    /// <param name="statusAsked">The caller asked for this document's status by name, or for this very document.</param>
    public AccessDecision Decide(DocumentFacts document, Purpose purpose, bool statusAsked)
    {
        if (document.Quarantined)
        {
            return SetAside;
        }

        if (document.Status is not DocumentStatus.Approved && !statusAsked)
        {
            return NotAsked;
        }

        return _ground switch
        {
            Ground.Owner => ForOwner(document),
            Ground.Representative => RepresentativeRules.Document(document),
            Ground.OwnStructure => !document.IsOf(_structure) ? OtherStructure
                : purpose is Purpose.Metadata ? Reference : NoContent,
            _ when _caller is Caller.Professional => ForProfessional(document, purpose),
            _ => Nobody,
        };
    }

    private static AccessDecision ForOwner(DocumentFacts document) => document switch
    {
        { Status: DocumentStatus.Deleted } => DeletedToPerson,
        { Marks: var marks } when marks.HasFlag(Marks.HiddenFromPatient) => Waits,
        _ => ToOwner,
    };

    private AccessDecision ForProfessional(DocumentFacts document, Purpose purpose)
    {
        if (_occupational && purpose is Purpose.Content)
        {
            return Occupational;
        }

        if (document.AuthorPerson is { } author && author == _self)
        {
            return ToAuthor;
        }

        if (_ground is Ground.Author)
        {
            return NotAuthorised;
        }

        if (_readable is null || !_readable.Contains(document.Type.Code))
        {
            return OutsideMatrix;
        }

        return (purpose is Purpose.Content ? RightDefect(document) : null)
            ?? (document.Marks.HasFlag(Marks.MaskedToProfessionals) ? _masked : _plain);
    }

    // Two lines of the functional rights speak of documents; as shipped they refuse whom other rules refuse too.
    private AccessDecision? RightDefect(DocumentFacts document)
        => !_readsHidden && (document.Marks & (Marks.HiddenFromPatient | Marks.HiddenFromRepresentatives)) != 0 ? NoHiddenRight
            : !_readsOtherStatus && document.Status is not DocumentStatus.Approved ? NoStatusRight
            : null;

    // The cell of "masked documents": all for the treating doctor, by permission in an emergency, else one's own.
    private AccessDecision Masked(RightCondition? cell, RecordFacts record) => (cell, _ground) switch
    {
        (RightCondition.None, Ground.TreatingPhysician) => Yes(_ground, MatrixOpens, MaskTreating),
        (RightCondition.IfMaskedAllowedInEmergency, Ground.BreakGlass or Ground.Samu) when record.MaskedInEmergency
            => Yes(_ground, MatrixOpens, MaskEmergency),
        _ => Hidden,
    };
}
