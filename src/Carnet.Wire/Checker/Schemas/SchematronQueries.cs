using System.Text;
using System.Xml;
using System.Xml.XPath;
using Wmhelp.XPath2;

namespace Carnet.Wire.Checker.Schemas;

/// <summary>The expressions of one schematron in XPath 2, compiled when first asked for; for one thread at a time.</summary>
internal sealed class SchematronQueries(XmlNamespaceManager namespaces)
{
    // The names of the variables of a schematron never change, so what is compiled for them stays right.
    private readonly Dictionary<string, XPath2Expression?> _compiled = new(StringComparer.Ordinal);

    /// <summary>Of the message that is looked at now: what is compiled is compiled once, and not charged to it.</summary>
    public WorkBudget? Budget { get; set; }

    /// <param name="variable">Value of a variable of the schematron, as this method gave it; null for one of the expression's own.</param>
    /// <exception cref="XPath2Exception">It is not XPath 2, or asks for a function or file that is not there.</exception>
    public object Evaluate(string xpath, XPathNavigator node, Func<string, object?> variable, Func<string, XPathNavigator?> open)
    {
        if (!_compiled.TryGetValue(xpath, out var expression))
        {
            _compiled[xpath] = expression = Budget is { } budget ? budget.Aside(() => Compile(xpath)) : Compile(xpath);
        }

        if (expression is null)
        {
            throw new XPath2Exception("XPST0003", "Not an expression of XPath 2.");
        }

        return SchematronFunctions.With(
            new SchematronFunctions.Scope(node, open, variable), () => Kept(expression.Evaluate(new NodeProvider(node), new Dictionary<XmlQualifiedName, object>())));
    }

    public bool Holds(string xpath, XPathNavigator node, Func<string, object?> variable, Func<string, XPathNavigator?> open)
        => Evaluate($"boolean({xpath}\n)", node, variable, open) is true;

    public string Say(string xpath, XPathNavigator node, Func<string, object?> variable, Func<string, XPathNavigator?> open)
        => string.Join(' ', XPath2NodeIterator.Create(SchematronFunctions.Fresh(Evaluate(xpath, node, variable, open))).ToList().Select(item => item.Value));

    public List<XPathNavigator> Select(string xpath, XPathNavigator node, Func<string, object?> variable, Func<string, XPathNavigator?> open)
        => [.. XPath2NodeIterator.Create(SchematronFunctions.Fresh(Evaluate(xpath, node, variable, open))).ToList().OfType<XPathNavigator>()];

    // An iterator is read while it is evaluated, and its nodes move: what is kept is read to its end.
    private static object Kept(object value) => value is XPath2NodeIterator nodes ? nodes.ToList() : value;

    private XPath2Expression? Compile(string xpath)
    {
        try
        {
            return XPath2Expression.Compile(SatisfiedAsBoolean(VariablesAsCalls(xpath)), namespaces);
        }
        catch (Exception cause) when (SchematronFaults.IsOfAnExpression(cause))
        {
            return null;
        }
    }

    // The library casts what a quantified expression asks for to a boolean, where the standard takes its effective value (XPath 2.0, 3.9):
    // "satisfies EXPR" is written "satisfies boolean(EXPR)".
    private static string SatisfiedAsBoolean(string xpath)
    {
        const string Keyword = "satisfies";
        for (var at = xpath.LastIndexOf(Keyword, StringComparison.Ordinal); at >= 0;
            at = at == 0 ? -1 : xpath.LastIndexOf(Keyword, at - 1, StringComparison.Ordinal))
        {
            var from = at + Keyword.Length;
            if (IsWord(xpath, at, Keyword) && !IsQuoted(xpath, at))
            {
                var to = EndOfExpression(xpath, from);
                xpath = $"{xpath[..from]} boolean({xpath[from..to]} ){xpath[to..]}";
            }
        }

        return xpath;
    }

    // A bracket that closes what began before, a comma or a word that goes on with something else.
    private static int EndOfExpression(string xpath, int from) => XPathText.Outside(xpath, from)
        .Where(at => xpath[at] is ')' or ']' or ',' || IsWord(xpath, at, "else") || IsWord(xpath, at, "return"))
        .FirstOrDefault(xpath.Length);

    private static bool IsWord(string xpath, int at, string word)
        => string.CompareOrdinal(xpath, at, word, 0, word.Length) == 0
            && (at == 0 || !IsOfName(xpath[at - 1])) && (at + word.Length >= xpath.Length || !IsOfName(xpath[at + word.Length]));

    private static bool IsOfName(char sign) => char.IsLetterOrDigit(sign) || sign is '_' or '-' or '.' or ':' or '$' or '@' or '/';

    private static bool IsQuoted(string xpath, int at)
    {
        var quote = '\0';
        foreach (var sign in xpath.AsSpan(0, at))
        {
            quote = quote == '\0' ? sign is '\'' or '"' ? sign : '\0' : sign == quote ? '\0' : quote;
        }

        return quote != '\0';
    }

    // The library reads a sequence in a variable once, and finds it empty the second time: a call gives a new one each time. The
    // variables that an expression binds itself stay as they are.
    private static string VariablesAsCalls(string xpath)
    {
        var written = new StringBuilder(xpath.Length + 32);
        var quote = '\0';
        for (var at = 0; at < xpath.Length; at++)
        {
            var sign = xpath[at];
            if (quote != '\0' || sign is '\'' or '"')
            {
                quote = quote == '\0' ? sign : sign == quote ? '\0' : quote;
                written.Append(sign);
            }
            else if (sign == '$' && NameAt(xpath, at + 1) is { Length: > 0 } name && !Binds(xpath, name))
            {
                written.Append(SchematronFunctions.VariableCall).Append("('").Append(name).Append("')");
                at += name.Length;
            }
            else
            {
                written.Append(sign);
            }
        }

        return written.ToString();
    }

    private static string NameAt(string xpath, int from)
    {
        var end = from;
        while (end < xpath.Length && (char.IsLetterOrDigit(xpath[end]) || xpath[end] is '_' or '-' or '.' or ':'))
        {
            end++;
        }

        return xpath[from..end];
    }

    private static bool Binds(string xpath, string name)
    {
        for (var at = xpath.IndexOf('$' + name, StringComparison.Ordinal); at >= 0; at = xpath.IndexOf('$' + name, at + 1, StringComparison.Ordinal))
        {
            var after = xpath.AsSpan(at + 1 + name.Length);
            var bare = after.TrimStart();
            if (bare.Length < after.Length && bare.StartsWith("in") && bare.Length > 2 && !IsOfName(bare[2]))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>How a library that was not written for hostile input complains of an expression or of what it is asked about.</summary>
internal static class SchematronFaults
{
    /// <summary>In any way that it likes; what is ours are the budget, the memory and the wish to stop.</summary>
    public static bool IsOfAnExpression(Exception cause)
        => cause is not (WorkBudgetSpentException or OutOfMemoryException or OperationCanceledException);
}
