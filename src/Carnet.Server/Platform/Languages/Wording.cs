using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Carnet.Server.Platform.Languages;

/// <summary>Says a French sentence of the source in the language of the request.</summary>
/// <remarks>Holes are numbered, <c>{0}</c>, so that another language may order them its own way.</remarks>
internal static class Wording
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The sentence; itself where the language has nothing else for it.</summary>
    public static string T(string french)
    {
        var said = Language.Current.Say(french);
        return Language.Current.IsEnglish ? said : FrenchSpaces.Keep(said);
    }

    public static string T(string french, params ReadOnlySpan<object?> arguments)
        => string.Format(CultureInfo.InvariantCulture, T(french), arguments);

    /// <summary>The singular for one, else the plural; <c>{0}</c> is the number.</summary>
    public static string Counted(int count, string one, string many) => T(count == 1 ? one : many, count);

    /// <summary>With a capital, as it begins a line.</summary>
    public static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>A sentence with links, each <c>[…]</c> to the next of the addresses, and with <c>`…`</c> for what is typed.</summary>
    /// <param name="addresses">Written in our code, never taken from a request.</param>
    /// <param name="arguments">Encoded, but for what is markup of ours already.</param>
    public static MarkupString Rich(string french, string[] addresses, params ReadOnlySpan<object?> arguments)
    {
        var html = new StringBuilder();
        var (link, typed) = (0, false);
        foreach (var sign in Html.Encode(T(french)).Replace("&#x60;", "`", StringComparison.Ordinal))
        {
            _ = sign switch
            {
                '[' => html.Append("<a href=\"").Append(Html.Encode(addresses[link++])).Append("\">"),
                ']' => html.Append("</a>"),
                '`' => html.Append((typed = !typed) ? "<code>" : "</code>"),
                _ => html.Append(sign),
            };
        }

        // Filled in last: what somebody wrote may hold such signs of its own.
        return new MarkupString(string.Format(CultureInfo.InvariantCulture, html.ToString(), Encoded(arguments)));
    }

    private static object?[] Encoded(ReadOnlySpan<object?> arguments)
    {
        var encoded = new object?[arguments.Length];
        for (var i = 0; i < encoded.Length; i++)
        {
            encoded[i] = arguments[i] is MarkupString markup ? markup.Value
                : Html.Encode(Convert.ToString(arguments[i], CultureInfo.InvariantCulture) ?? "");
        }

        return encoded;
    }
}
