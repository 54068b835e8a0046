using System.Globalization;
using System.Xml;
using System.Xml.XPath;
using System.Xml.Xsl;
using Carnet.Wire.Cda;
using Carnet.Wire.Xds;

namespace Carnet.Wire.Checker;

/// <summary>The prefixes and functions that the rules are written with.</summary>
/// <remarks>
/// Functions, all on strings: <c>c:oid(x)</c>, <c>c:unique-id(x)</c>, <c>c:uuid(x)</c> (urn:uuid:…), <c>c:dtm(x)</c>,
/// <c>c:time(x)</c> (CDA), <c>c:instant(x)</c> (xs:dateTime in UTC), <c>c:in(x, 'a b c')</c>, <c>c:part(x, n)</c> (component between ^),
/// <c>c:sub(x, n, m)</c> (sub-component between &amp;), <c>c:base64(x)</c>, <c>c:digits(x)</c>, <c>c:ins(number, oid)</c>,
/// <c>c:ins-oid(x)</c>, <c>c:person(x)</c>, <c>c:structure(x)</c>, <c>c:type(code)</c>, <c>c:type-system(code)</c>, <c>c:type-class(code)</c>.
/// </remarks>
internal sealed class CheckContext : XsltContext
{
    private const string Functions = "urn:carnet:check";

    private static readonly Dictionary<string, string> Prefixes = new(StringComparer.Ordinal)
    {
        ["s"] = "http://www.w3.org/2003/05/soap-envelope",
        ["wsa"] = "http://www.w3.org/2005/08/addressing",
        ["wsse"] = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
        ["saml"] = "urn:oasis:names:tc:SAML:2.0:assertion",
        ["ds"] = "http://www.w3.org/2000/09/xmldsig#",
        ["xop"] = "http://www.w3.org/2004/08/xop/include",
        ["x"] = "urn:ihe:iti:xds-b:2007",
        ["lcm"] = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0",
        ["rim"] = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0",
        ["q"] = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0",
        ["rs"] = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0",
        ["h"] = "urn:hl7-org:v3",
        ["hab"] = "urn:si-dmp-habilitations",
        ["xsi"] = "http://www.w3.org/2001/XMLSchema-instance",
        ["c"] = Functions,
    };

    private readonly Dictionary<string, IXsltContextFunction> _functions;

    public CheckContext(CheckTables tables)
        : base(new NameTable())
    {
        foreach (var (prefix, uri) in Prefixes)
        {
            AddNamespace(prefix, uri);
        }

        _functions = new(StringComparer.Ordinal)
        {
            ["oid"] = Yes(x => Oid.IsValid(x)),
            ["unique-id"] = Yes(x => Oid.IsUniqueId(x)),
            ["uuid"] = Yes(x => x.StartsWith("urn:uuid:", StringComparison.Ordinal) && Guid.TryParseExact(x.AsSpan(9), "D", out _)),
            ["dtm"] = Yes(Dtm.IsValid),
            ["time"] = Yes(x => CdaTime.Parse(x).Value is not null),
            ["zoned"] = Yes(x => CdaTime.Parse(x) is { Value: not null } time && (time.HasZone || time.Precision <= CdaPrecision.Day)),
            ["instant"] = Yes(IsInstant),
            ["base64"] = Yes(IsBase64),
            ["digits"] = Yes(x => x.Length > 0 && x.All(char.IsAsciiDigit)),
            ["ins-oid"] = Yes(CdaOids.InsRoots.Contains),
            ["person"] = Yes(tables.IsPerson),
            ["structure"] = Yes(tables.IsStructure),
            ["type"] = Yes(tables.Types.ContainsKey),
            ["type-system"] = Text(args => tables.Types.TryGetValue(args[0], out var type) ? type.System : ""),
            ["type-class"] = Text(args => tables.Types.TryGetValue(args[0], out var type) ? type.Class : ""),
            ["ins"] = new Function(XPathResultType.Boolean, 2, args => tables.IsIns(args[0], args[1])),
            ["in"] = new Function(XPathResultType.Boolean, 2, args => args[1].Split(' ').Contains(args[0])),
            ["part"] = new Function(XPathResultType.String, 2, args => Cut(args[0], '^', args[1])),
            ["sub"] = new Function(XPathResultType.String, 3, args => Cut(Cut(args[0], '^', args[1]), '&', args[2])),
        };
    }

    public override bool Whitespace => true;

    public override int CompareDocument(string baseUri, string nextbaseUri) => 0;

    public override bool PreserveWhitespace(XPathNavigator node) => true;

    public override IXsltContextFunction ResolveFunction(string prefix, string name, XPathResultType[] argTypes)
        => prefix == "c" && _functions.TryGetValue(name, out var function)
            ? function
            : throw new XPathException($"No function {prefix}:{name}.");

    public override IXsltContextVariable ResolveVariable(string prefix, string name)
        => throw new XPathException($"No variable {name}.");

    private static Function Yes(Func<string, bool> test) => new(XPathResultType.Boolean, 1, args => test(args[0]));

    private static Function Text(Func<string[], string> value) => new(XPathResultType.String, 1, args => value(args));

    private static string Cut(string text, char sign, string rank)
    {
        var parts = text.Split(sign);
        return int.TryParse(rank, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= parts.Length ? parts[n - 1] : "";
    }

    private static bool IsInstant(string text)
        => text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool IsBase64(string text)
    {
        var packed = string.Concat(text.Where(sign => !char.IsWhiteSpace(sign)));
        return packed.Length > 0 && Convert.TryFromBase64String(
            packed.PadRight(packed.Length + ((4 - (packed.Length % 4)) % 4), '='), new byte[(packed.Length / 4 * 3) + 3], out _);
    }

    /// <summary>A function whose arguments are all taken as strings.</summary>
    private sealed class Function(XPathResultType type, int arguments, Func<string[], object> value) : IXsltContextFunction
    {
        public int Minargs => arguments;

        public int Maxargs => arguments;

        public XPathResultType ReturnType => type;

        public XPathResultType[] ArgTypes { get; } = [.. Enumerable.Repeat(XPathResultType.String, arguments)];

        public object Invoke(XsltContext xsltContext, object[] args, XPathNavigator docContext)
            => value([.. args.Select(Plain)]);

        // A set of nodes stands for its first node, as everywhere in XPath.
        private static string Plain(object argument) => argument switch
        {
            string text => text,
            XPathNodeIterator nodes => nodes.MoveNext() ? nodes.Current!.Value : "",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => argument.ToString() ?? "",
        };
    }
}
