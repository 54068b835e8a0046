namespace Carnet.Wire.Xds;

/// <summary>A title or a comment with its language; the first one wins where several are sent.</summary>
/// <param name="Value">At most 1,024 characters.</param>
/// <param name="Lang">BCP 47 tag, e.g. <c>fr-FR</c>; null where the sender gave none.</param>
/// <remarks>Source: OASIS ebRIM 3.0 2.5.</remarks>
public sealed record LocalizedString(string Value, string? Lang = null);
