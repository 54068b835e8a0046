using Carnet.Domain.Records;
using static Carnet.Domain.Access.AccessDecision;

namespace Carnet.Domain.Access;

/// <summary>Who may close a record, have it back, and take a copy of all of it. Pure, like the other rules.</summary>
/// <remarks>Source: rules L-8, L-9.</remarks>
public static class LifeRules
{
    private static readonly Reason AtRequest = new("L-8", "life.at-request", Effect.Opens);
    private static readonly Reason NotTheirs = new("L-8", "life.not-theirs", Effect.Closes);
    private static readonly Reason NoTrust = new("L-8", "life.not-authorised", Effect.Closes);
    private static readonly Reason Shut = new("A-2", "grant.blocked", Effect.Closes);

    /// <summary>May the caller close it? A professional needs the person's authorisation; death is said by others.</summary>
    public static AccessDecision Close(AccessQuestion question, ClosingReason reason) => question.Caller switch
    {
        Caller.Patient or Caller.Representative => reason is ClosingReason.PersonsRequest
            ? RepresentativeRules.Act(question, PersonalAct.Close)
            : No(Refusal.NoRight, NotTheirs),
        Caller.Desk => Yes(Ground.PersonsRequest, AtRequest),
        Caller.Professional p when MayCare(p) => question.Record.GrantOf(p.Who.Id)?.StateAt(question.Now) switch
        {
            GrantState.Active => Yes(Ground.PersonsRequest, AtRequest),
            GrantState.Blocked => No(Refusal.Blocked, Shut),
            _ => No(Refusal.NotAuthorised, NoTrust),
        },
        _ => No(Refusal.NoRight, NotTheirs),
    };

    /// <summary>May the caller change the administrative data at the person's request? Who may close may, while it is open.</summary>
    public static AccessDecision Revise(AccessQuestion question) => question switch
    {
        { Record.Status: RecordStatus.Closed } => No(Refusal.RecordClosed, Why.Closed),
        { Caller: Caller.Professional or Caller.Desk } => Close(question, ClosingReason.PersonsRequest),
        _ => No(Refusal.NoRight, NotTheirs),
    };

    /// <summary>May the caller open a closed one again? The person comes back through anybody who treats them or a desk.</summary>
    public static AccessDecision Reactivate(AccessQuestion question) => question.Caller switch
    {
        Caller.Patient or Caller.Representative => RepresentativeRules.Act(question, PersonalAct.Reactivate),
        Caller.Desk => Yes(Ground.PersonsRequest, AtRequest),
        Caller.Professional p when MayCare(p) => question.Record.GrantOf(p.Who.Id) is { Blocked: true }
            ? No(Refusal.Blocked, Shut)
            : Yes(Ground.PersonsRequest, AtRequest),
        _ => No(Refusal.NoRight, NotTheirs),
    };

    /// <summary>May the caller hand out a copy of everything that the person may see?</summary>
    /// <remarks>The desk serves those who cannot come in: without e-mail and telephone (L-3), or after the closing.</remarks>
    public static AccessDecision Copy(AccessQuestion question) => question switch
    {
        { Caller: Caller.Desk } => Yes(Ground.PersonsRequest, AtRequest),
        _ => RepresentativeRules.Act(question, PersonalAct.TakeCopy),
    };

    // In an emergency nobody asks for a closing; who is named by an establishment or works for an employer never may.
    private static bool MayCare(Caller.Professional caller)
        => caller is { Mode: AccessMode.Normal, Reinforced: false, Who.IsOccupationalDoctor: false };
}
