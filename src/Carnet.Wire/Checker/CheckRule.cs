namespace Carnet.Wire.Checker;

/// <summary>What a rule speaks of.</summary>
public enum CheckTopic
{
    /// <summary>Envelope and addressing.</summary>
    Soap,

    /// <summary>The SAML assertion with which a call is made.</summary>
    Vihf,

    /// <summary>Metadata of a deposit (ITI-41, ITI-57).</summary>
    Xds,

    /// <summary>Queries and retrievals (ITI-18, ITI-43).</summary>
    Query,

    /// <summary>Header and body of a clinical document.</summary>
    Cda,

    /// <summary>The Patients service and the authorisations.</summary>
    Patients,

    /// <summary>Messages of hospitals.</summary>
    Hl7v2,
}

/// <summary>How much a finding matters.</summary>
public enum CheckSeverity
{
    /// <summary>The message would be refused, or understood wrongly.</summary>
    Error,

    /// <summary>Against the French profile, and taken nevertheless.</summary>
    Warning,
}

/// <summary>One rule, as data: which nodes it looks at, and what must hold there.</summary>
/// <param name="Id">Topic and number, e.g. <c>VIHF-03</c>; stable.</param>
/// <param name="Each">XPath 1.0 of the nodes that the rule looks at.</param>
/// <param name="Test">XPath 1.0 that must be true at each of them.</param>
/// <param name="Cause">What is wrong, one French sentence.</param>
/// <param name="Remedy">What to change, one French sentence.</param>
/// <param name="Fragment">How it should stand; <c>{xpath}</c> is filled in from the place. Null where nobody can know.</param>
/// <param name="Origin">The text from which the rule comes.</param>
/// <remarks>
/// Prefixes and functions are those of <see cref="CheckContext"/>. HL7 v2 is looked at as XML: <c>PID/PID.3/PID.3.4</c>.
/// </remarks>
public sealed record CheckRule(
    string Id, CheckTopic Topic, CheckSeverity Severity, string Each, string Test, string Cause, string Remedy,
    string? Fragment, string Origin);

/// <summary>A place where a rule does not hold.</summary>
/// <param name="Line">From 1; in HL7 v2 the rank of the segment; 0 where it is not known.</param>
/// <param name="Path">XPath of the place, or segment and field, e.g. <c>PID-3.4</c>.</param>
/// <param name="Fragment">How it should stand; null where nobody can know.</param>
public sealed record CheckFinding(CheckRule Rule, int Line, string Path, string? Fragment);
