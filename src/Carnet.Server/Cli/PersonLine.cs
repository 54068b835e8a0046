using System.Globalization;
using System.Text.Json;
using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Cli;

/// <summary>Somebody who acts for a person, as a line of a desk's list names them.</summary>
internal static class PersonLine
{
    /// <summary>Whatever stands there becomes a draft; the rules then name what is wrong with it.</summary>
    public static RepresentativeDraft Representative(JsonElement line, RepresentativeKind usual, Extent usualExtent) => new(
        OpeningLine.Text(line, "familyName") ?? "", OpeningLine.Text(line, "givenName") ?? "",
        OpeningLine.Text(line, "kind") is { } kind ? KindOf(kind) : usual,
        OpeningLine.Text(line, "extent") is { } extent ? ExtentOf(extent) : usualExtent,
        new Contact(OpeningLine.Text(line, "email"), OpeningLine.Text(line, "phone")),
        First(line, "since"), After(line, "until"), OpeningLine.Text(line, "login"));

    public static RepresentativeKind KindOf(string? text) => text switch
    {
        "parent" => RepresentativeKind.Parent,
        "guardian" => RepresentativeKind.Guardian,
        "caregiver" => RepresentativeKind.Caregiver,
        _ => default,
    };

    /// <summary>Out of the set where it is none of the words; the rules refuse that.</summary>
    public static Extent ExtentOf(string? text) => text switch
    {
        "none" => Extent.None,
        "read" => Extent.Read,
        "add" => Extent.Add,
        "manage" => Extent.Manage,
        "full" => Extent.Full,
        _ => (Extent)(-1),
    };

    /// <summary>The first instant of a day.</summary>
    public static DateTimeOffset? First(JsonElement line, string name) => Day(line, name) is { } day ? FrenchDates.Start(day) : null;

    /// <summary>The end of a day, that day included; a text that is no day has ended long ago, so that the rules refuse it.</summary>
    public static DateTimeOffset? After(JsonElement line, string name) => OpeningLine.Text(line, name) is null ? null
        : Day(line, name) is { } day ? FrenchDates.Start(day.AddDays(1)) : DateTimeOffset.UnixEpoch;

    private static DateOnly? Day(JsonElement line, string name) => DateOnly.TryParseExact(
        OpeningLine.Text(line, name), ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day : null;
}
