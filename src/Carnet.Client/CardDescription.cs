using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carnet.Client;

/// <summary>Whom a test card names: what its <c>card.json</c> says.</summary>
public sealed record CardDescription
{
    public required CardKind Kind { get; init; }

    /// <summary>Name of its folder.</summary>
    public string Slug { get; init; } = "";

    /// <summary>PS_IdNat of a person, Struct_IdNat of a structure.</summary>
    public required string IdNat { get; init; }

    /// <summary>Eleven digits; empty without one.</summary>
    public string Rpps { get; init; } = "";

    public required string FamilyName { get; init; }

    public required string GivenName { get; init; }

    /// <summary>TRE_G15; empty without one.</summary>
    public required string Profession { get; init; }

    /// <summary>TRE_R38; empty without one.</summary>
    public required string Specialty { get; init; }

    public required CardStructure Structure { get; init; }

    /// <exception cref="JsonException">It is no description of a card.</exception>
    public static CardDescription Read(ReadOnlySpan<byte> json)
        => JsonSerializer.Deserialize(json, CardJson.Readable.CardDescription) ?? throw new JsonException();

    /// <summary>UTF-8, indented.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, CardJson.Readable.CardDescription);
}

/// <summary>The place of work that a test card names.</summary>
public sealed record CardStructure
{
    public string Slug { get; init; } = "";

    public string Finess { get; init; } = "";

    /// <summary>Struct_IdNat.</summary>
    public required string Idnst { get; init; }

    public required string Name { get; init; }

    /// <summary>hospital, practice, pharmacy, laboratory, ehpad, samu or insurer.</summary>
    public string Kind { get; init; } = "";

    /// <summary>TRE_R02.</summary>
    public required string Sector { get; init; }
}

// Made when compiling: an application that is trimmed or compiled ahead of time has no reflection for it.
[JsonSerializable(typeof(CardDescription))]
internal sealed partial class CardJson : JsonSerializerContext
{
    public static CardJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    });
}
