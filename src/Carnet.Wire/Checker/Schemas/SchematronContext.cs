using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.XPath;
using System.Xml.Xsl;

namespace Carnet.Wire.Checker.Schemas;

/// <summary>Prefixes, variables and the few functions beyond XPath 1.0 that French schematrons use.</summary>
internal sealed class SchematronContext(SchemaFiles files) : XsltContext(new NameTable())
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, XPathNavigator> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _resolving = new(StringComparer.Ordinal);
    private XPathNavigator _node = null!;
    private IReadOnlyList<(string Name, string Value)> _near = [];

    /// <summary>Variables of the whole schema.</summary>
    public IReadOnlyList<(string Name, string Value)> Lets { get; set; } = [];

    public override bool Whitespace => true;

    /// <summary>Before each evaluation: the node that variables are about, and those of its pattern and rule.</summary>
    public void Enter(XPathNavigator node, IReadOnlyList<(string, string)> near) => (_node, _near) = (node, near);

    public override int CompareDocument(string baseUri, string nextbaseUri) => 0;

    public override bool PreserveWhitespace(XPathNavigator node) => true;

    public override IXsltContextVariable ResolveVariable(string prefix, string name) => new Variable(this, name);

    public override IXsltContextFunction ResolveFunction(string prefix, string name, XPathResultType[] argTypes) => name switch
    {
        "exists" => new Function(XPathResultType.Boolean, 1, args => args[0] is XPathNodeIterator { Count: > 0 }),
        "empty" => new Function(XPathResultType.Boolean, 1, args => args[0] is XPathNodeIterator { Count: 0 }),
        "matches" => new Function(XPathResultType.Boolean, 2, args => Regex.IsMatch(Text(args[0]), Text(args[1]), RegexOptions.None, Longest)),
        "ends-with" => new Function(XPathResultType.Boolean, 2, args => Text(args[0]).EndsWith(Text(args[1]), StringComparison.Ordinal)),
        "upper-case" => new Function(XPathResultType.String, 1, args => Text(args[0]).ToUpperInvariant()),
        "lower-case" => new Function(XPathResultType.String, 1, args => Text(args[0]).ToLowerInvariant()),
        "document" or "doc" => new Function(XPathResultType.NodeSet, 1, args => Document(Text(args[0]))),
        _ => throw new XPathException($"{name}() is not read here."),
    };

    private XPathNodeIterator Document(string name)
    {
        if (!_documents.TryGetValue(name, out var tree))
        {
            try
            {
                _documents[name] = tree = files.Navigate(name, "").Tree;
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                throw new XPathException($"{name} is not in the folder.", cause);
            }
        }

        return tree.Select("/");
    }

    private object Value(string name)
    {
        var (found, value) = _near.Concat(Lets).Where(let => let.Name == name).Select(let => (true, let.Value)).LastOrDefault();
        if (!found || !_resolving.Add(name))
        {
            throw new XPathException($"No variable {name}.");
        }

        try
        {
            var expression = XPathExpression.Compile(value!);
            expression.SetContext(this);
            return _node.Evaluate(expression);
        }
        finally
        {
            _resolving.Remove(name);
        }
    }

    private static string Text(object argument) => argument switch
    {
        string text => text,
        XPathNodeIterator nodes => nodes.MoveNext() ? nodes.Current!.Value : "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => argument.ToString() ?? "",
    };

    private sealed class Variable(SchematronContext context, string name) : IXsltContextVariable
    {
        public bool IsLocal => false;

        public bool IsParam => false;

        public XPathResultType VariableType => XPathResultType.Any;

        public object Evaluate(XsltContext xsltContext) => context.Value(name);
    }

    private sealed class Function(XPathResultType type, int arguments, Func<object[], object> value) : IXsltContextFunction
    {
        public int Minargs => arguments;

        public int Maxargs => arguments;

        public XPathResultType ReturnType => type;

        public XPathResultType[] ArgTypes { get; } = [.. Enumerable.Repeat(XPathResultType.Any, arguments)];

        public object Invoke(XsltContext xsltContext, object[] args, XPathNavigator docContext) => value(args);
    }
}
