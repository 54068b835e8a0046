using System.Collections.Immutable;

namespace Carnet.Domain.Access;

/// <summary>On what ground someone may enter or read.</summary>
public enum Ground
{
    Owner = 1,
    Author = 2,
    Consent = 3,
    TreatingPhysician = 4,
    BreakGlass = 5,
    Samu = 6,

    /// <summary>A structure finds the reference of what it deposited, to withdraw it; it never reads.</summary>
    OwnStructure = 7,

    /// <summary>Feeding needs no authorisation.</summary>
    Feeding = 8,

    /// <summary>The person declares it, in the presence of the professional.</summary>
    Declaration = 9,

    /// <summary>Of the staff of the establishment where the person stays.</summary>
    CareTeam = 10,

    /// <summary>In the place of a professional whom the person has authorised.</summary>
    Locum = 11,

    /// <summary>In the place of the person: parent, guardian or caregiver.</summary>
    Representative = 15,

    /// <summary>The functional-rights matrix alone: no document is shown or changed.</summary>
    Right = 47,

    /// <summary>A desk or a professional acts because the person asked for it (L-8).</summary>
    PersonsRequest = 19,
}

/// <summary>Why not. Goes to the trace; outside, a read that is refused looks like something that does not exist.</summary>
public enum Refusal
{
    RecordClosed = 1,
    NotYourRecord = 2,
    NoRight = 3,
    Blocked = 4,
    NotAuthorised = 5,
    Expired = 6,
    BreakGlassRefused = 7,
    SamuRefused = 8,
    ReasonMissing = 9,
    Masked = 10,
    HiddenFromPatient = 11,
    NotHabilitated = 12,
    NotAuthor = 13,
    StatusNotAsked = 14,
    Deleted = 15,
    NotPhysician = 16,
    MetadataOnly = 17,

    /// <summary>The declared emergency is over; it takes a new declaration.</summary>
    EmergencyOver = 20,

    /// <summary>Visible, but only its author may change it so.</summary>
    NotOwnDocument = 21,

    /// <summary>A document of the person: for the person and the treating doctor.</summary>
    PatientsDocument = 22,

    /// <summary>Another structure's stay.</summary>
    NotYourStructure = 23,

    /// <summary>Acts for nobody, not yet, no longer, or a court has taken all of it away.</summary>
    NotRepresentative = 30,

    /// <summary>Acts for the person, but not so far.</summary>
    BeyondExtent = 31,
    NeedsBothParents = 32,
    HiddenFromRepresentatives = 33,

    /// <summary>A secret connection or mark for somebody of age.</summary>
    NotMinor = 34,

    /// <summary>As many persons' records were entered today as one account or one structure may.</summary>
    BudgetSpent = 40,

    /// <summary>The same, where the person's agreement, given in their presence, still opens their record.</summary>
    BudgetStepUp = 41,

    /// <summary>Not examined yet, or found bad.</summary>
    Quarantined = 50,
}

/// <summary>The closed answer of every access rule, with its reasons in the order in which they were weighed.</summary>
public abstract record AccessDecision
{
    private AccessDecision(ImmutableArray<Reason> reasons) => Reasons = reasons;

    public ImmutableArray<Reason> Reasons { get; }

    public sealed record Granted(Ground Ground, ImmutableArray<Reason> Why) : AccessDecision(Why);

    public sealed record Refused(Refusal Cause, ImmutableArray<Reason> Why) : AccessDecision(Why);

    public bool IsGranted => this is Granted;

    public static AccessDecision Yes(Ground ground, params ReadOnlySpan<Reason> reasons)
        => new Granted(ground, [.. reasons]);

    public static AccessDecision No(Refusal cause, params ReadOnlySpan<Reason> reasons)
        => new Refused(cause, [.. reasons]);
}
