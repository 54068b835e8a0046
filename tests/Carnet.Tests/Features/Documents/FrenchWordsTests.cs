using Carnet.Server.Features.Documents.Searching;

namespace Carnet.Tests.Features.Documents;

/// <summary>French words as they are compared in a search.</summary>
public sealed class FrenchWordsTests
{
    [Theory]
    [InlineData("Bilan hépatique", "hepatiques")]
    [InlineData("des signes vitaux", "vital")]
    [InlineData("Opérée en mai", "opéré")]
    [InlineData("l’œdème", "oedemes")]
    [InlineData("Examens biologiques", "examen biologique")]
    [InlineData("Radiographie", "radio")]
    [InlineData("normale", "normaux")]
    public void A_word_finds_its_forms(string text, string asked)
        => Assert.True(new SearchableText("", text).Score(FrenchWords.Asked(asked)) > 0);

    [Theory]
    [InlineData("Bilan hépatique", "hépatite")]
    [InlineData("pas de fièvre", "fievreux")]
    [InlineData("os", "ose")]
    public void A_word_does_not_find_another(string text, string asked)
        => Assert.Equal(0, new SearchableText("", text).Score(FrenchWords.Asked(asked)));

    [Fact]
    public void Small_words_count_only_alone()
    {
        Assert.Single(FrenchWords.Asked("la vitamine D"));
        Assert.Equal(2, FrenchWords.Asked("à la").Count);
        Assert.Empty(FrenchWords.Asked(" ’ — "));
    }

    [Fact]
    public void The_excerpt_is_the_text_itself_with_the_hits_marked()
    {
        var text = string.Join(' ', Enumerable.Repeat("Rien à signaler.", 30)) + " Le diabète est équilibré, HbA1c à 6,9 %. " + new string('x', 400);
        var pieces = new SearchableText("Titre", text).Excerpt(FrenchWords.Asked("diabete equilibre"))!;
        Assert.Equal(["diabète", "équilibré"], pieces.Where(piece => piece.IsHit).Select(piece => piece.Text));
        Assert.Contains(string.Concat(pieces.Select(piece => piece.Text)).Trim(' ', '…'), text, StringComparison.Ordinal);
        Assert.InRange(pieces.Sum(piece => piece.Text.Length), 20, 260);
        Assert.Null(new SearchableText("diabète", "rien").Excerpt(FrenchWords.Asked("diabète")));
    }

    [Fact]
    public void A_title_weighs_more_than_a_content()
        => Assert.True(new SearchableText("Vaccin", "").Score(FrenchWords.Asked("vaccin"))
            > new SearchableText("Lettre", "vaccin vaccin").Score(FrenchWords.Asked("vaccin")));

    [Fact]
    public void Letters_that_become_two_or_none_move_no_mark()
    {
        var text = "Cœur et œdème : l’œ́dème décroît, le cœur va.";
        var pieces = new SearchableText("", text).Excerpt(FrenchWords.Asked("decroit coeur"))!;
        Assert.Equal(["Cœur", "décroît", "cœur"], pieces.Where(piece => piece.IsHit).Select(piece => piece.Text));
        Assert.Equal(text[..^1], string.Concat(pieces.Select(piece => piece.Text)).Replace(" …", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_words_that_find_the_same_mark_it_once()
    {
        var pieces = new SearchableText("", "Radiographie du thorax").Excerpt(FrenchWords.Asked("radio radiographie"))!;
        Assert.Equal(["Radiographie", " du thorax"], pieces.Select(piece => piece.Text));
    }

    [Fact]
    public void Words_are_found_as_if_each_of_the_text_were_compared()
    {
        string[] forms = ["vital", "vitaux", "vitale", "vitales", "mal", "maux", "mals", "annuel", "annuelle", "os", "ose", "D", "d3",
            "opéré", "opérées", "radio", "radiographie", "12", "12s", "aux", "noyaux", "noyau", "l", "œdème", "oedemes", "a"];
        foreach (var asked in forms)
        {
            foreach (var one in forms)
            {
                var (sought, word) = (FrenchWords.Asked(asked)[0], FrenchWords.Asked(one)[0]);
                var fits = word.Stem == sought.Stem
                    || (sought.Folded.Length >= 4 && word.Folded.StartsWith(sought.Folded, StringComparison.Ordinal));
                Assert.True(fits == new SearchableText("", $"xx-{one}, y").Score([sought]) > 0, $"{asked} in {one}");
            }
        }
    }
}
