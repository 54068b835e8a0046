namespace Carnet.Wire.Checker.Schemas;

/// <summary>A variable, read in the words of the schematron: an expression about the document or about the node of its rule.</summary>
internal sealed record SchematronLet(string Name, string Value);

/// <summary>A piece of a message: a text, or an expression whose value stands there.</summary>
internal sealed record SchematronWords(string Text, bool IsExpression);

/// <param name="Test">XPath that must hold, or must not in a report.</param>
/// <param name="LetsBefore">How many variables of the rule stand before it, and may be named in it.</param>
internal sealed record SchematronAssertion(
    string Test, IReadOnlyList<SchematronWords> Message, bool IsReport, bool Refuses, int LetsBefore);

/// <param name="Contexts">The branches of its context: where each may match, and the names that a document must have for it.</param>
/// <param name="Lacks">Abstract rules that it extends and that are in no file.</param>
internal sealed record SchematronRule(
    IReadOnlyList<(string Select, IReadOnlyList<string> Names)> Contexts, IReadOnlyList<SchematronLet> Lets,
    IReadOnlyList<SchematronAssertion> Asserts, IReadOnlyList<string> Lacks);

/// <param name="Lacks">The abstract pattern that it is one of and that is in no file; null when there is none or it is known.</param>
internal sealed record SchematronPattern(
    string Id, IReadOnlyList<SchematronLet> Lets, IReadOnlyList<SchematronRule> Rules, string? Lacks);
