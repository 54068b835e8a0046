namespace Carnet.Domain.Common;

/// <summary>How a failure is classed; each door has one table from kind and code to its wire form.</summary>
public enum FailureKind
{
    /// <summary>The request itself is wrong; the caller must change it.</summary>
    Invalid,

    /// <summary>What was asked for does not exist, as far as this caller may know.</summary>
    NotFound,

    /// <summary>The caller may not do this. For reads the doors answer as for <see cref="NotFound"/>.</summary>
    Refused,

    /// <summary>The request contradicts what is stored.</summary>
    Conflict,
}

/// <summary>An expected failure: a stable code for programs and a short text without health data.</summary>
/// <param name="Kind">The class of failure.</param>
/// <param name="Code">Dotted and stable, e.g. <c>document.wrong-class</c>. Listed in docs/failures.md.</param>
/// <param name="Detail">One sentence in French that names what to change; never a person or a document title.</param>
public sealed record Failure(FailureKind Kind, string Code, string Detail);
