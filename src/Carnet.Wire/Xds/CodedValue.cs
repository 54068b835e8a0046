namespace Carnet.Wire.Xds;

/// <summary>A code of a value set, as XDS metadata carry it.</summary>
/// <param name="Code">At most 256 characters.</param>
/// <param name="CodingScheme">An OID without <c>urn:oid:</c>, or a name such as <c>URN</c> or <c>ASTM</c>.</param>
/// <param name="DisplayName">The sender's label; a reader trusts its own value set instead.</param>
/// <remarks>Source: IHE ITI TF-3 4.2.3.1.2.</remarks>
public sealed record CodedValue(string Code, string CodingScheme, string? DisplayName = null);
