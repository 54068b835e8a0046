namespace Carnet.Wire.Xds;

/// <summary>An identifier with its authority: <c>{Id}^^^&amp;{OID}&amp;ISO^{TypeCode}</c>.</summary>
/// <param name="Id">Never empty, HL7 escapes undone.</param>
/// <param name="AssigningAuthorityOid">Without <c>urn:oid:</c>.</param>
/// <param name="TypeCode">Component 5, e.g. <c>NH</c> for an INS.</param>
/// <remarks>
/// Components beyond the fifth are tolerated and live on in <see cref="Raw"/> alone, which takes no part in equality.
/// Source: IHE ITI TF-3 4.2.3.1.7.
/// </remarks>
public sealed record Cx(string Id, string AssigningAuthorityOid, string? TypeCode = null)
{
    /// <summary>The text as received; null for a value made here.</summary>
    public string? Raw { get; init; }

    /// <summary>Parses one value; <c>xds.cx</c> naming <paramref name="element"/> where it has another shape.</summary>
    public static Cx Parse(string text, string element)
        => TryParse(text) ?? throw new WireFormatException("xds.cx",
            $"L'identifiant « {element} » n'a pas la forme ID^^^&OID&ISO^type.");

    /// <summary>Null where identifier or authority is missing or malformed.</summary>
    public static Cx? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('^');
        return Hl7Components.At(parts, 1) is { } id && Hl7Components.Authority(parts, 4) is { } authority
            ? new(id, authority, Hl7Components.At(parts, 5)) { Raw = text }
            : null;
    }

    public override string ToString()
    {
        var text = $"{Hl7Components.Escape(Id)}^^^&{AssigningAuthorityOid}&ISO";
        return TypeCode is null ? text : $"{text}^{Hl7Components.Escape(TypeCode)}";
    }

    public bool Equals(Cx? other) => other is not null && Id == other.Id
        && AssigningAuthorityOid == other.AssigningAuthorityOid && TypeCode == other.TypeCode;

    public override int GetHashCode() => HashCode.Combine(Id, AssigningAuthorityOid, TypeCode);
}
