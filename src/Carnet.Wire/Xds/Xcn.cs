namespace Carnet.Wire.Xds;

/// <summary>A person, patient or system as author:
/// <c>{Id}^NOM^Prénom^^^^^^&amp;{OID}&amp;ISO^{NameType}^^^{IdType}</c>.</summary>
/// <param name="Id">Component 1, e.g. <c>8</c> + RPPS; null where only a name is sent.</param>
/// <param name="FamilyName">Component 2.</param>
/// <param name="GivenName">Component 3.</param>
/// <param name="AssigningAuthorityOid">Component 9, without <c>urn:oid:</c>.</param>
/// <param name="NameType">Component 10: <c>D</c> a person, <c>U</c> a system.</param>
/// <param name="IdType">Component 13: <c>IDNPS</c>, <c>EI</c>, <c>RI</c>, <c>NH</c>.</param>
/// <remarks>Any text parses; what is missing is null. <see cref="Raw"/> takes no part in equality.
/// Source: IHE ITI TF-3 4.2.3.1.6.</remarks>
public sealed record Xcn(
    string? Id, string? FamilyName, string? GivenName, string? AssigningAuthorityOid, string? NameType, string? IdType)
{
    /// <summary>The text as received; null for a value made here.</summary>
    public string? Raw { get; init; }

    public static Xcn Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('^');
        return new(Hl7Components.At(parts, 1), Hl7Components.At(parts, 2), Hl7Components.At(parts, 3),
            Hl7Components.Authority(parts, 9), Hl7Components.At(parts, 10), Hl7Components.At(parts, 13))
        {
            Raw = text,
        };
    }

    public override string ToString()
    {
        var (before, after) = AssigningAuthorityOid is null ? ("", "") : ("&", "&ISO");
        var text = $"{Hl7Components.Escape(Id)}^{Hl7Components.Escape(FamilyName)}^{Hl7Components.Escape(GivenName)}"
            + $"^^^^^^{before}{AssigningAuthorityOid}{after}^{Hl7Components.Escape(NameType)}^^^{Hl7Components.Escape(IdType)}";
        return text.TrimEnd('^');
    }

    public bool Equals(Xcn? other) => other is not null && Id == other.Id && FamilyName == other.FamilyName
        && GivenName == other.GivenName && AssigningAuthorityOid == other.AssigningAuthorityOid
        && NameType == other.NameType && IdType == other.IdType;

    public override int GetHashCode() => HashCode.Combine(Id, FamilyName, GivenName, AssigningAuthorityOid, IdType);
}
