using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using static Carnet.Domain.Access.AccessDecision;
using static Carnet.Domain.Access.Why;

namespace Carnet.Domain.Access;

/// <summary>Decides who may mask, show, archive or delete one document; who does not see it may not change it.</summary>
/// <remarks>
/// The cell of the functional rights says who may use the transaction and under which note; F-7 says whose document it
/// must be. Both must hold. Source: rules A-8, F-7, V-2, V-3; DMP 1.8.
/// </remarks>
public sealed class DocumentChanges
{
    private readonly DocumentRules _sight;
    private readonly AccessQuestion _question;
    private readonly Caller _caller;
    private readonly Ground _ground;
    private readonly string? _column;
    private readonly bool _treating;
    private readonly FunctionalRights _rights;

    public DocumentChanges(AccessDecision.Granted entry, AccessQuestion question, RuleBook rules)
    {
        _sight = new DocumentRules(entry, question, rules);
        (_question, _caller, _ground, _rights) = (question, question.Caller, entry.Ground, rules.Rights);
        _treating = question.Caller is Caller.Professional p
            && Standing.Of(p, question.Record, rules.Policy, question.Now).Treating;
        _column = FunctionalRights.ColumnOf(question.Caller, _treating);
    }

    /// <summary>May the caller do this to the document?</summary>
    /// <param name="act">Mask, Unmask, MakeVisible, Archive or Delete.</param>
    public AccessDecision Decide(DocumentFacts document, Transaction act)
        => _sight.Decide(document, Purpose.Metadata, statusAsked: true) is AccessDecision.Refused unseen ? unseen
            : _caller switch
            {
                Caller.Patient or Caller.Representative => ForPerson(document, act),
                Caller.Professional p => ForProfessional(document, act, p.Who.Id),
                _ => ForStructure(document, act),
            };

    // The person says who sees what is theirs to see; they put away and destroy only what they wrote themselves (L-9).
    private AccessDecision ForPerson(DocumentFacts document, Transaction act)
    {
        var destroys = act is Transaction.Archive or Transaction.Delete;
        return RepresentativeRules.Act(_question, destroys ? PersonalAct.DeleteDocument : PersonalAct.Mask) switch
        {
            AccessDecision.Refused refused => refused,
            _ when destroys && !document.ByPatient => No(Refusal.NotOwnDocument, PersonsOwnAlone),
            _ => Yes(_ground, PersonChanges),
        };
    }

    private AccessDecision ForProfessional(DocumentFacts document, Transaction act, PsIdNat self)
    {
        if (_rights.Of(act, _column) is not { } note)
        {
            return No(Refusal.NoRight, RightMissing);
        }

        var own = document.AuthorPerson == self;
        return (act, note) switch
        {
            (Transaction.Archive or Transaction.Delete, _) when document.ByPatient => _treating
                ? Yes(_ground, RightGiven, TreatingChanges)
                : No(Refusal.PatientsDocument, Why.PatientsDocument),
            _ when own => Yes(_ground, RightGiven, AuthorChanges),
            (Transaction.Archive, RightCondition.None) => _treating
                ? Yes(_ground, RightGiven, TreatingChanges)
                : No(Refusal.NotOwnDocument, AuthorAlone),
            (_, RightCondition.None) => Yes(_ground, RightGiven),
            _ => No(Refusal.NotOwnDocument, AuthorAlone),
        };
    }

    private AccessDecision ForStructure(DocumentFacts document, Transaction act)
        => _rights.Of(act, _column) is RightCondition.DocumentsOfStructure && document.IsOf(AccessRules.StructureOf(_caller))
            ? Yes(Ground.OwnStructure, RightGiven, AuthorChanges)
            : No(Refusal.NoRight, RightMissing);
}
