using Carnet.Domain.Records;
using Carnet.Domain.Identity;
using static Carnet.Domain.Access.AccessDecision;
using static Carnet.Domain.Access.Why;

namespace Carnet.Domain.Access;

/// <summary>One question about a record: who asks, what is known of the record, when.</summary>
public sealed record AccessQuestion(Caller Caller, RecordFacts Record, DateTimeOffset Now);

/// <summary>The rules as data, handed to every decision.</summary>
public sealed record RuleBook(HabilitationMatrix Habilitations, FunctionalRights Rights)
{
    /// <summary>What the operator has set.</summary>
    public AccessPolicy Policy { get; init; } = AccessPolicy.Default;

    public static RuleBook Default { get; } = new(HabilitationMatrix.Default, FunctionalRights.Default);

    /// <summary>How many persons' records one account or structure enters in a day.</summary>
    public PatientBudgets Budgets { get; init; } = PatientBudgets.Default;
}

/// <summary>Decides who may enter a record, and on what ground. Pure: no clock, no database, no configuration.</summary>
/// <remarks>
/// Read each method from top to bottom: the first line that matches wins and the last one refuses. What concerns the
/// record is decided once per request here; what concerns a document is decided by <see cref="DocumentRules"/> for each
/// document, on the ground found here. Source: rules; CSP R. 1111-46, R. 1111-48; FI-526 v1.8.
/// </remarks>
public static class AccessRules
{
    /// <summary>Fewest characters of the reason of a break-glass access (rule A-6).</summary>
    public const int ShortestReason = 10;

    /// <summary>May the caller enter the record to look for documents or to read them?</summary>
    /// <remarks>
    /// A professional without authorisation is still granted <see cref="Ground.Author"/>: they see their own documents
    /// and nothing else (V-1).
    /// </remarks>
    public static AccessDecision Enter(AccessQuestion question, Transaction act, RuleBook rules)
    {
        if (question.Record.Status is RecordStatus.Closed)
        {
            return No(Refusal.RecordClosed, Closed);
        }

        return question.Caller switch
        {
            Caller.Patient p when p.Record == question.Record.Id => Yes(Ground.Owner, Owner),
            Caller.Patient => No(Refusal.NotYourRecord, NotOwner),
            Caller.Representative => RepresentativeRules.Act(question, PersonalAct.Read),
            Caller.Professional p => EnterAsProfessional(p, question, act, rules),
            Caller.Establishment or Caller.Employee
                when rules.Rights.Of(act, FunctionalRights.ColumnOf(question.Caller, treating: false))
                    is RightCondition.ToPrepareDeletion or RightCondition.DocumentsOfStructure
                => Yes(Ground.OwnStructure, ReferenceOnly),
            Caller.Establishment or Caller.Employee => No(Refusal.NoRight, StructuresNeverRead),
            _ => No(Refusal.NoRight, NeverReads),
        };
    }

    /// <summary>May the caller deposit into the record? Feeding needs no authorisation, only the right .</summary>
    public static AccessDecision Feed(AccessQuestion question, RuleBook rules)
    {
        if (question.Record.Status is RecordStatus.Closed)
        {
            return No(Refusal.RecordClosed, Closed);
        }

        var act = question.Caller is Caller.Employee ? Transaction.FeedByEmployee : Transaction.Feed;
        return question.Caller switch
        {
            Caller.Patient p => p.Record == question.Record.Id
                ? Yes(Ground.Owner, Owner)
                : No(Refusal.NotYourRecord, NotOwner),
            Caller.Representative => RepresentativeRules.Act(question, PersonalAct.AddDocument),
            Caller.Insurer => Yes(Ground.Feeding, FeedingIsFree),
            _ when rules.Rights.Of(act, ColumnOf(question, rules)) is not null => Yes(Ground.Feeding, RightGiven, FeedingIsFree),
            _ => No(Refusal.NoRight, RightMissing),
        };
    }

    /// <summary>May the caller record that this person consents towards them, or towards their structure (TD0.3, AJOUT)?</summary>
    /// <param name="asTreating">They also declare themselves treating doctor.</param>
    /// <remarks>Blocked wins over everything: who is blocked cannot lift it by declaring themselves. Source: rules .</remarks>
    public static AccessDecision Declare(AccessQuestion question, bool asTreating, RuleBook rules)
        => (question.Record.Status, question.Caller) switch
        {
            (RecordStatus.Closed, _) => No(Refusal.RecordClosed, Closed),
            (_, Caller.Professional p) when question.Record.GrantOf(p.Who.Id) is { Blocked: true }
                => No(Refusal.Blocked, BlockedByName),
            (_, Caller.Professional p) when rules.Rights.Of(Transaction.DeclareAuthorised, ColumnOf(question, rules)) is null
                => No(Refusal.NoRight, p.Mode is AccessMode.Normal ? RightMissing : NotInEmergency),
            (_, Caller.Professional { Who.IsPhysician: false }) when asTreating
                => No(Refusal.NotPhysician, TreatingIsPhysician),
            (_, Caller.Professional) => Yes(Ground.Declaration, RightGiven),
            (_, Caller.Employee) when asTreating => No(Refusal.NotPhysician, TreatingIsPhysician),
            (_, Caller.Employee) when rules.Rights.Of(Transaction.DeclareAuthorised, ColumnOf(question, rules))
                is RightCondition.ToTheStructure => Yes(Ground.Declaration, ToTheStructure),
            _ => No(Refusal.NoRight, RightMissing),
        };

