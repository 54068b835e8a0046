using System.Globalization;
using System.Text.Json;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;

namespace Carnet.Server.Cli;

/// <summary>One line of a desk's list of openings; whatever stands there, it is an opening or a failure.</summary>
internal static class OpeningLine
{
    public static Failure NotAnObject { get; } = new(FailureKind.Invalid, "line.not-an-object",
        "Cette ligne n'est pas un objet JSON.");

    public static Outcome<Opening> Read(JsonElement line)
    {
        if (line.ValueKind is not JsonValueKind.Object)
        {
            return NotAnObject;
        }

        if (!Ins.TryCreate(Text(line, "ins"), Text(line, "insOid"), out var ins))
        {
            return RecordFailures.InvalidIns;
        }

        if (!DateOnly.TryParseExact(Text(line, "birthDate"), ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var birth))
        {
            return RecordFailures.TraitMissing("birthDate");
        }

        return new Opening(
            ins,
            new IdentityTraits(
                Text(line, "birthName") ?? "", GivenNames(line), Text(line, "usedName"),
                Text(line, "sex") switch { "M" => Sex.Male, "F" => Sex.Female, _ => Sex.Unknown },
                birth, Text(line, "birthPlace")),
            new Contact(Text(line, "email"), Text(line, "phone"), Address(line)),
            new Consent(Text(line, "consentCollectedBy") ?? "", BreakGlassRefused: false, SamuRefused: false,
                MaskedInEmergency: false),
            OpeningChannel.Desk);
    }

    // A number where a text should be is as good as nothing; the rules then name the field.
    private static string? Text(JsonElement line, string name)
        => line.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value)
        => value.ValueKind is JsonValueKind.String && Safe(value)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The texts of a list; what is no text is left out.</summary>
    public static IReadOnlyList<string> Texts(JsonElement line, string name)
        => line.ValueKind is JsonValueKind.Object && line.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(Text).OfType<string>()]
            : [];

    private static string GivenNames(JsonElement line) => !line.TryGetProperty("givenNames", out var value) ? ""
        : value.ValueKind is JsonValueKind.Array
            ? string.Join(' ', value.EnumerateArray().Select(Text).OfType<string>())
            : Text(value) ?? "";

    // Lines as an array, or one text with line feeds.
    private static string? Address(JsonElement line) => !line.TryGetProperty("address", out var value) ? null
        : value.ValueKind is JsonValueKind.Array
            ? string.Join('\n', value.EnumerateArray().Select(part => Text(part) ?? ""))
            : Text(value);

    // A lone surrogate escape is legal JSON and no text.
    private static string? Safe(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
