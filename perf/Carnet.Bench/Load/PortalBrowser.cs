using System.Net;
using System.Text.RegularExpressions;

namespace Carnet.Bench.Load;

/// <summary>A browser without a window: keeps cookies, reads forms, follows nothing by itself.</summary>
internal sealed partial class PortalBrowser(Uri portals) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = portals,
    };

    public async Task<string> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        Require(answer.StatusCode is HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<string> PostAsync(string path, Dictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), form);
        Require(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>What the form with this action sends along of itself.</summary>
    public static Dictionary<string, string> Hidden(string page, string action)
    {
        var form = Form().Matches(page).First(one => one.Value.Contains($"action=\"{action}\"", StringComparison.Ordinal)).Value;
        return HiddenField().Matches(form).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
    }

    public void Dispose() => _http.Dispose();

    private static void Require(bool right, HttpStatusCode status)
    {
        if (!right)
        {
            throw new InvalidOperationException($"A page was answered with {(int)status}.");
        }
    }

    [GeneratedRegex("<form[^>]*>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
