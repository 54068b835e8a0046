using System.Collections.Concurrent;
using System.Text;
using System.Xml;
using System.Xml.XPath;

namespace Carnet.Wire.Checker.Schemas;

/// <summary>One schematron with what it includes, ready to be held against documents.</summary>
/// <remarks>
/// Rules, abstract rules and patterns, includes, variables, phases and the value sets that <c>document()</c> looks up are read as
/// the standard says, in XPath 2, which is what queryBinding="xslt2" asks for and what reads nearly all of XPath 1. What a missing
/// file, a function of the schematron's own (xsl:function, xsl:key) or the time hinders is not looked at and counted as such, with
/// the cause; it never passes for a success. Source: ISO/IEC 19757-3, annexes C and H.
/// </remarks>
internal sealed class Schematron
{
    private const int LongestMessage = 2_000;

    private readonly IReadOnlyList<SchematronPattern> _patterns;
    private readonly IReadOnlyList<SchematronLet> _lets;
    private readonly IReadOnlyList<string> _missing;
    private readonly XmlNamespaceManager _namespaces = new(new NameTable());
    private readonly SchemaFiles _files;
    private readonly string _path;

    // Compiled expressions keep a state while they run: a check takes a set of them and gives it back.
    private readonly ConcurrentBag<SchematronQueries> _queries = [];
    private readonly ConcurrentDictionary<string, XPathNavigator?> _documents = new(StringComparer.Ordinal);

    private Schematron(SchemaFiles files, string path, SchematronReader reader, IReadOnlyList<SchematronPattern> patterns)
    {
        (_files, _path, _patterns, _lets, _missing) = (files, path, patterns, reader.Lets, reader.Missing);
        foreach (var (prefix, uri) in reader.Namespaces)
        {
            _namespaces.AddNamespace(prefix, uri);
        }
    }

    /// <summary>What one document was found to be.</summary>
    /// <param name="Causes">Why assertions were not looked at, each once.</param>
    public sealed record Answer(IReadOnlyList<SchemaFinding> Findings, int Asserted, int Beyond, IReadOnlyCollection<string> Causes);

    public static Schematron Load(SchemaFiles files, string entry)
    {
        SchematronFunctions.Register();
        try
        {
            var (tree, path) = files.Navigate(entry, "");
            var schema = tree.SelectSingleNode("/*");
            if (schema is not { LocalName: "schema", NamespaceURI: SchematronReader.Iso })
            {
                throw new WireFormatException("schema.compile", $"« {entry} » n'est pas un schématron (ISO 19757-3).");
            }

            var reader = new SchematronReader(files);
            reader.Read(schema, path);
            var patterns = reader.Patterns(schema.GetAttribute("defaultPhase", ""));
            return patterns.Any(pattern => pattern.Rules.Count > 0)
                ? new Schematron(files, path, reader, patterns)
                : throw new WireFormatException("schema.compile", $"Le schématron « {entry} » n'a aucune règle, et ne vérifierait rien"
                    + (reader.Missing.Count > 0 ? $" : « {reader.Missing[0]} », qu'il inclut, manque." : "."));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new WireFormatException("schema.compile", $"Le schématron « {entry} » ne se lit pas.", cause);
        }
    }

    public Answer Check(XPathNavigator document, int most, WorkBudget budget)
    {
        var queries = _queries.TryTake(out var kept) ? kept : new SchematronQueries(_namespaces);
        queries.Budget = budget;
        var run = new Run(this, queries, document, most, budget);
        try
        {
            run.Check();
        }
        catch (WorkBudgetSpentException)
        {
            run.StopForTime();
        }

        _queries.Add(queries);
        return new Answer(run.Findings, run.Asserted, run.Beyond, run.Causes);
    }

    private XPathNavigator? Open(string name) => _documents.GetOrAdd(name, wanted =>
    {
        try
        {
            return _files.Navigate(wanted, _path).Tree;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or WireFormatException or ArgumentException)
        {
            return null;
        }
    });

    /// <summary>One document on its way through the patterns.</summary>
    private sealed class Run(Schematron rules, SchematronQueries queries, XPathNavigator document, int most, WorkBudget budget)
    {
        private const int MostCauses = 12;

        private readonly XPathNavigator _root = new WatchedNavigator(document.Clone(), budget);
        private readonly HashSet<string> _names = NamesIn(document);
        private readonly Dictionary<SchematronLet, object?> _ofDocument = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<SchematronLet, object?> _ofNode = new(ReferenceEqualityComparer.Instance);
        private readonly HashSet<SchematronLet> _resolving = new(ReferenceEqualityComparer.Instance);

        public List<SchemaFinding> Findings { get; } = [];

        public int Asserted { get; private set; }

        public int Beyond { get; private set; }

        public HashSet<string> Causes { get; } = new(StringComparer.Ordinal);

