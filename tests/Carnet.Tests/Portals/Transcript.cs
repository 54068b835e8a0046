using System.Text.RegularExpressions;

namespace Carnet.Tests.Portals;

/// <summary>An answer as text: status, headers and body, with random numbers of a fixed length blotted out.</summary>
internal static partial class Transcript
{
    public static async Task<string> OfAsync(HttpResponseMessage answer)
    {
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not "Date")
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal);
        var text = $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{await answer.Content.ReadAsStringAsync()}";
        return Secret().Replace(text, match => new string('x', match.Length));
    }

    [GeneratedRegex("[A-Za-z0-9_-]{43,}")]
    private static partial Regex Secret();
}
