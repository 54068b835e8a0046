using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Carnet.Server.Features.Rights;

/// <summary>The pages of a copy: plain, accessible, readable in twenty years without this server.</summary>
internal static class CopyHtml
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly TimeZoneInfo Paris =
        TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var zone) ? zone : TimeZoneInfo.Utc;

    public static string Text(string? text) => text is null ? "" : Encoder.Encode(text);

    public static string Day(DateTimeOffset at)
        => TimeZoneInfo.ConvertTime(at, Paris).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static string Instant(DateTimeOffset at)
        => TimeZoneInfo.ConvertTime(at, Paris).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <param name="body">HTML whose texts are encoded already.</param>
    public static string Page(string title, string body) => $$"""
        <!DOCTYPE html>
        <html lang="fr">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'">
        <title>{{Text(title)}} – Carnet</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
        table { border-collapse: collapse; width: 100%; }
        caption, th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; }
        th, td { border-bottom: 1px solid; }
        dt { font-weight: bold; } dd { margin: 0 0 .6rem; }
        img { max-width: 100%; }
        </style>
        </head>
        <body>
        <main>
        <h1>{{Text(title)}}</h1>
        {{body}}
        </main>
        </body>
        </html>

        """;

    /// <summary>A table with a caption and column heads; cells are HTML already.</summary>
    public static string Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        var html = new StringBuilder($"<table>\n<caption>{Text(caption)}</caption>\n<thead><tr>");
        foreach (var head in heads)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Text(head)}</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var cell in row)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td>{cell}</td>");
            }

            html.Append("</tr>\n");
        }

        return html.Append("</tbody>\n</table>").ToString();
    }

    public static string Facts(params IEnumerable<(string Name, string? Value)> facts)
    {
        var html = new StringBuilder("<dl>\n");
        foreach (var (name, value) in facts.Where(fact => !string.IsNullOrWhiteSpace(fact.Value)))
        {
            html.Append(CultureInfo.InvariantCulture, $"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>\n");
        }

        return html.Append("</dl>").ToString();
    }
}
