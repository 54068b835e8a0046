using Carnet.Domain.Notices;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Portals.Patient;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace Carnet.Server.Portals.Shared;

/// <summary>In which language, and how, somebody wants to read; asked by a link on every page, kept by their browser.</summary>
/// <remarks>
/// A link names the page itself with <c>langue</c> or <c>lecture</c> added, so no address to return to is ever taken from a
/// request. Of somebody who has come in the server notes the language, for their messages, and never the manner: who needs
/// easy words is nobody's business.
/// </remarks>
internal static class ReadingChoice
{
    public const string LanguageField = "langue";
    public const string MannerField = "lecture";
    public const string EasyValue = "facile";
    public const string PlainValue = "simple";

    private const string LanguageCookie = "carnet-langue";
    private const string MannerCookie = "carnet-lecture";
    private const string ProfessionalCookie = "carnet-langue-pro";
    private const string English = "en";
    private const string French = "fr";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>What this request asks for, else what the browser kept, else what it prefers; French where nothing is said.</summary>
    public static Language Of(HttpContext context)
    {
        var code = Asked(context, LanguageField, LanguageCookie, French, English, Kept) ?? Preferred(context.Request);
        var manner = Asked(context, MannerField, MannerCookie, PlainValue, EasyValue, Kept);
        return Language.Of(code == English, manner == EasyValue);
    }

    /// <summary>The same at the door with cards, where there is no easy reading.</summary>
    /// <remarks>
    /// A workstation there serves many: the choice goes when its browser is closed. Cookies do not know ports, so it has a name of
    /// its own: neither door changes what the other one speaks.
    /// </remarks>
    public static Language OfProfessional(HttpContext context)
    {
        var code = Asked(context, LanguageField, ProfessionalCookie, French, English, kept: null) ?? Preferred(context.Request);
        return Language.Of(code == English, easy: false);
    }

    /// <summary>The language that somebody chose by a link of ours in this very request; null for every other request.</summary>
    /// <remarks>
    /// A link elsewhere must not change in which language a person is warned: only a browser that says that the link stood on
    /// one of our pages is believed. Source: W3C Fetch Metadata.
    /// </remarks>
    public static MessageLanguage? AskedHere(HttpContext context)
        => HttpMethods.IsGet(context.Request.Method) && context.Request.Headers["Sec-Fetch-Site"] == "same-origin"
            ? context.Request.Query[LanguageField].ToString() switch
            {
                French => MessageLanguage.French,
                English => MessageLanguage.English,
                _ => null,
            }
            : null;

    /// <summary>The page of this request, with another choice.</summary>
    public static string Href(HttpContext context, string field, string value)
    {
        var kept = context.Request.Query
            .Where(one => one.Key is not (LanguageField or MannerField))
            .Append(new KeyValuePair<string, StringValues>(field, value));
        return new QueryBuilder(kept).ToQueryString().Value!;
    }

    // Kept until the browser is closed where no time is given.
    private static string? Asked(HttpContext context, string field, string cookie, string first, string second, TimeSpan? kept)
    {
        var name = SessionCookie.Name(context, cookie);
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Query[field].ToString() is var wanted
            && (wanted == first || wanted == second))
        {
            context.Response.Cookies.Append(name, wanted, new CookieOptions
            {
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = kept,
            });
            return wanted;
        }

        return context.Request.Cookies[name] is { } before && (before == first || before == second) ? before : null;
    }

    // Whoever has English before French in their browser, or French not at all but English.
    private static string Preferred(HttpRequest request)
    {
        if (request.Headers.AcceptLanguage.Count == 0)
        {
            return French;
        }

        var known = request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Length < 2 ? "" : language.Value.Substring(0, 2).ToLowerInvariant())
            .FirstOrDefault(language => language is French or English);
        return known ?? French;
    }
}
