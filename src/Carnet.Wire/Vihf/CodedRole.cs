namespace Carnet.Wire.Vihf;

/// <summary>A profession, specialty or role of the caller, as the VIHF carries it.</summary>
/// <param name="Code">For example <c>10</c> or <c>SM26</c>.</param>
/// <param name="CodeSystem">OID, for example <c>1.2.250.1.71.1.2.7</c>.</param>
/// <param name="DisplayName">Label for people; never decides anything.</param>
public sealed record CodedRole(string Code, string CodeSystem, string? DisplayName);
