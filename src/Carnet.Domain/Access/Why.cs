namespace Carnet.Domain.Access;

/// <summary>Every reason that a decision can carry, made once: deciding allocates no text.</summary>
public static class Why
{
    public static readonly Reason Closed = new("L-8", "record.closed", Effect.Closes);
    public static readonly Reason Owner = new("V-6", "caller.owner", Effect.Opens);
    public static readonly Reason NotOwner = new("V-6", "caller.other-record", Effect.Closes);
    public static readonly Reason RightGiven = new("A-8", "right.given", Effect.Opens);
    public static readonly Reason RightMissing = new("A-8", "right.missing", Effect.Closes);
    public static readonly Reason NotInEmergency = new("A-6", "right.not-in-emergency", Effect.Closes);
    public static readonly Reason ReferenceOnly = new("A-9", "structure.reference", Effect.Opens);
    public static readonly Reason StructuresNeverRead = new("A-9", "structure.never-reads", Effect.Closes);
    public static readonly Reason NeverReads = new("A-10", "caller.never-reads", Effect.Closes);
    public static readonly Reason OccupationalReadsNothing = new("A-10", "occupational.reads-nothing", Effect.Closes);
    public static readonly Reason OccupationalMetadata = new("A-10", "occupational.metadata-only", Effect.Closes);
    public static readonly Reason FeedingIsFree = new("A-1", "feeding.free", Effect.Opens);
    public static readonly Reason BlockedByName = new("A-2", "grant.blocked", Effect.Closes);
    public static readonly Reason NoConsent = new("A-1", "grant.none", Effect.Closes);
    public static readonly Reason Consented = new("A-3", "grant.active", Effect.Opens);
    public static readonly Reason ConsentExpired = new("A-2", "grant.expired", Effect.Closes);
    public static readonly Reason Treating = new("A-4", "grant.treating", Effect.Opens);
    public static readonly Reason TreatingIsPhysician = new("A-4", "treating.not-physician", Effect.Closes);
    public static readonly Reason GlassRefused = new("A-6", "break-glass.refused", Effect.Closes);
    public static readonly Reason ReasonTooShort = new("A-6", "break-glass.reason", Effect.Closes);
    public static readonly Reason GlassBroken = new("A-6", "break-glass.declared", Effect.Opens);
    public static readonly Reason SamuRefusedByPerson = new("A-6", "samu.refused", Effect.Closes);
    public static readonly Reason SamuRegulates = new("A-6", "samu.regulates", Effect.Opens);
    public static readonly Reason IsAuthor = new("V-1", "author.own", Effect.Opens);
    public static readonly Reason NotAuthor = new("V-1", "author.other", Effect.Closes);
    public static readonly Reason MatrixOpens = new("A-7", "matrix.reads", Effect.Opens);
    public static readonly Reason MatrixCloses = new("A-7", "matrix.absent", Effect.Closes);
    public static readonly Reason MaskHides = new("V-2", "masked.hidden", Effect.Closes);
    public static readonly Reason MaskTreating = new("V-2", "masked.treating", Effect.Opens);
    public static readonly Reason MaskEmergency = new("V-2", "masked.emergency-allowed", Effect.Opens);
    public static readonly Reason PatientWaits = new("V-3", "hidden.until-announced", Effect.Closes);
    public static readonly Reason HiddenDoesNotLimit = new("V-3", "hidden.not-professionals", Effect.Neutral);
    public static readonly Reason StatusNotAsked = new("V-5", "status.not-asked", Effect.Closes);
    public static readonly Reason DeletedForPerson = new("V-5", "status.deleted", Effect.Closes);
    public static readonly Reason Represents = new("A-13", "representative.acts", Effect.Opens);
    public static readonly Reason MandateNotBegun = new("A-12", "representative.not-begun", Effect.Closes);
    public static readonly Reason MandateEnded = new("A-12", "representative.ended", Effect.Closes);
    public static readonly Reason OfAge = new("L-10", "representative.of-age", Effect.Closes);
    public static readonly Reason Restricted = new("A-13", "representative.restricted", Effect.Closes);
    public static readonly Reason BeyondExtent = new("A-12", "representative.beyond-extent", Effect.Closes);
    public static readonly Reason ParentsInConflict = new("A-13", "representative.both-parents", Effect.Closes);
    public static readonly Reason KeptSecret = new("V-4", "secret.hidden", Effect.Closes);
    public static readonly Reason SecretIsForMinors = new("V-4", "secret.not-minor", Effect.Closes);
    public static readonly Reason StructureOther = new("A-9", "structure.other", Effect.Closes);
}
