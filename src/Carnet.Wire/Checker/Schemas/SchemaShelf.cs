using System.Xml;
using System.Xml.Schema;
using System.Xml.XPath;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Checker.Schemas;

/// <summary>A place where a document does not follow a schema or a schematron of the operator.</summary>
/// <param name="Entry">Which file of the folder says so.</param>
/// <param name="Line">From 1; 0 where it is not known.</param>
/// <param name="Path">XPath of the place; empty where only the line is known.</param>
/// <param name="Refuses">False for a schematron assertion whose role is a warning or information.</param>
public sealed record SchemaFinding(string Entry, int Line, string Path, string Message, bool Refuses)
{
    /// <summary>The expression that did not hold; empty for a schema.</summary>
    public string Test { get; init; } = "";
}

/// <summary>What the folder had to say about one document.</summary>
/// <param name="Used">The entries that know this kind of document.</param>
/// <param name="Asserted">How many schematron assertions were looked at.</param>
/// <param name="Beyond">How many could not be, and are said neither to hold nor to fail.</param>
/// <param name="Causes">Why, in French: files that are not there, expressions that are not read, the time.</param>
public sealed record SchemaReport(
    IReadOnlyList<string> Used, IReadOnlyList<SchemaFinding> Findings, int Asserted, int Beyond, IReadOnlyCollection<string> Causes)
{
    public static SchemaReport Nothing { get; } = new([], [], 0, 0, []);
}

/// <summary>The operator's own folder of XML schemas and schematrons, e.g. those of the CI-SIS, which are not ours to give away.</summary>
/// <remarks>
/// <para>
/// The entries are the lines of <c>entries.txt</c>, or else each <c>*.xsd</c> and <c>*.sch</c> that lies in the folder itself;
/// what they include lies anywhere below it. Nothing is fetched from elsewhere.
/// </para>
/// <para>
/// A schema set that did not compile validates nothing and complains of nothing, so that everything would pass: here it
/// refuses to open. Source: W3C xmlschema11-1; ISO/IEC 19757-3.
/// </para>
/// </remarks>
public sealed class SchemaShelf
{
    private const string EntriesFile = "entries.txt";
    private const int MostFindings = 50;

    private readonly IReadOnlyList<(string Name, XmlSchemaSet Set)> _schemas;
    private readonly IReadOnlyList<(string Name, Schematron Rules)> _schematrons;

    private SchemaShelf(
        IReadOnlyList<(string Name, XmlSchemaSet Set)> schemas, IReadOnlyList<(string Name, Schematron Rules)> schematrons)
        => (_schemas, _schematrons) = (schemas, schematrons);

    /// <summary>Names of the entries, in their order.</summary>
    public IEnumerable<string> Entries => _schemas.Select(schema => schema.Name).Concat(_schematrons.Select(rules => rules.Name));

    /// <summary>Reads and compiles every entry.</summary>
    /// <exception cref="WireFormatException">
    /// <c>schema.folder</c>, <c>schema.compile</c>: the folder is not there or empty, or an entry is of no use; the sentence
    /// names it and says why.
    /// </exception>
    public static SchemaShelf Open(string folder)
    {
        var root = new DirectoryInfo(folder);
        if (!root.Exists)
        {
            throw new WireFormatException("schema.folder", $"Le dossier des schémas « {folder} » n'existe pas.");
        }

        var entries = EntriesOf(root);
        return entries.Count == 0
            ? throw new WireFormatException("schema.folder",
                $"Le dossier des schémas « {folder} » n'a ni fichier .xsd ou .sch, ni {EntriesFile}.")
            : new SchemaShelf(
                [.. entries.Where(entry => !IsSchematron(entry)).Select(entry => (entry, Compile(root, entry)))],
                [.. entries.Where(IsSchematron).Select(entry => (entry, Schematron.Load(new SchemaFiles(root), entry)))]);
    }

