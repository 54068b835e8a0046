using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using static Carnet.Domain.Access.AccessDecision;
using static Carnet.Domain.Access.Why;

namespace Carnet.Domain.Access;

/// <summary>Decides what the person may do with their own record, and what somebody who acts for them may.</summary>
/// <remarks>Source: rules, L-10, V-4; CSP R. 1111-49, R. 1111-50.</remarks>
public static class RepresentativeRules
{
    /// <summary>May the caller do this, as the person or in their place?</summary>
    public static AccessDecision Act(AccessQuestion question, PersonalAct act)
    {
        if (question.Record.Status is RecordStatus.Closed && act is not PersonalAct.Reactivate)
        {
            return No(Refusal.RecordClosed, Closed);
        }

        return question.Caller switch
        {
            Caller.Patient p => p.Record == question.Record.Id
                ? Yes(Ground.Owner, Owner)
                : No(Refusal.NotYourRecord, NotOwner),
            Caller.Representative r => InPlaceOfThePerson(r, question, act),
            _ => No(Refusal.NoRight, NeverReads),
        };
    }

    /// <summary>The least extent that an act asks for.</summary>
    public static Extent Needed(PersonalAct act) => act switch
    {
        PersonalAct.Read => Extent.Read,
        PersonalAct.AddDocument => Extent.Add,
        PersonalAct.ManageProfessionals or PersonalAct.Mask or PersonalAct.AskCorrection => Extent.Manage,
        PersonalAct.ManageTreatingDoctor or PersonalAct.DeleteDocument or PersonalAct.EmergencyChoices
            or PersonalAct.NamePersons or PersonalAct.ChangeContact or PersonalAct.TakeCopy or PersonalAct.Close
            or PersonalAct.Reactivate => Extent.Full,
    };

    /// <summary>Whether an act waits for the other parent where the parents are in a declared conflict .</summary>
    public static bool NeedsBothParents(PersonalAct act) => act is PersonalAct.Mask or PersonalAct.Close;

    /// <summary>One document, for somebody who has entered in the person's place.</summary>
    /// <remarks>What a minor keeps secret stays so for good: growing up does not open it to those who act for them (V-4).</remarks>
    internal static AccessDecision Document(DocumentFacts document) => document switch
    {
        { Status: DocumentStatus.Deleted } => No(Refusal.Deleted, DeletedForPerson),
        { Marks: var marks } when marks.HasFlag(Marks.HiddenFromRepresentatives)
            => No(Refusal.HiddenFromRepresentatives, KeptSecret),
        { Marks: var marks } when marks.HasFlag(Marks.HiddenFromPatient) => No(Refusal.HiddenFromPatient, PatientWaits),
        _ => Yes(Ground.Representative, Represents),
    };

    private static AccessDecision InPlaceOfThePerson(Caller.Representative caller, AccessQuestion question, PersonalAct act)
    {
        if (caller.Record != question.Record.Id)
        {
            return No(Refusal.NotYourRecord, NotOwner);
        }

        var mandate = caller.Mandate;
        var extent = mandate.ExtentAt(question.Now);
        if (extent is Extent.None)
        {
            return No(Refusal.NotRepresentative, WhyNot(mandate, question.Now));
        }

        if (extent < Needed(act))
        {
            return No(Refusal.BeyondExtent, Represents, BeyondExtent);
        }

        return NeedsBothParents(act) && mandate is { InConflict: true, Kind: RepresentativeKind.Parent } && !caller.BothAgree
            ? No(Refusal.NeedsBothParents, Represents, ParentsInConflict)
            : Yes(Ground.Representative, Represents);
    }

    private static Reason WhyNot(Mandate mandate, DateTimeOffset now) => mandate switch
    {
        _ when now < mandate.Since => MandateNotBegun,
        { Kind: RepresentativeKind.Parent } when mandate.Majority <= now => OfAge,
        _ when mandate.Until <= now => MandateEnded,
        _ => Restricted,
    };
}