        public void Check()
        {
            foreach (var name in rules._missing)
            {
                Because($"« {name} » manque dans le dossier");
            }

            foreach (var pattern in rules._patterns)
            {
                if (pattern.Lacks is { } like)
                {
                    Beyond++;
                    Because($"le modèle abstrait « {like} » manque");
                    continue;
                }

                // A node is judged by the first rule of the pattern whose context it fits.
                HashSet<XPathNavigator> judged = new(SamePlace.Comparer);
                foreach (var rule in pattern.Rules)
                {
                    foreach (var node in Nodes(pattern, rule).Where(judged.Add))
                    {
                        Judge(node, pattern, rule);
                    }
                }
            }
        }

        public void StopForTime()
        {
            Beyond++;
            Because("le temps donné à un message est écoulé : la suite n'a pas été regardée");
        }

        private void Judge(XPathNavigator node, SchematronPattern pattern, SchematronRule rule)
        {
            _ofNode.Clear();
            Beyond += rule.Lacks.Count;
            foreach (var like in rule.Lacks)
            {
                Because($"la règle abstraite « {like} » manque");
            }

            foreach (var assertion in rule.Asserts)
            {
                var variable = Variables(node, pattern, rule, assertion.LetsBefore);
                bool holds;
                try
                {
                    holds = queries.Holds(assertion.Test, node, variable, Open) != assertion.IsReport;
                }
                catch (Exception cause) when (SchematronFaults.IsOfAnExpression(cause))
                {
                    Skip(assertion.Test, cause);
                    continue;
                }

                Asserted++;
                if (!holds && Findings.Count < most)
                {
                    var place = ((WatchedNavigator)node).Inner;
                    Findings.Add(new SchemaFinding("", CheckedPlace.LineOf(place), CheckedPlace.PathOf(place),
                        Said(assertion, node, variable), assertion.Refuses)
                    {
                        Test = assertion.Test,
                    });
                }
            }
        }

        private List<XPathNavigator> Nodes(SchematronPattern pattern, SchematronRule rule)
        {
            List<XPathNavigator> nodes = [];
            foreach (var (select, names) in rule.Contexts)
            {
                if (!names.All(_names.Contains))
                {
                    continue;
                }

                try
                {
                    nodes.AddRange(queries.Select(select, _root, Variables(_root, pattern, null, 0), Open));
                }
                catch (Exception cause) when (SchematronFaults.IsOfAnExpression(cause))
                {
                    Skip(select, cause, rule.Asserts.Count);
                }
            }

            return nodes;
        }

        private string Said(SchematronAssertion assertion, XPathNavigator node, Func<string, object?> variable)
        {
            var said = new StringBuilder();
            foreach (var words in assertion.Message)
            {
                try
                {
                    said.Append(words.IsExpression ? queries.Say(words.Text, node, variable, Open) : words.Text);
                }
                catch (Exception cause) when (SchematronFaults.IsOfAnExpression(cause))
                {
                    said.Append('…');
                }
            }

            var plain = string.Join(' ', said.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return plain.Length > LongestMessage ? plain[..LongestMessage] + "…" : plain;
        }

        // The nearest variable of a name counts: of the rule above the assertion, of the pattern, of the schema.
        private Func<string, object?> Variables(XPathNavigator node, SchematronPattern pattern, SchematronRule? rule, int before)
        {
            return name =>
            {
                for (var at = before - 1; at >= 0; at--)
                {
                    if (rule!.Lets[at].Name == name)
                    {
                        return Value(rule.Lets[at], node, _ofNode, Variables(node, pattern, rule, at));
                    }
                }

                return OfDocument(name, pattern);
            };
        }

        private object? OfDocument(string name, SchematronPattern pattern)
            => (pattern.Lets.LastOrDefault(let => let.Name == name) ?? rules._lets.LastOrDefault(let => let.Name == name)) is { } found
                ? Value(found, _root, _ofDocument, other => OfDocument(other, pattern))
                : null;

        private object? Value(
            SchematronLet let, XPathNavigator node, Dictionary<SchematronLet, object?> known, Func<string, object?> others)
        {
            if (known.TryGetValue(let, out var value))
            {
                return value;
            }

            if (!_resolving.Add(let))
            {
                throw new XPathException($"« {let.Name} » se définit par elle-même.");
            }

            try
            {
                return known[let] = queries.Evaluate(let.Value, node, others, Open);
            }
            finally
            {
                _resolving.Remove(let);
            }
        }

        private XPathNavigator? Open(string name)
        {
            var tree = rules.Open(name);
            if (tree is null)
            {
                Because($"« {name} » manque dans le dossier");
            }

            return tree is null ? null : new WatchedNavigator(tree.Clone(), budget);
        }

        private void Skip(string expression, Exception cause, int assertions = 1)
        {
            Beyond += assertions;
            if (cause is not Wmhelp.XPath2.XPath2Exception { ErrorCode: "FODC0002" })
            {
                Because($"« {(expression.Length > 120 ? expression[..120] + "…" : expression)} » ne se lit pas en XPath 2 ou ne s'évalue pas ici");
            }
        }

        private void Because(string cause)
        {
            if (Causes.Count < MostCauses)
            {
                Causes.Add(cause);
            }
        }

        private static HashSet<string> NamesIn(XPathNavigator document)
        {
            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (XPathNavigator element in document.SelectDescendants(XPathNodeType.Element, matchSelf: true))
            {
                names.Add(element.LocalName);
            }

            return names;
        }
    }
}