    /// <summary>Holds one document against every entry that knows its kind.</summary>
    /// <param name="budget">Shared by the documents of one message; schematrons stop when it is spent, and say so.</param>
    public SchemaReport Check(ReadOnlyMemory<byte> document, WorkBudget budget)
    {
        XPathNavigator tree;
        try
        {
            tree = SafeXml.Navigate(document, XmlLimits.Document);
        }
        catch (WireFormatException)
        {
            return SchemaReport.Nothing; // said already by who reads the document
        }

        var top = tree.SelectSingleNode("/*")!;
        var name = new XmlQualifiedName(top.LocalName, top.NamespaceURI);
        List<string> used = [];
        List<SchemaFinding> findings = [];
        foreach (var (entry, set) in _schemas.Where(schema => schema.Set.GlobalElements.Contains(name)))
        {
            used.Add(entry);
            findings.AddRange(Validate(document, entry, set));
        }

        var (asserted, beyond) = (0, 0);
        HashSet<string> causes = new(StringComparer.Ordinal);
        foreach (var (entry, rules) in _schematrons)
        {
            var answer = rules.Check(tree, MostFindings, budget);
            if (answer.Asserted + answer.Beyond > 0)
            {
                used.Add(entry);
                findings.AddRange(answer.Findings.Select(finding => finding with { Entry = entry }));
                (asserted, beyond) = (asserted + answer.Asserted, beyond + answer.Beyond);
                causes.UnionWith(answer.Causes);
            }
        }

        return new SchemaReport(used, findings, asserted, beyond, causes);
    }

    private static List<SchemaFinding> Validate(ReadOnlyMemory<byte> document, string entry, XmlSchemaSet set)
    {
        List<SchemaFinding> findings = [];
        try
        {
            using var reader = SafeXml.OpenValidating(document, XmlLimits.Document, set, (_, fault) =>
            {
                if (findings.Count < MostFindings)
                {
                    findings.Add(new SchemaFinding(entry, fault.Exception?.LineNumber ?? 0, "", fault.Message, Refuses: true));
                }
            });
            while (reader.Read())
            {
            }
        }
        catch (XmlException malformed)
        {
            findings.Add(new SchemaFinding(entry, malformed.LineNumber, "", "Le document ne se lit pas jusqu'au bout.", Refuses: true));
        }

        return findings;
    }

    private static XmlSchemaSet Compile(DirectoryInfo root, string entry)
    {
        var files = new SchemaFiles(root);
        List<string> faults = [];
        try
        {
            var set = files.NewSet((_, fault) =>
            {
                // An address that is not fetched is a warning; what depends on it does not compile.
                if (fault.Severity is XmlSeverityType.Error)
                {
                    faults.Add(Said(fault));
                }
            });
            files.AddTo(set, entry);
            faults.AddRange(files.Missing.Select(file => $"« {file} » ne se lit pas dans le dossier."));
            set.Compile();
            if (set.IsCompiled && faults.Count == 0 && set.GlobalElements.Count > 0)
            {
                return set;
            }
        }
        catch (Exception cause) when (cause is XmlException or XmlSchemaException or IOException or UnauthorizedAccessException or WireFormatException)
        {
            faults.Add(cause.Message);
        }

        throw new WireFormatException("schema.compile",
            $"Le schéma « {entry} » ne compile pas, et ne vérifierait rien : {faults.FirstOrDefault("il ne déclare aucun élément")}");
    }

    private static string Said(ValidationEventArgs fault) => fault.Exception is { SourceUri: { } file } cause
        ? $"{Path.GetFileName(file)}, ligne {cause.LineNumber} : {fault.Message}"
        : fault.Message;

    private static List<string> EntriesOf(DirectoryInfo root)
    {
        var list = Path.Combine(root.FullName, EntriesFile);
        return File.Exists(list)
            ? [.. File.ReadAllLines(list).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')]
            : [.. root.EnumerateFiles().Where(file => file.Extension is ".xsd" or ".sch").Select(file => file.Name).Order(StringComparer.Ordinal)];
    }

    private static bool IsSchematron(string entry) => entry.EndsWith(".sch", StringComparison.OrdinalIgnoreCase);
}
