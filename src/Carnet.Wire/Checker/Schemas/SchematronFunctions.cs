using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.XPath;
using Wmhelp.XPath2;

namespace Carnet.Wire.Checker.Schemas;

/// <summary>
/// The functions of XSLT that rules may call, and those of XPath 2 that must end in time: value sets are read in the operator's
/// folder alone, and a pattern is tried for a fraction of a second. Source: W3C xpath-functions 7.6, 15.5.4; W3C xslt20 16.1.
/// </summary>
internal static class SchematronFunctions
{
    private const string Space = "http://www.w3.org/2003/11/xpath-functions";
    private const int MostPatterns = 1_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);
    private static readonly ConcurrentDictionary<(string, string), Regex> Patterns = new();
    private static readonly Lock Once = new();
    private static bool _ready;

    // The library calls its functions without a word about who asks; one evaluation never leaves its thread.
    [ThreadStatic]
    private static Scope? _scope;

    /// <summary>What the functions of one evaluation are about.</summary>
    public sealed record Scope(XPathNavigator Node, Func<string, XPathNavigator?> Open, Func<string, object?> Variable);

    /// <summary>The function that says a variable of the schematron.</summary>
    public const string VariableCall = "schematron-let";

    /// <summary>A value to be read once more, however often it was read: a sequence is kept as a list.</summary>
    public static object Fresh(object value) => value is List<XPathItem> items ? new NodeIterator(items.Select(item => item is XPathNavigator node ? node.Clone() : item)) : value;

    /// <summary>Makes the functions known to the library, whose table is one for the whole process.</summary>
    public static void Register()
    {
        lock (Once)
        {
            if (_ready)
            {
                return;
            }

            foreach (var name in (string[])["document", "doc"])
            {
                Add(name, 1, XPath2ResultType.NodeSet, (context, args) => Document(Text(context, args[0])));
            }

            Add("doc-available", 1, XPath2ResultType.Boolean, (context, args) => CoreFuncs.BooleanValue(_scope!.Open(Text(context, args[0])) is not null));
            Add(VariableCall, 1, XPath2ResultType.Any, (context, args) => Fresh(_scope!.Variable(Text(context, args[0]))
                ?? throw new XPath2Exception("XPST0008", "No such variable.")));
            Add("current", 0, XPath2ResultType.NodeSet, (_, _) => _scope!.Node.Clone());
            // The library's own does not take an attribute for its text.
            Add("resolve-QName", 2, XPath2ResultType.QName, (context, args) => CoreFuncs.Atomize(args[0]) == Undefined.Value
                ? Undefined.Value
                : ExtFuncs.ResolveQName(context, Text(context, args[0]), CoreFuncs.NodeValue(args[1])!));
            foreach (var flags in (int[])[0, 1])
            {
                Add("matches", 2 + flags, XPath2ResultType.Boolean, (context, args)
                    => CoreFuncs.BooleanValue(Pattern(context, args, 1, 2).IsMatch(Text(context, args[0]))));
                Add("replace", 3 + flags, XPath2ResultType.String, (context, args)
                    => NotEmpty(Pattern(context, args, 1, 3)).Replace(Text(context, args[0]), Replacement(Text(context, args[2]))));
                Add("tokenize", 2 + flags, XPath2ResultType.NodeSet, (context, args)
                    => new NodeIterator(Tokens(Text(context, args[0]), NotEmpty(Pattern(context, args, 1, 2)))));
            }

            _ready = true;
        }
    }

    /// <summary>Runs one evaluation with the functions about its node.</summary>
    public static T With<T>(Scope scope, Func<T> evaluate)
    {
        var before = _scope;
        _scope = scope;
        try
        {
            return evaluate();
        }
        finally
        {
            _scope = before;
        }
    }

    private static void Add(string name, int arity, XPath2ResultType type, Func<XPath2Context, object[], object> value)
        => FunctionTable.Inst.Add(Space, name, arity, type, (context, _, args) => value(context, args));

    private static XPathNavigator Document(string name)
        => _scope!.Open(name) ?? throw new XPath2Exception("FODC0002", $"« {name} » manque dans le dossier des schémas.");

    private static string Text(XPath2Context context, object argument)
        => CoreFuncs.CastToStringOptional(context, argument) as string ?? "";

    private static Regex Pattern(XPath2Context context, object[] args, int pattern, int flags)
    {
        var key = (Text(context, args[pattern]), args.Length > flags ? Text(context, args[flags]) : "");
        if (Patterns.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Patterns.Count >= MostPatterns)
        {
            Patterns.Clear();
        }

        return Patterns[key] = new Regex(Translated(key.Item1), Options(key.Item2), Longest);
    }

    private static Regex NotEmpty(Regex pattern)
        => pattern.IsMatch("") ? throw new XPath2Exception("FORX0003", "A pattern that fits the empty text.") : pattern;

    private static RegexOptions Options(string flags) => flags.Aggregate(RegexOptions.CultureInvariant, (options, flag) => options | flag switch
    {
        's' => RegexOptions.Singleline,
        'm' => RegexOptions.Multiline,
        'i' => RegexOptions.IgnoreCase,
        'x' => RegexOptions.IgnorePatternWhitespace,
        _ => throw new XPath2Exception("FORX0001", "A flag that patterns do not have."),
    });

    // Where the patterns of XML Schema and of .NET differ: the end is the very end, and names have classes of their own.
    private static string Translated(string pattern)
    {
        var (written, inClass) = (new StringBuilder(pattern.Length + 8), 0);
        for (var at = 0; at < pattern.Length; at++)
        {
            var sign = pattern[at];
            if (sign == '\\' && at + 1 < pattern.Length)
            {
                at++;
                written.Append((pattern[at], inClass > 0) switch
                {
                    ('i', false) => @"[\p{L}_:]",
                    ('i', true) => @"\p{L}_:",
                    ('c', false) => @"[\p{L}\p{Nd}\p{M}._:\-\u00B7]",
                    ('c', true) => @"\p{L}\p{Nd}\p{M}._:\-\u00B7",
                    ('I', false) => @"[^\p{L}_:]",
                    ('C', false) => @"[^\p{L}\p{Nd}\p{M}._:\-\u00B7]",
                    _ => $"\\{pattern[at]}",
                });
                continue;
            }

            inClass += sign switch
            {
                '[' => 1,
                ']' when inClass > 0 => -1,
                _ => 0,
            };
            written.Append(sign == '$' && inClass == 0 ? @"\z" : sign.ToString());
        }

        return written.ToString();
    }

    // "\$" is a dollar and "$1" a group in XPath; .NET writes "$$" and "${1}".
    private static string Replacement(string text)
    {
        var written = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
                written.Append(text[at] == '$' ? "$$" : text[at].ToString());
            }
            else if (text[at] == '$' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))
            {
                at++;
                written.Append("${").Append(text[at]).Append('}');
            }
            else
            {
                written.Append(text[at]);
            }
        }

        return written.ToString();
    }

    private static IEnumerable<XPathItem> Tokens(string text, Regex between)
    {
        if (text.Length == 0)
        {
            yield break;
        }

        var from = 0;
        foreach (Match match in between.Matches(text))
        {
            yield return new XPath2Item(text[from..match.Index]);
            from = match.Index + match.Length;
        }

        yield return new XPath2Item(text[from..]);
    }
}