    /// <summary>May the caller open the web pages of this record out of their software (TD0.9; TD0.10 under the reinforced regime)?</summary>
    /// <remarks>
    /// That lets nobody read: each page decides anew. Who is blocked comes as far as who has no authorisation, so that the
    /// way in does not tell them (V-6). Source: rules A-8, L-8; DMP 1.7.
    /// </remarks>
    public static AccessDecision OpenWeb(AccessQuestion question, RuleBook rules)
    {
        var act = question.Caller is Caller.Professional { Reinforced: true } or Caller.Employee { Reinforced: true }
            ? Transaction.ContextualWebReinforced
            : Transaction.ContextualWeb;
        return question.Record.Status is RecordStatus.Closed ? No(Refusal.RecordClosed, Closed)
            : rules.Rights.Of(act, ColumnOf(question, rules)) is not null ? Yes(Ground.Right, RightGiven)
            : No(Refusal.NoRight, RightMissing);
    }

    /// <summary>May a professional read the history of this record, and of whom?</summary>
    /// <returns>On the ground of a treating doctor all lines, on any other their own alone.</returns>
    /// <remarks>Source: rule T-2.</remarks>
    public static AccessDecision ReadTraces(AccessQuestion question, RuleBook rules)
        => question switch
        {
            { Record.Status: RecordStatus.Closed } => No(Refusal.RecordClosed, Closed),
            { Caller: Caller.Professional p } => Standing.Of(p, question.Record, rules.Policy, question.Now) switch
            {
                { State: GrantState.Blocked } => No(Refusal.Blocked, BlockedByName),
                { Treating: true } => Yes(Ground.TreatingPhysician, Treating),
                _ => Yes(Ground.Right, RightGiven),
            },
            _ => No(Refusal.NoRight, RightMissing),
        };

    /// <summary>May the caller record, or end, a stay in this structure?</summary>
    /// <remarks>The person may for any; the structure's own people and its certificate for theirs. Source: rule A-5.</remarks>
    public static AccessDecision DeclareStay(AccessQuestion question, StructIdNat structure)
        => (question.Record.Status, question.Caller) switch
        {
            (RecordStatus.Closed, _) => No(Refusal.RecordClosed, Closed),
            (_, Caller.Patient or Caller.Representative) => RepresentativeRules.Act(question, PersonalAct.ManageProfessionals),
            (_, Caller.Professional p) when question.Record.GrantOf(p.Who.Id) is { Blocked: true }
                => No(Refusal.Blocked, BlockedByName),
            (_, Caller.Professional { Mode: not AccessMode.Normal } or Caller.Establishment { Mode: not AccessMode.Normal })
                => No(Refusal.NoRight, NotInEmergency),
            (_, Caller.Professional { Who.IsOccupationalDoctor: true }) => No(Refusal.NoRight, RightMissing),
            (_, Caller.Professional or Caller.Establishment or Caller.Employee) => StructureOf(question.Caller) == structure
                ? Yes(Ground.Declaration, ToTheStructure)
                : No(Refusal.NotYourStructure, TeamOther),
            _ => No(Refusal.NoRight, RightMissing),
        };

    /// <summary>May the caller shut the record to a professional by name, or open it again?</summary>
    /// <remarks>The treating doctor shuts at the person's request; only the person opens again. Source: rule A-2; J18.</remarks>
    public static AccessDecision Block(AccessQuestion question, PsIdNat professional, bool unblock, RuleBook rules)
        => (question.Record.Status, question.Caller) switch
        {
            (RecordStatus.Closed, _) => No(Refusal.RecordClosed, Closed),
            (_, Caller.Patient or Caller.Representative) => Manage(question, professional, treating: false),
            (_, Caller.Professional { Mode: AccessMode.Normal } p) when !unblock
                && Standing.Of(p, question.Record, rules.Policy, question.Now).Treating => Yes(Ground.TreatingPhysician, Treating),
            _ => No(Refusal.NoRight, RightMissing),
        };

