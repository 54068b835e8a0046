using System.Xml.XPath;

namespace Carnet.Wire.Checker.Schemas;

/// <summary>Gathers the parts of a schematron over all its files: includes, abstract rules and patterns, phases.</summary>
internal sealed class SchematronReader(SchemaFiles files)
{
    public const string Iso = "http://purl.oclc.org/dsdl/schematron";

    private const int DeepestInclude = 8;

    private readonly List<XPathNavigator> _patterns = [];
    private readonly Dictionary<string, XPathNavigator> _abstract = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _phases = new(StringComparer.Ordinal);
    private readonly Dictionary<XPathNavigator, List<XPathNavigator>> _rulesOf = new(SamePlace.Comparer);

    public List<(string Prefix, string Uri)> Namespaces { get; } = [];

    /// <summary>Variables of the whole schema.</summary>
    public List<SchematronLet> Lets { get; } = [];

    /// <summary>Files that it includes and that are not in the folder.</summary>
    public List<string> Missing { get; } = [];

    public void Read(XPathNavigator parent, string path, int depth = 0, XPathNavigator? pattern = null)
    {
        foreach (var child in Children(parent))
        {
            if (child.LocalName != "include")
            {
                Take(child, path, depth, pattern);
                continue;
            }

            if (depth >= DeepestInclude)
            {
                throw new WireFormatException("schema.compile", $"« {Path.GetFileName(path)} » inclut des fichiers sans fin.");
            }

            var name = child.GetAttribute("href", "");
            XPathNavigator included;
            string at;
            try
            {
                (included, at) = files.Navigate(name, path);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                Missing.Add(name);
                continue;
            }

            Take(included.SelectSingleNode("/*")!, at, depth + 1, pattern);
        }
    }

    /// <summary>The patterns of a phase, each with its rules.</summary>
    public IReadOnlyList<SchematronPattern> Patterns(string phase)
    {
        var active = phase.Length > 0 && phase != "#ALL" && _phases.TryGetValue(phase, out var chosen) ? chosen : null;
        return
        [
            .. _patterns.Where(pattern => pattern.GetAttribute("abstract", "") != "true")
                .Where(pattern => active is null || active.Contains(pattern.GetAttribute("id", ""))).Select(Resolve),
        ];
    }

