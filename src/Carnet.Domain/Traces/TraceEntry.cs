using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;

namespace Carnet.Domain.Traces;

/// <summary>What was done or tried.</summary>
public enum TraceAct
{
    OpenRecord = 1,
    CloseRecord = 2,
    ReactivateRecord = 3,

    /// <summary>The data key of the record is destroyed; this line is the last one that it sealed.</summary>
    DestroyRecord = 4,

    /// <summary>A copy of everything is handed out.</summary>
    CopyRecord = 5,

    /// <summary>The desk hands out a new temporary password.</summary>
    IssueCredentials = 6,

    /// <summary>A rectification is asked for, answered or withdrawn.</summary>
    Rectify = 7,

    /// <summary>A document is destroyed for good by who wrote it.</summary>
    DestroyDocument = 8,

    /// <summary>The person is told of something that will happen.</summary>
    Announce = 9,
    Deposit = 10,
    Replace = 11,

    /// <summary>Somebody objects, for themselves or for whom they represent, to an automatic opening.</summary>
    Oppose = 12,

    /// <summary>A delayed document becomes visible to the person by the passing of time.</summary>
    EndDelay = 13,
    FindDocuments = 20,
    FindReferences = 21,
    ReadDocument = 22,
    ReadTraces = 23,

    /// <summary>Mask or unmask to professionals.</summary>
    ChangeMask = 24,

    /// <summary>Make visible to the person or their representatives.</summary>
    MakeVisible = 25,
    Archive = 26,
    Unarchive = 27,
    Delete = 28,

    /// <summary>Who can see a document, and why.</summary>
    Explain = 29,
    Authorise = 30,
    Withdraw = 31,
    Block = 32,

    /// <summary>A stay with the person's consent towards the staff of an establishment.</summary>
    DeclareStay = 33,
    EndStay = 34,

    /// <summary>What the person allows in an emergency, and what is masked by itself.</summary>
    ChangeChoices = 35,

    /// <summary>A professional notes why the person does not want something fed, or that they do again.</summary>
    NoteOpposition = 36,

    /// <summary>A locum gets the place of a professional, from when to when.</summary>
    DeclareLocum = 37,
    LogIn = 40,
    LogOut = 41,
    ChangePassword = 42,
    SendCode = 43,

    /// <summary>A browser from which one came in is forgotten.</summary>
    ForgetDevice = 44,
    AddPasskey = 45,
    RemovePasskey = 46,

    /// <summary>Somebody who had come in showed once more that it is them.</summary>
    ProveAgain = 47,

    /// <summary>A forgotten password: codes by two channels.</summary>
    RecoverAccess = 48,

    /// <summary>A professional opened the web pages of the record out of their software (TD0.9, TD0.10).</summary>
    OpenWeb = 49,

    AddOperator = 70,
    RemoveOperator = 71,
    ProposeRules = 72,
    DecideRules = 73,
    Suspend = 74,
    Resume = 75,

    /// <summary>A reviewer read why a professional entered in an emergency.</summary>
    ReadReview = 76,
    ReviewJustified = 77,
    ReviewUnjustified = 78,
    ReviewUnclear = 79,

    /// <summary>Somebody turns to the record of a person whom they represent, or back to their own.</summary>
    ActFor = 50,

    /// <summary>Somebody is recorded as acting for the person.</summary>
    Represent = 51,
    EndRepresentation = 52,
    Restrict = 53,
    DeclareConflict = 54,

    /// <summary>Trusted person, persons to call.</summary>
    NamePerson = 55,

    /// <summary>An act that needs both parents is proposed, agreed to or turned down.</summary>
    ProposeJointly = 56,
    ComeOfAge = 57,

    /// <summary>A professional looked up whom to call and who represents the person.</summary>
    ReadPersons = 58,

    /// <summary>An establishment's agreement was recorded or ended.</summary>
    Agreement = 80,

    /// <summary>How the person is reached.</summary>
    ChangeContact = 60,

    /// <summary>By which way the person is told of what.</summary>
    ChooseNotices = 61,

    /// <summary>A document leaves quarantine, one way or the other.</summary>
    Examine = 62,

    /// <summary>The person does not know who came, and asks the service to look.</summary>
    ReportAccess = 65,

    /// <summary>An operator read such a report, or answered it.</summary>
    AnswerReport = 66,

    /// <summary>A card for the wallet was made.</summary>
    MakeCard = 67,

    /// <summary>Whether a record exists, and whether the caller is authorised in it.</summary>
    TestExistence = 81,
    ReadAdministrativeData = 82,

    /// <summary>The person stood in a list: of a professional's patients, or of those whom a search by traits found.</summary>
    ListPatients = 83,
    ListAuthorisations = 84,

    /// <summary>A product was put on, or taken off, the list of those that may call.</summary>
    RegisterSoftware = 86,

    /// <summary>A token or message that was turned away before any act was known.</summary>
    Knock = 90,
}

/// <summary>How it ended.</summary>
public enum TraceOutcome
{
    Done = 1,
    Refused = 2,

    /// <summary>The request was wrong; nothing was stored.</summary>
    Invalid = 3,
}

/// <summary>Who acted, in the words of the trace.</summary>
public enum ActorKind
{
    Unidentified = 0,
    Patient = 1,
    Representative = 2,
    Professional = 3,
    Employee = 4,
    Establishment = 5,
    Insurer = 6,
    Desk = 7,
    Job = 8,
    Operator = 9,
}

/// <summary>One line of the trail: who, for whom, what, when, by which door and mode, on which ground, with what result.</summary>
/// <param name="ActorId">National number of the person or structure, or our account number; null when unidentified.</param>
/// <param name="Structure">National number of the structure on whose behalf.</param>
/// <param name="Code">Failure code or ground, dotted.</param>
/// <param name="Described">What names people or tells why; stored sealed.</param>
/// <remarks>Source: rules T-1, T-2; CSP R. 1111-43.</remarks>
public sealed record TraceEntry(
    RecordId Record, Guid Id, DateTimeOffset At, TraceAct Act, TraceOutcome Outcome, ActorKind Actor, string? ActorId,
    string? Structure, Door Door, AccessMode Mode, DocumentId? Document, string Code, TraceDescription Described)
{
    /// <summary>Of care that a minor keeps secret: shown to nobody who acts for them (V-4).</summary>
    public bool Secret { get; init; }

    /// <summary>Emergency entries stand out in every list (T-2).</summary>
    public bool IsEmergency => Mode is AccessMode.BreakGlass or AccessMode.Samu;
}

/// <summary>The part of a trace that lies sealed.</summary>
/// <param name="ActorName">Name of the person or structure, as known at that moment.</param>
/// <param name="ActorTrade">Profession or function, in words.</param>
/// <param name="Reason">Reason of a break-glass access.</param>
/// <param name="Software">Software and version.</param>
/// <param name="Detail">What it was about, e.g. the number of documents found.</param>
public sealed record TraceDescription(
    string? ActorName, string? ActorTrade, string? Reason, string? Software, string? Detail)
{
    public override string ToString() => "description ***";
}
