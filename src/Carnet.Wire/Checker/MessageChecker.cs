using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.XPath;
using Carnet.Wire.Checker.Schemas;

namespace Carnet.Wire.Checker;

/// <summary>What was recognised in a file.</summary>
/// <param name="Place">Where it stands in the file; empty for the file itself.</param>
/// <param name="Name">In words, e.g. <c>ITI-41</c>.</param>
public sealed record CheckedKind(string Place, string Name);

/// <summary>The answer about one file.</summary>
/// <param name="Kinds">What was recognised; empty when nothing was.</param>
/// <param name="Findings">Errors first, then by line.</param>
/// <param name="Looked">The rules that had something to look at.</param>
/// <param name="Unreadable">Why the file cannot be read at all; null when it can.</param>
public sealed record CheckReport(
    IReadOnlyList<CheckedKind> Kinds, IReadOnlyList<CheckFinding> Findings, IReadOnlySet<string> Looked, string? Unreadable)
{
    public int Errors => Findings.Count(finding => finding.Rule.Severity is CheckSeverity.Error);

    public int Warnings => Findings.Count - Errors;

    /// <summary>The signatures of the file, each verified or with the reason why not.</summary>
    public IReadOnlyList<CheckedSignature> Signatures { get; init; } = [];

    /// <summary>What the operator's schemas and schematrons say, by place in the file; empty without a folder of them.</summary>
    public IReadOnlyList<(string Place, SchemaReport Report)> Schemas { get; init; } = [];
}

/// <summary>Holds a message or document against the rules and says what to change.</summary>
/// <remarks>
/// Nothing is stored and nothing leaves. Signatures are verified over the bytes of the file: one that was pasted somewhere
/// may have lost them. A rule reports at most twenty places. Source: CI-SIS; IHE ITI TF-3 4.2; DMP 1 to 6.
/// </remarks>
public sealed class MessageChecker
{
    private const int MostPlaces = 20;

    // Rules compare objects with each other; beyond these numbers somebody is trying.
    private const int MostNodes = 300;
    private const int MostObjects = 1_000;
    private const int MostPackages = 50;
    private const int LongestValue = 80;

    private static readonly (string Name, string XPath)[] Kinds =
    [
        ("enveloppe SOAP 1.2", "/s:Envelope"),
        ("VIHF (assertion SAML 2.0)", "//saml:Assertion"),
        ("ITI-41 (dépôt)", "//x:ProvideAndRegisterDocumentSetRequest"),
        ("ITI-57 (mise à jour) ou ITI-42", "//lcm:SubmitObjectsRequest[not(ancestor::x:ProvideAndRegisterDocumentSetRequest)]"),
        ("ITI-18 (recherche)", "//q:AdhocQueryRequest"),
        ("réponse ITI-18", "//q:AdhocQueryResponse"),
        ("ITI-43 (consultation)", "//x:RetrieveDocumentSetRequest"),
        ("réponse ITI-43", "//x:RetrieveDocumentSetResponse"),
        ("métadonnées XDS", "//rim:ExtrinsicObject"),
        ("document CDA R2", "//h:ClinicalDocument"),
        ("HL7 v3 (service Patients)", "//*[namespace-uri()='urn:hl7-org:v3' and starts-with(local-name(), 'PRPA_IN')]"),
        ("autorisations (TD0.3, TD1.6)", "//hab:setAuthorization | //hab:listAuthorizationByPatient"),
        ("message HL7 v2", "/hl7v2"),
    ];

    private readonly CheckContext _context;
    private readonly SchemaShelf? _schemas;
    private readonly Func<ReadOnlyMemory<byte>, X509Certificate2?> _trusted;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _longest;
    private readonly Lazy<IReadOnlyList<(CheckRule Rule, XPathExpression Each, XPathExpression Test)>> _compiled;
    private readonly Lazy<IReadOnlyList<(string Name, XPathExpression Expression)>> _kinds;

    /// <param name="schemas">The operator's schemas; null holds against none.</param>
    /// <param name="trusted">As in <see cref="Vihf.VihfVerifier"/>; null trusts nobody, and then a right signature is one of nobody whom we know.</param>
    /// <param name="clock">What the time of the schematrons is measured by.</param>
    /// <param name="longest">How long the schematrons may be busy with one message; null is a second and a half.</param>
    public MessageChecker(
        CheckTables tables, SchemaShelf? schemas = null, Func<ReadOnlyMemory<byte>, X509Certificate2?>? trusted = null,
        TimeProvider? clock = null, TimeSpan? longest = null)
    {
        (_schemas, _trusted) = (schemas, trusted ?? (_ => null));
        (_clock, _longest) = (clock ?? TimeProvider.System, longest ?? TimeSpan.FromSeconds(1.5));
        _context = new CheckContext(tables);
        _compiled = new(() => [.. Rules.Select(rule => (rule, Compile(rule.Each), Compile($"boolean({rule.Test})")))]);
        _kinds = new(() => [.. Kinds.Select(kind => (kind.Name, Compile(kind.XPath)))]);
    }

