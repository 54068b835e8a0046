namespace Carnet.Wire.Cda;

/// <summary>Something in a header that the minimal structure does not allow.</summary>
/// <param name="Code">Dotted and stable, e.g. <c>cda.author</c>.</param>
/// <param name="Message">A French sentence that names the element and repeats nothing of its content.</param>
/// <param name="XPath">Where it is, or where it should be.</param>
/// <param name="Refuses">Whether the document must be refused; else it is a remark.</param>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaDefect(string Code, string Message, string XPath, bool Refuses);
