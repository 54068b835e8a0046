using System.Text;
using System.Xml.XPath;

namespace Carnet.Wire.Checker.Schemas;

/// <summary>One schematron with what it includes, ready to be held against documents.</summary>
/// <remarks>
/// Rules, abstract rules and patterns, includes, variables, phases and the value sets that <c>document()</c> looks up are
/// read as the standard says, with XPath 1.0 and a few functions of XPath 2 that French rules use. An assertion that asks
/// for more is not looked at and counted as such; it never passes for a success. Source: ISO/IEC 19757-3.
/// </remarks>
internal sealed class Schematron
{
    private const string Iso = "http://purl.oclc.org/dsdl/schematron";
    private const int DeepestInclude = 8;

    private readonly SchematronContext _context;
    private readonly IReadOnlyList<Pattern> _patterns;

    private Schematron(SchematronContext context, IReadOnlyList<Pattern> patterns) => (_context, _patterns) = (context, patterns);

    /// <summary>What one document was found to be.</summary>
    public sealed record Answer(IReadOnlyList<SchemaFinding> Findings, int Asserted, int Beyond);

    public static Schematron Load(SchemaFiles files, string entry)
    {
        try
        {
            var (tree, path) = files.Navigate(entry, "");
            var schema = tree.SelectSingleNode("/*");
            if (schema is not { LocalName: "schema", NamespaceURI: Iso })
            {
                throw new WireFormatException("schema.compile", $"« {entry} » n'est pas un schématron (ISO 19757-3).");
            }

            var loader = new Loader(files, new SchematronContext(files));
            loader.Read(schema, path, 0, null);
            return loader.Build(schema.GetAttribute("defaultPhase", ""), entry);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new WireFormatException("schema.compile", $"Le schématron « {entry} » ne se lit pas : un fichier qu'il inclut manque.", cause);
        }
    }

    public Answer Check(XPathNavigator document, int most)
    {
        List<SchemaFinding> findings = [];
        var (asserted, beyond) = (0, 0);
        foreach (var pattern in _patterns)
        {
            // A node is judged by the first rule of the pattern whose context it fits.
            HashSet<XPathNavigator> judged = new(SamePlace.Comparer);
            foreach (var rule in pattern.Rules)
            {
                if (Compile(rule.Select) is not { } select || Nodes(document, select, pattern) is not { } nodes)
                {
                    beyond += rule.Asserts.Count;
                    continue;
                }

                foreach (var node in nodes.Where(judged.Add))
                {
                    foreach (var assertion in rule.Asserts)
                    {
                        switch (Holds(node, assertion, rule, pattern))
                        {
                            case null:
                                beyond++;
                                break;
                            case false when findings.Count < most:
                                findings.Add(new SchemaFinding("", CheckedPlace.LineOf(node), CheckedPlace.PathOf(node), assertion.Message, assertion.Refuses));
                                asserted++;
                                break;
                            default:
                                asserted++;
                                break;
                        }
                    }
                }
            }
        }

        return new Answer(findings, asserted, beyond);
    }

    private List<XPathNavigator>? Nodes(XPathNavigator document, XPathExpression select, Pattern pattern)
    {
        try
        {
            _context.Enter(document, [.. pattern.Lets]);
            return [.. document.Select(select).Cast<XPathNavigator>().Select(node => node.Clone())];
        }
        catch (Exception cause) when (cause is XPathException or WireFormatException or ArgumentException)
        {
            return null;
        }
    }

    private bool? Holds(XPathNavigator node, Assertion assertion, Rule rule, Pattern pattern)
    {
        if (Compile($"boolean({assertion.Test})") is not { } test)
        {
            return null;
        }

        try
        {
            _context.Enter(node, [.. pattern.Lets, .. rule.Lets]);
            return (bool)node.Evaluate(test) != assertion.IsReport;
        }
        catch (Exception cause) when (cause is XPathException or WireFormatException or ArgumentException or InvalidCastException)
        {
            return null;
        }
    }

