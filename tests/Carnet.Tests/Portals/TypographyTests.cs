using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Carnet.Server.Platform.Languages;

namespace Carnet.Tests.Portals;

/// <summary>No line of a French page begins with « : », « ; », « ! », « ? » or « » », nor ends with « « ».</summary>
public sealed partial class TypographyTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    [Theory]
    [InlineData("Qui peut lire ?", "Qui peut lire\u00A0?")]
    [InlineData("« Oui » : non ; si !", "«\u00A0Oui\u00A0»\u00A0: non\u00A0; si\u00A0!")]
    [InlineData("12 h 30, 8:30 a:b", "12 h 30, 8:30 a:b")]
    [InlineData(" : ", "\u00A0: ")]
    [InlineData("«", "«")]
    [InlineData("« ", "«\u00A0")]
    [InlineData("", "")]
    public void A_sign_is_kept_at_its_word(string written, string shown) => Assert.Equal(shown, FrenchSpaces.Keep(written));

    [Theory]
    [InlineData("simple")]
    [InlineData("facile")]
    public async Task No_sign_of_a_french_page_can_stand_alone_on_a_line(string manner)
    {
        List<string> loose = [];
        var judged = 0;
        await foreach (var (_, path, html) in PageTable.ReadAsync(town, $"?lecture={manner}&langue=fr"))
        {
            judged++;
            var page = await new HtmlParser().ParseDocumentAsync(html);

            // Not what others wrote: titles, contents, entries; nor what is typed.
            foreach (var foreign in page.QuerySelectorAll(".rows, .entries, article, .document, dl.facts, code, pre, script, style, textarea"))
            {
                foreign.Remove();
            }

            loose.AddRange(page.Body!.Descendants<IText>().Where(text => Loose().IsMatch(text.Text)).Select(text => $"{path}: {text.Text.Trim()}"));
        }

        Assert.True(judged > 60, $"only {judged} pages");
        Assert.True(loose.Count == 0, string.Join('\n', loose.Distinct()));
    }

    [GeneratedRegex(@"[ \n][:;?!»](\s|$)|« ")]
    private static partial Regex Loose();
}
