namespace Carnet.Wire.Xds;

/// <summary>One author of a document or of a submission: person or system, with institutions, roles,
/// specialties.</summary>
/// <remarks>
/// Specialties keep the French triple as sent (<c>G15_10/SM26^label^OID</c>). A patient has no institution.
/// Source: IHE ITI TF-3 4.2.3.2.1.
/// </remarks>
public sealed record Author
{
    public Xcn? Person { get; init; }

    public IReadOnlyList<Xon> Institutions { get; init; } = [];

    public IReadOnlyList<string> Roles { get; init; } = [];

    public IReadOnlyList<string> Specialties { get; init; } = [];

    public IReadOnlyList<string> Telecommunications { get; init; } = [];
}