    /// <summary>May the caller, as the person or in their place, let this professional in or no longer?</summary>
    /// <param name="treating">The role of treating doctor is concerned; so it is where the professional holds it.</param>
    public static AccessDecision Manage(AccessQuestion question, PsIdNat professional, bool treating)
        => RepresentativeRules.Act(question, treating || question.Record.GrantOf(professional) is { Treating: true }
            ? PersonalAct.ManageTreatingDoctor
            : PersonalAct.ManageProfessionals);

    /// <summary>Whether this entry declares an emergency that was not open yet, so that it must be recorded.</summary>
    public static bool OpensEmergency(AccessQuestion question, AccessDecision.Granted entry)
        => entry.Ground is Ground.BreakGlass or Ground.Samu && question.Caller is Caller.Professional p
            && question.Record.EmergencyOf(p.Who, p.Mode, question.Now) is null;

    /// <summary>The structure in whose name a caller acts, or null.</summary>
    public static StructIdNat? StructureOf(Caller caller) => caller switch
    {
        Caller.Professional p => p.Who.Structure,
        Caller.Establishment e => e.Structure,
        Caller.Employee e => e.Structure,
        _ => null,
    };

    /// <summary>May the professional withdraw their own authorisation, or their role of treating doctor?</summary>
    public static AccessDecision Withdraw(AccessQuestion question, bool treatingRole, RuleBook rules)
    {
        var act = treatingRole ? Transaction.RemoveOwnTreatingRole : Transaction.RemoveOwnAuthorisation;
        return (question.Record.Status, question.Caller) switch
        {
            (RecordStatus.Closed, _) => No(Refusal.RecordClosed, Closed),
            (_, Caller.Professional) when rules.Rights.Of(act, ColumnOf(question, rules)) is not null
                => Yes(Ground.Declaration, RightGiven),
            _ => No(Refusal.NoRight, RightMissing),
        };
    }

    private static AccessDecision EnterAsProfessional(
        Caller.Professional caller, AccessQuestion question, Transaction act, RuleBook rules)
    {
        var standing = Standing.Of(caller, question.Record, rules.Policy, question.Now);
        if (standing.State is GrantState.Blocked)
        {
            return No(Refusal.Blocked, BlockedByName);
        }

        if (rules.Rights.Of(act, FunctionalRights.ColumnOf(caller, standing.Treating)) is null)
        {
            return No(Refusal.NoRight, caller.Who.IsOccupationalDoctor ? OccupationalReadsNothing : RightMissing);
        }

        return caller.Mode switch
        {
            AccessMode.BreakGlass => BreakTheGlass(caller, question),
            AccessMode.Samu => question.Record.SamuRefused
                ? No(Refusal.SamuRefused, SamuRefusedByPerson)
                : Yes(Ground.Samu, RightGiven, SamuRegulates),
            AccessMode.Normal => EnterNormally(standing),
        };
    }

    // An emergency that was declared goes on without a second reason until it is over.
    private static AccessDecision BreakTheGlass(Caller.Professional caller, AccessQuestion question)
        => question.Record.BreakGlassRefused ? No(Refusal.BreakGlassRefused, GlassRefused)
            : IsReason(caller.Reason) ? Yes(Ground.BreakGlass, RightGiven, GlassBroken)
            : question.Record.EmergencyOf(caller.Who, caller.Mode, question.Now) is not null
                ? Yes(Ground.BreakGlass, RightGiven, GlassStillBroken)
            : WasInEmergency(caller, question.Record) ? No(Refusal.EmergencyOver, Why.EmergencyOver)
            : No(Refusal.ReasonMissing, ReasonTooShort);

    private static AccessDecision EnterNormally(Standing standing) => standing switch
    {
        { State: GrantState.Active, Treating: true } => Yes(Ground.TreatingPhysician, RightGiven, Treating),
        { State: GrantState.Active } => Yes(Ground.Consent, RightGiven, Consented),
        { InTeam: true } => Yes(Ground.CareTeam, RightGiven, TeamCares),
        { Replaced: not null } => Yes(Ground.Locum, RightGiven, LocumActs),
        { State: GrantState.Expired } => Yes(Ground.Author, RightGiven, ConsentExpired),
        _ => Yes(Ground.Author, RightGiven, NoConsent),
    };

    private static bool IsReason(string? reason) => (reason?.Trim().Length ?? 0) >= ShortestReason;

    private static bool WasInEmergency(Caller.Professional caller, RecordFacts record)
    {
        foreach (var window in record.Emergencies)
        {
            if (window.IsOf(caller.Who, caller.Mode))
            {
                return true;
            }
        }

        return false;
    }

    private static string? ColumnOf(AccessQuestion question, RuleBook rules)
        => FunctionalRights.ColumnOf(question.Caller, question.Caller is Caller.Professional p
            && Standing.Of(p, question.Record, rules.Policy, question.Now).Treating);
}