    private void Take(XPathNavigator element, string path, int depth, XPathNavigator? pattern)
    {
        switch (element.LocalName)
        {
            case "schema":
                Read(element, path, depth, pattern);
                break;
            case "ns":
                Namespaces.Add((element.GetAttribute("prefix", ""), element.GetAttribute("uri", "")));
                break;
            case "let" when pattern is null:
                Lets.Add(Let(element));
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
    private SchematronPattern Resolve(XPathNavigator pattern)
    {
        var (id, like) = (pattern.GetAttribute("id", ""), pattern.GetAttribute("is-a", ""));
        var known = _abstract.GetValueOrDefault($"pattern/{like}");
        if (like.Length > 0 && known is null)
        {
            return new SchematronPattern(id, [], [], like);
        }

        var body = known ?? pattern;
        var parameters = Children(pattern).Where(child => child.LocalName == "param")
            .Select(child => ("$" + child.GetAttribute("name", ""), child.GetAttribute("value", "")))
            .OrderByDescending(one => one.Item1.Length).ToList();
        return new SchematronPattern(
            id,
            [.. Children(body).Where(child => child.LocalName == "let").Select(Let).Select(let => let with { Value = Filled(let.Value) })],
            [.. _rulesOf.GetValueOrDefault(body, []).Where(rule => rule.GetAttribute("abstract", "") != "true").Select(rule => RuleOf(rule, Filled))],
            null);

        string Filled(string text) => parameters.Aggregate(text, (filled, one) => filled.Replace(one.Item1, one.Item2, StringComparison.Ordinal));
    }

    private SchematronRule RuleOf(XPathNavigator rule, Func<string, string> filled)
    {
        List<SchematronLet> lets = [];
        List<SchematronAssertion> asserts = [];
        List<string> lacks = [];
        Gather(rule, 0);
        return new SchematronRule(
            [.. SchematronContexts.Of(filled(rule.GetAttribute("context", "")))], lets, asserts, lacks);

        void Gather(XPathNavigator from, int depth)
        {
            foreach (var child in Children(from))
            {
                switch (child.LocalName)
                {
                    case "let":
                        lets.Add(Let(child) is var let ? let with { Value = filled(let.Value) } : let);
                        break;
                    case "assert" or "report":
                        asserts.Add(Assertion(child, filled, lets.Count));
                        break;
                    case "extends" when child.GetAttribute("rule", "") is var name:
                        if (_abstract.TryGetValue($"rule/{name}", out var like) && depth < DeepestInclude)
                        {
                            Gather(like, depth + 1);
                        }
                        else
                        {
                            lacks.Add(name);
                        }

                        break;
                }
            }
        }
    }

    private static SchematronAssertion Assertion(XPathNavigator part, Func<string, string> filled, int letsBefore)
    {
        var role = part.GetAttribute("role", "");
        List<SchematronWords> words = [];
        Say(part.Clone(), words, filled);
        return new SchematronAssertion(
            filled(part.GetAttribute("test", "")), words, part.LocalName == "report",
            !role.StartsWith("warn", StringComparison.OrdinalIgnoreCase) && !role.StartsWith("info", StringComparison.OrdinalIgnoreCase),
            letsBefore);
    }

    private static void Say(XPathNavigator part, List<SchematronWords> words, Func<string, string> filled)
    {
        foreach (XPathNavigator child in part.SelectChildren(XPathNodeType.All))
        {
            switch (child.NodeType)
            {
                case XPathNodeType.Text or XPathNodeType.SignificantWhitespace or XPathNodeType.Whitespace:
                    words.Add(new SchematronWords(filled(child.Value), false));
                    break;
                case XPathNodeType.Element when child is { LocalName: "value-of", NamespaceURI: Iso }:
                    words.Add(new SchematronWords(filled(child.GetAttribute("select", "")), true));
                    break;
                case XPathNodeType.Element when child is { LocalName: "name", NamespaceURI: Iso }:
                    words.Add(new SchematronWords(child.GetAttribute("path", "") is { Length: > 0 } of ? $"name({filled(of)})" : "name()", true));
                    break;
                case XPathNodeType.Element:
                    Say(child.Clone(), words, filled);
                    break;
            }
        }
    }

    private static SchematronLet Let(XPathNavigator let) => new(let.GetAttribute("name", ""), let.GetAttribute("value", ""));

    private static List<XPathNavigator> Children(XPathNavigator parent)
        => [.. parent.SelectChildren(XPathNodeType.Element).Cast<XPathNavigator>()
            .Where(child => child.NamespaceURI == Iso).Select(child => child.Clone())];
}

/// <summary>Two navigators are one node when they stand at one place.</summary>
internal sealed class SamePlace : IEqualityComparer<XPathNavigator>
{
    public static SamePlace Comparer { get; } = new();

    public bool Equals(XPathNavigator? x, XPathNavigator? y) => XPathNavigator.NavigatorComparer.Equals(x, y);

    public int GetHashCode(XPathNavigator obj) => XPathNavigator.NavigatorComparer.GetHashCode(obj);
}

/// <summary>
/// A context is a pattern of XSLT, which a node fits wherever it stands: each branch of it is looked for everywhere, and only where
/// the document has the names that it asks for. Source: W3C xslt20 5.5.2.
/// </summary>
internal static class SchematronContexts
{
    public static IEnumerable<(string Select, IReadOnlyList<string> Names)> Of(string context)
        => XPathText.Split(context, '|').Select(branch => branch.Trim()).Where(branch => branch.Length > 0)
            .Select(branch => (branch.StartsWith('/') || branch.StartsWith('(') ? branch : "//" + branch, (IReadOnlyList<string>)Names(branch)));

    // Names of the elements on the way, without their prefixes; attributes and wildcards ask for none.
    private static List<string> Names(string branch)
        => branch.StartsWith('(') ? [] : [.. XPathText.Split(branch, '/').Select(step => step.Trim()).Select(Name).OfType<string>()];

    private static string? Name(string step)
    {
        var end = step.IndexOf('[', StringComparison.Ordinal);
        var test = (end < 0 ? step : step[..end]).Trim();
        if (test.Length == 0 || test[0] is '@' or '.' or '*' || test.Contains("::", StringComparison.Ordinal) || test.Contains('('))
        {
            return null;
        }

        var name = test[(test.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return name == "*" ? null : name;
    }
}
