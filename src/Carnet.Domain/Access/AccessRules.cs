using Carnet.Domain.Records;
using static Carnet.Domain.Access.AccessDecision;
using static Carnet.Domain.Access.Why;

namespace Carnet.Domain.Access;

/// <summary>One question about a record: who asks, what is known of the record, when.</summary>
public sealed record AccessQuestion(Caller Caller, RecordFacts Record, DateTimeOffset Now);

/// <summary>The rules as data, handed to every decision.</summary>
public sealed record RuleBook(HabilitationMatrix Habilitations, FunctionalRights Rights)
{
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
            Caller.Establishment or Caller.Employee when act is Transaction.FindReference
                && rules.Rights.Of(act, FunctionalRights.ColumnOf(question.Caller, treating: false)) is not null
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
            _ when rules.Rights.Of(act, ColumnOf(question)) is not null => Yes(Ground.Feeding, RightGiven, FeedingIsFree),
            _ => No(Refusal.NoRight, RightMissing),
        };
    }

    /// <summary>May the professional record that this person consents towards them (TD0.3, AJOUT)?</summary>
    /// <param name="asTreating">They also declare themselves treating doctor.</param>
    /// <remarks>Blocked wins over everything: who is blocked cannot lift it by declaring themselves. Source: rules .</remarks>
    public static AccessDecision Declare(AccessQuestion question, bool asTreating, RuleBook rules)
        => (question.Record.Status, question.Caller) switch
        {
            (RecordStatus.Closed, _) => No(Refusal.RecordClosed, Closed),
            (_, Caller.Professional p) when question.Record.GrantOf(p.Who.Id) is { Blocked: true }
                => No(Refusal.Blocked, BlockedByName),
            (_, Caller.Professional p) when rules.Rights.Of(Transaction.DeclareAuthorised, ColumnOf(question)) is null
                => No(Refusal.NoRight, p.Mode is AccessMode.Normal ? RightMissing : NotInEmergency),
            (_, Caller.Professional { Who.IsPhysician: false }) when asTreating
                => No(Refusal.NotPhysician, TreatingIsPhysician),
            (_, Caller.Professional) => Yes(Ground.Declaration, RightGiven),
            _ => No(Refusal.NoRight, RightMissing),
        };

    /// <summary>May the professional withdraw their own authorisation, or their role of treating doctor?</summary>
    public static AccessDecision Withdraw(AccessQuestion question, bool treatingRole, RuleBook rules)
    {
        var act = treatingRole ? Transaction.RemoveOwnTreatingRole : Transaction.RemoveOwnAuthorisation;
        return (question.Record.Status, question.Caller) switch
        {
            (RecordStatus.Closed, _) => No(Refusal.RecordClosed, Closed),
            (_, Caller.Professional) when rules.Rights.Of(act, ColumnOf(question)) is not null
                => Yes(Ground.Declaration, RightGiven),
            _ => No(Refusal.NoRight, RightMissing),
        };
    }

    private static AccessDecision EnterAsProfessional(
        Caller.Professional caller, AccessQuestion question, Transaction act, RuleBook rules)
    {
        var record = question.Record;
        var grant = record.GrantOf(caller.Who.Id);
        var state = grant?.StateAt(question.Now) ?? GrantState.None;
        var treating = IsTreating(caller, grant, question.Now);

        if (state is GrantState.Blocked)
        {
            return No(Refusal.Blocked, BlockedByName);
        }

        if (rules.Rights.Of(act, FunctionalRights.ColumnOf(caller, treating)) is null)
        {
            return No(Refusal.NoRight, caller.Who.IsOccupationalDoctor ? OccupationalReadsNothing : RightMissing);
        }

        return (caller.Mode, state) switch
        {
            (AccessMode.BreakGlass, _) when record.BreakGlassRefused => No(Refusal.BreakGlassRefused, GlassRefused),
            (AccessMode.BreakGlass, _) when (caller.Reason?.Trim().Length ?? 0) < ShortestReason
                => No(Refusal.ReasonMissing, ReasonTooShort),
            (AccessMode.BreakGlass, _) => Yes(Ground.BreakGlass, RightGiven, GlassBroken),
            (AccessMode.Samu, _) when record.SamuRefused => No(Refusal.SamuRefused, SamuRefusedByPerson),
            (AccessMode.Samu, _) => Yes(Ground.Samu, RightGiven, SamuRegulates),
            (AccessMode.Normal, GrantState.Active) when treating => Yes(Ground.TreatingPhysician, RightGiven, Treating),
            (AccessMode.Normal, GrantState.Active) => Yes(Ground.Consent, RightGiven, Consented),
            (AccessMode.Normal, GrantState.Expired) => Yes(Ground.Author, RightGiven, ConsentExpired),
            (AccessMode.Normal, _) => Yes(Ground.Author, RightGiven, NoConsent),
        };
    }

    private static string? ColumnOf(AccessQuestion question)
        => FunctionalRights.ColumnOf(question.Caller, question.Caller is Caller.Professional p
            && IsTreating(p, question.Record.GrantOf(p.Who.Id), question.Now));

    // What counts is the activity of this call (I-3): who is a treating doctor in one trade is none in another.
    private static bool IsTreating(Caller.Professional caller, Grant? grant, DateTimeOffset now)
        => caller.Who is { IsPhysician: true, IsOccupationalDoctor: false } && grant is { Treating: true }
            && grant.StateAt(now) is GrantState.Active;
}
