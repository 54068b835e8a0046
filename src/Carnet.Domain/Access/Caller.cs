using System.Collections.Immutable;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;

namespace Carnet.Domain.Access;

/// <summary>Through which door an act came.</summary>
public enum Door
{
    Soap = 1,
    Fhir = 2,
    PatientPortal = 3,
    ProfessionalPortal = 4,
    CommandLine = 5,
    Job = 6,

    /// <summary>HL7 v2 over MLLP, from the information system of a hospital or laboratory.</summary>
    Hl7v2 = 7,
}

/// <summary>Where a call came from; goes to the trace.</summary>
/// <param name="Software">Name and version as the software states them.</param>
/// <param name="Token">The token that may be used once only, for this call.</param>
public sealed record Origin(Door Door, string? Software = null, OneTimeToken? Token = null)
{
    /// <summary>The name alone, where the software states it apart; <see cref="Software"/> begins with it.</summary>
    public string? SoftwareName { get; init; }

    /// <summary>Connexion secrète: a minor asks that those who represent them learn nothing of this care (V-4).</summary>
    public bool Secret { get; init; }
}

/// <summary>A token that is spent by the call that it authenticates.</summary>
/// <param name="Hash">SHA-256 of what identifies it, 32 bytes.</param>
/// <param name="ExpiresAt">After this instant its age alone refuses it.</param>
public sealed record OneTimeToken(ReadOnlyMemory<byte> Hash, DateTimeOffset ExpiresAt);

/// <summary>Why a professional enters: with the person's agreement, or in an emergency.</summary>
/// <remarks>Source: rule A-6; NOS TRE_R248.</remarks>
public enum AccessMode
{
    Normal = 0,

    /// <summary>bris_de_glace.</summary>
    BreakGlass = 1,

    /// <summary>centre_15: a regulating doctor of the SAMU.</summary>
    Samu = 2,
}

/// <summary>A professional as this call presents them: identity, trade and the activity in which they act.</summary>
/// <param name="Profession">TRE_G15 code, e.g. 10 for a physician; other tables with their name, e.g. R85_300.</param>
/// <param name="Qualification">Specialty of a physician (SM26) or section of a pharmacist (A); null elsewhere.</param>
/// <remarks>Source: rule I-3; DMP 4.2.</remarks>
public sealed record Practitioner(
    PsIdNat Id, string FamilyName, string GivenName, string Profession, string? Qualification,
    StructIdNat Structure, string Sector)
{
    /// <summary>TRE_G15 code of physicians.</summary>
    public const string Physician = "10";

    // Médecine du travail: ordinal specialty, competence, diploma and capacity codes of TRE_R01.
    private static readonly ImmutableHashSet<string> Occupational = ["SM25", "C41", "SCH35", "CAPA11"];

    /// <summary>Whose activity in this structure they take over, as the directory says .</summary>
    public ImmutableArray<Replacement> Replaces { get; init; } = [];

    public bool IsPhysician => Profession == Physician;

    /// <summary>Occupational doctor: feeds, sees metadata, reads no document (rule A-10).</summary>
    public bool IsOccupationalDoctor => IsPhysician && Qualification is { } code && Occupational.Contains(code);
}

/// <summary>Who asks: a closed set, built by a door after it has authenticated the call.</summary>
public abstract record Caller
{
    private Caller() { }

    public required Origin Origin { get; init; }

    /// <summary>The record in which somebody acts as the person or in their place; null for all others.</summary>
    public RecordId? PersonalRecord => this switch
    {
        Patient p => p.Record,
        Representative r => r.Record,
        _ => null,
    };

    /// <summary>Where the login lies of somebody who came in by one; null for all others.</summary>
    public (RecordId Home, Guid Account)? Login => this switch
    {
        Patient p => (p.Record, p.Account),
        Representative r => (r.Home, r.Account),
        AccountHolder h => (h.Home, h.Account),
        _ => null,
    };

    /// <summary>The person whose record it is.</summary>
    public sealed record Patient(RecordId Record, Guid Account) : Caller;

    /// <summary>Somebody with a login of their own who acts for the person whose record it is.</summary>
    /// <param name="Record">The record of the person whom they represent.</param>
    /// <param name="Home">Where their own account lies: their own record, or a place that is no record.</param>
    /// <param name="Name">Given and family name, for the trace.</param>
    /// <param name="BothAgree">The other parent has agreed to this very act.</param>
    public sealed record Representative(
        RecordId Record, RecordId Home, Guid Account, string Name, Mandate Mandate, bool BothAgree = false) : Caller;

    /// <summary>Somebody who has come in, has no record of their own and has not said yet for whom they act.</summary>
    public sealed record AccountHolder(RecordId Home, Guid Account, string Name) : Caller;

    /// <summary>A professional with their own card, or named by an establishment under the reinforced regime.</summary>
    /// <param name="Reason">Why the glass is broken; free text, at least ten characters in that mode.</param>
    /// <param name="Reinforced">Identified by the establishment (AIR); such a caller reads and never feeds.</param>
    public sealed record Professional(Practitioner Who, AccessMode Mode, string? Reason, bool Reinforced) : Caller;

    /// <summary>An employee without a profession, with a nominative or service card (CPE).</summary>
    /// <param name="Reinforced">Without a card, named by the establishment (AIR); such a caller never feeds.</param>
    public sealed record Employee(PsIdNat Id, string Name, StructIdNat Structure, string Sector, bool Reinforced = false) : Caller;

    /// <summary>An establishment's certificate speaking for one of its people or automates (indirect).</summary>
    /// <param name="Person">The person or software that the establishment names; free text.</param>
    public sealed record Establishment(StructIdNat Structure, string Sector, string Person, AccessMode Mode) : Caller;

    /// <summary>The insurer's feed: writes reimbursements, never reads (rule A-10).</summary>
    public sealed record Insurer : Caller;

    /// <summary>A desk that opens records for persons who ask for it; reads nothing.</summary>
    public sealed record Desk(string Agent) : Caller;

    /// <summary>Somebody who governs the service, or reviews emergency entries; never reads content.</summary>
    /// <param name="Name">As registered; unique, goes to the trace.</param>
    /// <param name="Structure">The establishment for which they review, and nothing else; null for the whole service.</param>
    public sealed record Operator(string Name, StructIdNat? Structure = null) : Caller;

    /// <summary>Work of the server itself; reads nothing.</summary>
    public sealed record Job(string Name) : Caller;

    /// <summary>Someone whose token or login did not hold; only ever appears in traces.</summary>
    public sealed record Unidentified : Caller;
}
