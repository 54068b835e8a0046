namespace Carnet.Domain.Notices;

/// <summary>What a message tells. The number lies beside each stored message, so it never changes.</summary>
/// <remarks>Source: rules N-1 to N-8; rules L-7, L-10, F-10.</remarks>
public enum NoticeKind
{
    /// <summary>The one-time code of a login; worth nothing after its ten minutes.</summary>
    LoginCode = 1,

    /// <summary>The code by which somebody proves who they are before they open a record or object.</summary>
    IdentityCode = 2,

    /// <summary>No notice: the answer to a message whose sender wants it at an address of its own.</summary>
    AsynchronousAnswer = 3,

    /// <summary>One of the two codes that give a forgotten password back; each goes by a channel of its own.</summary>
    RecoveryCode = 4,

    /// <summary>N-1.</summary>
    RecordOpened = 10,

    /// <summary>N-1, A-13: to the others who represent the person, when one of them opened the record.</summary>
    RepresentedRecordOpened = 11,

    /// <summary>N-2: a professional has read for the first time.</summary>
    FirstReading = 20,

    /// <summary>N-3.</summary>
    NewDocument = 30,

    /// <summary>F-10: the person's own deposit waits for an examination.</summary>
    DocumentSetAside = 31,

    /// <summary>F-10: the person's own deposit was not kept.</summary>
    DocumentRejected = 32,

    /// <summary>L-9: the author has answered a request for rectification.</summary>
    RectificationAnswered = 33,

    /// <summary>N-4.</summary>
    EmergencyAccess = 40,

    /// <summary>N-4, to the treating doctor.</summary>
    EmergencyAccessOfPatient = 41,

    /// <summary>N-4: an emergency access was examined and found not to be justified.</summary>
    EmergencyReviewed = 42,

    /// <summary>T-2: the service has answered a report about an entry.</summary>
    AccessReportAnswered = 43,

    /// <summary>N-5.</summary>
    ObjectionRecorded = 50,

    /// <summary>N-5: the objection was taken back.</summary>
    ObjectionWithdrawn = 51,

    /// <summary>N-5, A-13: to the others who represent the person, when one of them objected.</summary>
    RepresentedObjection = 54,

    /// <summary>L-7: a record will be opened unless the person objects; carries the last day.</summary>
    Campaign = 52,

    /// <summary>L-7: the objection window closes soon; carries the last day.</summary>
    OpeningAhead = 53,

    /// <summary>N-6.</summary>
    RecordClosed = 60,

    /// <summary>N-6.</summary>
    RecordReactivated = 61,

    /// <summary>N-6.</summary>
    DestructionAhead = 62,

    /// <summary>N-6; the record's key is gone by then, see <c>NoticeWriter.TellOutside</c>.</summary>
    RecordDestroyed = 63,

    /// <summary>N-7.</summary>
    PasswordChanged = 70,

    /// <summary>N-7: somebody has tried wrong passwords.</summary>
    LockedOut = 71,

    /// <summary>N-7; goes to the old and to the new address.</summary>
    ContactChanged = 72,

    /// <summary>N-7: somebody may act for the person, or no longer may.</summary>
    RepresentativeChanged = 73,

    /// <summary>N-7: a login from a device that was not seen before.</summary>
    NewDevice = 74,

    /// <summary>N-7, L-10: representation has ended, the record is the person's own.</summary>
    MajorityReached = 75,

    /// <summary>L-5: carries identifier and temporary password, to an address that the person gave.</summary>
    CredentialsIssued = 76,

    /// <summary>A-13: the other parent of a child proposes something that needs both.</summary>
    AgreementAsked = 77,

    /// <summary>A-13: the other parent has answered.</summary>
    AgreementAnswered = 78,

    /// <summary>N-7: a passkey was added or taken away.</summary>
    PasskeysChanged = 79,

    /// <summary>N-8: the call for a consultation of V-3.</summary>
    ConsultationCalled = 80,

    /// <summary>V-3, to the treating doctor: a document waits to be announced.</summary>
    DocumentToAnnounce = 81,
}
