using System.Text.RegularExpressions;

namespace Carnet.Browser.Tests.Journeys;

/// <summary>The table of routes of the house, tests/routes.txt.</summary>
internal static partial class Routes
{
    private static readonly (string Route, string Knock)[] Pages =
    [
        .. File.ReadLines(Path.Combine(DemoTownServer.Repository, "tests", "routes.txt"))
            .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells is [['G', 'E', 'T', ' ', ..], _])
            .Select(cells => (cells[0]["GET ".Length..], cells[1])),
    ];

    /// <summary>Pages that such a caller may open; what is fetched and not shown as a page of ours stays out.</summary>
    public static IEnumerable<string> OpenTo(string knock) => Pages.Where(one => one.Knock == knock).Select(one => one.Route)
        .Where(path => !Path.HasExtension(path) && !path.EndsWith("/preuve", StringComparison.Ordinal) && !path.EndsWith("/original", StringComparison.Ordinal)
            && !path.EndsWith("/contenu", StringComparison.Ordinal) && !path.Contains("/image/", StringComparison.Ordinal));

    /// <summary>The route of an address.</summary>
    public static string Of(string path)
        => Pages.FirstOrDefault(one => Regex.IsMatch(path, $"^{Hole().Replace(one.Route, "[^/]+")}$")).Route
            ?? throw new InvalidOperationException($"{path} is no route.");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();
}