    private XPathExpression? Compile(string xpath)
    {
        try
        {
            var expression = XPathExpression.Compile(xpath);
            expression.SetContext(_context);
            return expression;
        }
        catch (Exception cause) when (cause is XPathException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Two navigators are one node when they stand at one place.</summary>
    private sealed class SamePlace : IEqualityComparer<XPathNavigator>
    {
        public static SamePlace Comparer { get; } = new();

        public bool Equals(XPathNavigator? x, XPathNavigator? y) => XPathNavigator.NavigatorComparer.Equals(x, y);

        public int GetHashCode(XPathNavigator obj) => XPathNavigator.NavigatorComparer.GetHashCode(obj);
    }

    /// <param name="Test">XPath that must hold, or must not in a report.</param>
    private sealed record Assertion(string Test, string Message, bool IsReport, bool Refuses);

    private sealed record Rule(string Select, IReadOnlyList<(string, string)> Lets, IReadOnlyList<Assertion> Asserts);

    private sealed record Pattern(string Id, IReadOnlyList<(string, string)> Lets, IReadOnlyList<Rule> Rules);

    /// <summary>Gathers the parts of a schematron over all its files.</summary>
    private sealed class Loader(SchemaFiles files, SchematronContext context)
    {
        private readonly List<(string, string)> _lets = [];
        private readonly List<XPathNavigator> _patterns = [];
        private readonly Dictionary<string, XPathNavigator> _abstract = new(StringComparer.Ordinal);
        private readonly Dictionary<string, HashSet<string>> _phases = new(StringComparer.Ordinal);
        private readonly Dictionary<XPathNavigator, List<XPathNavigator>> _rulesOf = new(SamePlace.Comparer);

        public void Read(XPathNavigator parent, string path, int depth, XPathNavigator? pattern)
        {
            foreach (var child in Children(parent))
            {
                switch (child.LocalName)
                {
                    case "include" when depth < DeepestInclude:
                        var (tree, at) = files.Navigate(child.GetAttribute("href", ""), path);
                        Take(tree.SelectSingleNode("/*")!, at, depth + 1, pattern);
                        break;
                    default:
                        Take(child, path, depth, pattern);
                        break;
                }
            }
        }

        public Schematron Build(string phase, string entry)
        {
            context.Lets = _lets;
            var active = phase.Length > 0 && phase != "#ALL" && _phases.TryGetValue(phase, out var chosen) ? chosen : null;
            List<Pattern> patterns =
            [
                .. _patterns.Where(pattern => pattern.GetAttribute("abstract", "") != "true")
                    .Where(pattern => active is null || active.Contains(pattern.GetAttribute("id", ""))).Select(Resolve),
            ];
            return patterns.Exists(pattern => pattern.Rules.Count > 0)
                ? new Schematron(context, patterns)
                : throw new WireFormatException("schema.compile", $"Le schématron « {entry} » n'a aucune règle, et ne vérifierait rien.");
        }

        private void Take(XPathNavigator element, string path, int depth, XPathNavigator? pattern)
        {
            switch (element.LocalName)
            {
                case "schema":
                    Read(element, path, depth, pattern);
                    break;
                case "ns":
                    context.AddNamespace(element.GetAttribute("prefix", ""), element.GetAttribute("uri", ""));
                    break;
                case "let" when pattern is null:
                    _lets.Add(Let(element));
                    break;
                case "phase":
                    _phases[element.GetAttribute("id", "")] =
                        [.. Children(element).Where(child => child.LocalName == "active").Select(child => child.GetAttribute("pattern", ""))];
                    break;
                case "pattern":
                    _patterns.Add(element);
                    _rulesOf[element] = [];
                    Named(element);
                    Read(element, path, depth, element);
                    break;
                case "rule" when pattern is not null:
                    _rulesOf[pattern].Add(element);
                    Named(element);
                    break;
            }
        }

        private void Named(XPathNavigator element)
        {
            if (element.GetAttribute("abstract", "") == "true" && element.GetAttribute("id", "") is { Length: > 0 } id)
            {
                _abstract[$"{element.LocalName}/{id}"] = element;
            }
        }

        // A pattern that is one of an abstract pattern is the same with its parameters written in.
        private Pattern Resolve(XPathNavigator pattern)
        {
            var like = pattern.GetAttribute("is-a", "");
            var body = like.Length > 0 && _abstract.TryGetValue($"pattern/{like}", out var known) ? known : pattern;
            var parameters = Children(pattern).Where(child => child.LocalName == "param")
                .Select(child => ("$" + child.GetAttribute("name", ""), child.GetAttribute("value", "")))
                .OrderByDescending(one => one.Item1.Length).ToList();
            return new Pattern(
                pattern.GetAttribute("id", ""),
                [.. Children(body).Where(child => child.LocalName == "let").Select(Let).Select(let => (let.Item1, Filled(let.Item2)))],
                [
                    .. _rulesOf.GetValueOrDefault(body, []).Where(rule => rule.GetAttribute("abstract", "") != "true")
                        .Select(rule => new Rule(
                            Everywhere(Filled(rule.GetAttribute("context", ""))),
                            [.. Parts(rule, "let").Select(Let).Select(let => (let.Item1, Filled(let.Item2)))],
                            [.. Parts(rule, "assert", "report").Select(part => Assert(part, Filled))])),
                ]);

            string Filled(string text) => parameters.Aggregate(text, (filled, one) => filled.Replace(one.Item1, one.Item2, StringComparison.Ordinal));
        }

        private IEnumerable<XPathNavigator> Parts(XPathNavigator rule, params string[] names)
            => Children(rule).SelectMany(child => child.LocalName == "extends"
                ? _abstract.TryGetValue($"rule/{child.GetAttribute("rule", "")}", out var like) ? Parts(like, names) : []
                : names.Contains(child.LocalName) ? [child] : []);

        private static Assertion Assert(XPathNavigator part, Func<string, string> filled)
        {
            var role = part.GetAttribute("role", "");
            return new Assertion(
                filled(part.GetAttribute("test", "")), string.Join(' ', filled(part.Value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
                part.LocalName == "report", !role.StartsWith("warn", StringComparison.OrdinalIgnoreCase) && !role.StartsWith("info", StringComparison.OrdinalIgnoreCase));
        }

        private static (string, string) Let(XPathNavigator let)
            => (let.GetAttribute("name", ""), let.GetAttribute("value", ""));

        private static List<XPathNavigator> Children(XPathNavigator parent)
            => [.. parent.SelectChildren(XPathNodeType.Element).Cast<XPathNavigator>()
                .Where(child => child.NamespaceURI == Iso).Select(child => child.Clone())];

        // A context is a pattern that a node fits wherever it stands; each branch of it is looked for everywhere.
        private static string Everywhere(string context)
            => string.Join(" | ", Branches(context).Select(branch => branch.Trim()).Where(branch => branch.Length > 0)
                .Select(branch => branch.StartsWith('/') || branch.StartsWith('(') ? branch : "//" + branch));

        private static IEnumerable<string> Branches(string context)
        {
            var (depth, quote, branch) = (0, '\0', new StringBuilder());
            foreach (var sign in context)
            {
                if (quote != '\0')
                {
                    quote = sign == quote ? '\0' : quote;
                }
                else if (sign is '\'' or '"')
                {
                    quote = sign;
                }
                else if (sign is '[' or '(')
                {
                    depth++;
                }
                else if (sign is ']' or ')')
                {
                    depth--;
                }
                else if (sign == '|' && depth == 0)
                {
                    yield return branch.ToString();
                    branch.Clear();
                    continue;
                }

                branch.Append(sign);
            }

            yield return branch.ToString();
        }
    }
}
