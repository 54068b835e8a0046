namespace Carnet.Server.Demo;

/// <summary>A structure of the demo town.</summary>
/// <remarks>
/// <c>Kind</c>: hospital practice pharmacy laboratory ehpad samu insurer.
/// <c>Sector</c>: JDV_J02, e.g. SA01.
/// </remarks>
public sealed record DemoStructure(string Slug, string Finess, string Name, string Kind, string Sector)
{
    /// <summary>Struct_IdNat.</summary>
    public string IdNst => "1" + Finess;
}

/// <summary>A professional of the demo town, with a CPS.</summary>
/// <remarks>
/// <c>Profession</c>: TRE_G15, e.g. 10.
/// <c>Specialty</c>: TRE_R38 of a physician (SM26), section of a pharmacist (A, G); empty for the others.
/// <c>Label</c>: As JDV_J01 writes it.
/// <c>Structure</c>: Slug.
/// <c>Replaces</c>: Slug of the professional whose activity a locum takes over.
/// </remarks>
public sealed record DemoProfessional(
    string Slug,
    string Rpps,
    string FamilyName,
    string GivenName,
    string Profession,
    string Specialty,
    string Label,
    string Structure,
    string Story,
    string? Replaces = null)
{
    public string PsIdNat => "8" + Rpps;

    /// <summary>JDV_J01.</summary>
    public string AuthorSpecialty => Specialty.Length == 0 ? $"G15_{Profession}" : $"G15_{Profession}/{Specialty}";
}

/// <summary>An employee of a structure, with a CPE: feeds, never reads.</summary>
/// <remarks>
/// <c>PsIdNat</c>: <c>3</c>, FINESS, slash, internal number.
/// </remarks>
public sealed record DemoEmployee(
    string Slug, string PsIdNat, string FamilyName, string GivenName, string Structure, string Story);

/// <summary>Somebody who acts for a patient, with a login of their own.</summary>
/// <remarks>
/// <c>Kind</c>: parent, guardian or caregiver.
/// </remarks>
public sealed record DemoRepresentative(
    string Slug, string FamilyName, string GivenName, string Kind, string Login, string Password, string Email,
        string Phone);

/// <summary>How far the life of a demo record has come.</summary>
public enum DemoRecordState
{
    Open,
    OpposedNeverOpened,

    /// <summary>The insurer knows them; they may open a record online, or object.</summary>
    NotOpened,
    Closed,
    ClosedByDeath,
}

/// <summary>What a demo patient has chosen.</summary>
/// <remarks>
/// <c>TreatingPhysician</c>: Slug.
/// <c>Authorised</c>: Slugs of professionals who may read.
/// <c>Blocked</c>: Slugs of professionals who may never.
/// </remarks>
public sealed record DemoChoices(
    DemoRecordState State,
    string? TreatingPhysician,
    IReadOnlyList<string> Authorised,
    IReadOnlyList<string> Blocked,
    bool BreakGlassAllowed = true,
    bool SamuAllowed = true)
{
    /// <summary>Slugs of professionals who were let in by a secret connection.</summary>
    public IReadOnlyList<string> InSecret { get; init; } = [];

    /// <summary>Slug of the patient who represents them as the insurer knows; only for who has no record yet.</summary>
    public string? ChildOf { get; init; }
}

/// <summary>A person of the demo town; nobody has this INS.</summary>
/// <remarks>
/// <c>Sex</c>: M or F.
/// <c>BirthPlace</c>: COG code.
/// <c>Email</c>: Empty for somebody without.
/// <c>Phone</c>: Empty for somebody without; else in the range kept for fiction.
/// </remarks>
public sealed record DemoPatient(
    string Slug,
    string Ins,
    string BirthName,
    IReadOnlyList<string> GivenNames,
    string UsedName,
    string Sex,
    DateOnly BirthDate,
    string BirthPlace,
    string Login,
    string Password,
    string Email,
    string Phone,
    IReadOnlyList<DemoRepresentative> Representatives,
    DemoChoices Choices,
    string Story)
{
    public string InsOid => "1.2.250.1.213.1.4.10";

    /// <summary>Slug of the patient whose documents they have; their own, but for a second person with the same story.</summary>
    public string Tale { get; init; } = Slug;
}
