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
    public static string T(string french) => Language.Current.Sentences.GetValueOrDefault(french, french);

    public static string T(string french, params ReadOnlySpan<object?> arguments)
        => string.Format(CultureInfo.InvariantCulture, T(french), arguments);

    /// <summary>The singular for one, else the plural; <c>{0}</c> is the number.</summary>
    public static string Counted(int count, string one, string many) => T(count == 1 ? one : many, count);

    /// <summary>A sentence with links: each <c>[…]</c> leads to the next of the addresses.</summary>
    /// <param name="addresses">Written in our code, never taken from a request.</param>
    public static MarkupString Linked(string french, string[] addresses, params ReadOnlySpan<object?> arguments)
    {
        var html = new StringBuilder();
        var rest = Html.Encode(T(french)).AsSpan();
        foreach (var address in addresses)
        {
            var (open, close) = (rest.IndexOf('['), rest.IndexOf(']'));
            if (open < 0 || close < open)
            {
                throw new FormatException("The sentence has fewer links than addresses.");
            }

            html.Append(rest[..open]).Append("<a href=\"").Append(Html.Encode(address)).Append("\">")
                .Append(rest[(open + 1)..close]).Append("</a>");
            rest = rest[(close + 1)..];
        }

        // Filled in last: what somebody wrote may hold brackets of its own.
        return new MarkupString(string.Format(CultureInfo.InvariantCulture, html.Append(rest).ToString(), Encoded(arguments)));
    }

    private static object?[] Encoded(ReadOnlySpan<object?> arguments)
    {
        var encoded = new object?[arguments.Length];
        for (var i = 0; i < encoded.Length; i++)
        {
            encoded[i] = Html.Encode(Convert.ToString(arguments[i], CultureInfo.InvariantCulture) ?? "");
        }

        return encoded;
    }
}
