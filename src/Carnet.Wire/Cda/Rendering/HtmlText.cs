using System.Text;

namespace Carnet.Wire.Cda.Rendering;

/// <summary>Grows a piece of HTML; text goes in encoded, markup only from our own literals.</summary>
internal sealed class HtmlText(int maxCharacters)
{
    private const int MaxMarks = 2000;

    private readonly StringBuilder _html = new();
    private readonly List<(int Position, string[] References)> _marks = [];

    public int Length => _html.Length;

    public int Marks => _marks.Count;

    /// <summary>Appends markup written in our source, never anything from a document.</summary>
    public HtmlText Raw(string markup)
    {
        Guard(markup.Length);
        _html.Append(markup);
        return this;
    }

    public HtmlText Number(int number)
    {
        _html.Append(number);
        return this;
    }

    public HtmlText Text(ReadOnlySpan<char> text)
    {
        Guard(text.Length);
        foreach (var character in text)
        {
            switch (character)
            {
                case '&': _html.Append("&amp;"); break;
                case '<': _html.Append("&lt;"); break;
                case '>': _html.Append("&gt;"); break;
                case '"': _html.Append("&quot;"); break;
                case '\'': _html.Append("&#39;"); break;
                // Bidirectional overrides can make a dose read backwards; they have no place in French text.
                case >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069': break;
                case < ' ' and not ('\t' or '\n' or '\r'): break;
                default: _html.Append(character); break;
            }
        }

        return this;
    }

    /// <summary>Keeps the place of attachments that may be found later in the document.</summary>
    public void Mark(string[] references)
    {
        _marks.Add((_html.Length, references));
        if (_marks.Count > MaxMarks)
        {
            throw new WireFormatException("cda.render-size", "Le document renvoie à trop d'images pour être affiché.");
        }
    }

    public bool IsBlankSince(int position)
    {
        for (var i = position; i < _html.Length; i++)
        {
            if (!char.IsWhiteSpace(_html[i]))
            {
                return false;
            }
        }

        return true;
    }

    public void CutBack(int position) => _html.Length = position;

    /// <summary>Puts what <paramref name="markup"/> gives at each mark and returns the whole.</summary>
    public string Complete(Func<string[], string> markup)
    {
        if (_marks.Count == 0)
        {
            return _html.ToString();
        }

        var text = _html.ToString();
        var whole = new StringBuilder(text.Length);
        var from = 0;
        foreach (var (position, references) in _marks)
        {
            whole.Append(text, from, position - from).Append(markup(references));
            from = position;
        }

        return whole.Append(text, from, text.Length - from).ToString();
    }

    private void Guard(int more)
    {
        if (_html.Length + more > maxCharacters)
        {
            throw new WireFormatException("cda.render-size", "Le document est trop long pour être affiché.");
        }
    }
}