    /// <summary>Every rule, by topic and number.</summary>
    public static IReadOnlyList<CheckRule> Rules { get; } =
    [
        .. SoapRules.All, .. VihfRules.All, .. XdsRules.All, .. QueryRules.All, .. CdaRules.All, .. PatientsRules.All, .. Hl7v2Rules.All,
    ];

    /// <summary>Checks a file as it is; never throws on its content.</summary>
    public CheckReport Check(ReadOnlyMemory<byte> file)
    {
        IReadOnlyList<CheckedPart> parts;
        try
        {
            parts = CheckedPart.Of(file);
        }
        catch (WireFormatException malformed)
        {
            return new CheckReport([], [], new HashSet<string>(), malformed.Message);
        }

        List<CheckedKind> kinds = [];
        List<CheckFinding> findings = [];
        HashSet<string> looked = [];
        foreach (var part in parts)
        {
            if (IsBeyondLimits(part.Tree))
            {
                return new CheckReport([], [], looked, "Le message compte trop d'objets pour être vérifié d'un coup.");
            }

            kinds.AddRange(_kinds.Value.Where(kind => part.Tree.SelectSingleNode(kind.Expression.Clone()) is not null)
                .Select(kind => new CheckedKind(part.Place.TrimEnd(' ', ':'), kind.Name)));
            foreach (var (rule, each, test) in _compiled.Value)
            {
                // Compiled expressions keep a state while they run, so each check has its own copy.
                Check(part, rule, each.Clone(), test.Clone(), findings, looked);
            }
        }

        var budget = new WorkBudget(_clock, _longest);
        return new CheckReport(
            kinds, [.. findings.OrderBy(finding => finding.Rule.Severity).ThenBy(finding => finding.Line)], looked, null)
        {
            Signatures = [.. SignatureChecks.Of(file, parts, _trusted)],
            Schemas = _schemas is null ? [] : [.. parts.Where(part => !part.Bytes.IsEmpty)
                .Select(part => (part.Place, Report: _schemas.Check(part.Bytes, budget))).Where(held => held.Report.Used.Count > 0)],
        };
    }

    private bool IsBeyondLimits(XPathNavigator tree)
        => (bool)tree.Evaluate(Compile(FormattableString.Invariant(
            $"count(//rim:RegistryPackage) > {MostPackages} or count(//rim:ExtrinsicObject | //rim:Association ")
            + FormattableString.Invariant($"| //saml:Attribute | //saml:Assertion | //x:Document) > {MostObjects}")));

    private void Check(
        CheckedPart part, CheckRule rule, XPathExpression each, XPathExpression test, List<CheckFinding> findings, HashSet<string> looked)
    {
        if (part.IsHl7v2 != rule.Topic is CheckTopic.Hl7v2)
        {
            return;
        }

        var nodes = part.Tree.Select(each);
        var places = 0;
        for (var seen = 0; seen < MostNodes && nodes.MoveNext(); seen++)
        {
            looked.Add(rule.Id);
            var node = nodes.Current!;
            if ((bool)node.Evaluate(test) || ++places > MostPlaces)
            {
                continue;
            }

            var (line, path) = part.IsHl7v2 ? Hl7v2Tree.PlaceOf(node) : (CheckedPlace.LineOf(node), CheckedPlace.PathOf(node));
            findings.Add(new CheckFinding(rule, line, part.Place + path, rule.Fragment is { } fragment ? Fill(fragment, node) : null));
        }
    }

    private XPathExpression Compile(string xpath)
    {
        var expression = XPathExpression.Compile(xpath);
        expression.SetContext(_context);
        return expression;
    }

    private string Fill(string fragment, XPathNavigator node)
    {
        var filled = new StringBuilder(fragment.Length);
        for (var at = 0; at < fragment.Length;)
        {
            var open = fragment.IndexOf('{', at);
            var close = open < 0 ? -1 : fragment.IndexOf('}', open);
            if (close < 0)
            {
                filled.Append(fragment, at, fragment.Length - at);
                break;
            }

            var expression = Compile($"string({fragment[(open + 1)..close]})");
            var value = Convert.ToString(node.Evaluate(expression), CultureInfo.InvariantCulture) ?? "";
            filled.Append(fragment, at, open - at).Append(value.Length <= LongestValue ? value : value[..LongestValue] + "…");
            at = close + 1;
        }

        return filled.ToString();
    }
}
