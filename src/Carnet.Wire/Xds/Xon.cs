namespace Carnet.Wire.Xds;

/// <summary>An institution: <c>NOM^^^^^&amp;{OID}&amp;ISO^{IdType}^^^{Id}</c>.</summary>
/// <param name="Name">Component 1.</param>
/// <param name="AssigningAuthorityOid">Component 6, without <c>urn:oid:</c>.</param>
/// <param name="IdType">Component 7: <c>IDNST</c> or <c>SIREN</c>.</param>
/// <param name="Id">Component 10, e.g. <c>1</c> + FINESS.</param>
/// <remarks>
/// Any text parses; what is missing is null. An OID in component 10 (its first writing by IHE) is kept as identifier.
/// <see cref="Raw"/> takes no part in equality. Source: IHE ITI TF-3 4.2.3.1.3.
/// </remarks>
public sealed record Xon(string? Name, string? AssigningAuthorityOid, string? IdType, string? Id)
{
    /// <summary>The text as received; null for a value made here.</summary>
    public string? Raw { get; init; }

    public static Xon Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('^');
        return new(Hl7Components.At(parts, 1), Hl7Components.Authority(parts, 6), Hl7Components.At(parts, 7),
            Hl7Components.At(parts, 10))
        {
            Raw = text,
        };
    }

    public override string ToString()
    {
        var (before, after) = AssigningAuthorityOid is null ? ("", "") : ("&", "&ISO");
        var text = $"{Hl7Components.Escape(Name)}^^^^^{before}{AssigningAuthorityOid}{after}^{Hl7Components.Escape(IdType)}"
            + $"^^^{Hl7Components.Escape(Id)}";
        return text.TrimEnd('^');
    }

    public bool Equals(Xon? other) => other is not null && Name == other.Name && Id == other.Id
        && AssigningAuthorityOid == other.AssigningAuthorityOid && IdType == other.IdType;

    public override int GetHashCode() => HashCode.Combine(Name, AssigningAuthorityOid, IdType, Id);
}
