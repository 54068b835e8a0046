namespace Carnet.Wire.Checker;

/// <summary>What the checker must know of identities and document types, which are no matter of formats.</summary>
/// <param name="Types">Code system and class of each admitted type of document, by code.</param>
/// <param name="IsIns">Whether a number with its OID is an INS whose key holds.</param>
/// <param name="IsPerson">Whether a text is a PS_IdNat.</param>
/// <param name="IsStructure">Whether a text is a Struct_IdNat.</param>
public sealed record CheckTables(
    IReadOnlyDictionary<string, (string System, string Class)> Types, Func<string, string, bool> IsIns,
    Func<string, bool> IsPerson, Func<string, bool> IsStructure);
