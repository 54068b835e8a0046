using System.Net;
using System.Xml;
using System.Xml.Schema;
using System.Xml.XPath;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Checker.Schemas;

/// <summary>Reads the files of the operator's folder, and nothing outside it: no address is ever fetched.</summary>
internal sealed class SchemaFiles(DirectoryInfo root)
{
    /// <summary>Files of the folder that were named and could not be read.</summary>
    public List<string> Missing { get; } = [];

    private readonly string _root = Path.TrimEndingDirectorySeparator(root.FullName) + Path.DirectorySeparatorChar;

    /// <summary>An empty set whose includes and imports are looked for in the folder alone.</summary>
    public XmlSchemaSet NewSet(ValidationEventHandler onFault)
    {
        var set = new XmlSchemaSet { XmlResolver = new Resolver(this) };
        set.ValidationEventHandler += onFault;
        return set;
    }

    public void AddTo(XmlSchemaSet set, string entry)
    {
        using var stream = OpenRead(PathOf(entry, _root));
        using var reader = SafeXml.OpenSchema(stream, PathOf(entry, _root));
        set.Add(null, reader);
    }

    /// <summary>A file as a tree.</summary>
    /// <param name="from">The file that names it; empty for the folder itself.</param>
    public (XPathNavigator Tree, string Path) Navigate(string name, string from)
    {
        var path = PathOf(name, from.Length == 0 ? _root : Path.GetDirectoryName(from)!);
        return (SafeXml.Navigate(File.ReadAllBytes(Inside(path)), XmlLimits.Document), path);
    }

    private static string PathOf(string name, string folder)
        => Path.GetFullPath(Uri.UnescapeDataString(name).Replace('/', Path.DirectorySeparatorChar), folder);

    private FileStream OpenRead(string path) => File.OpenRead(Inside(path));

    private string Inside(string path) => path.StartsWith(_root, StringComparison.Ordinal)
        ? path
        : throw new WireFormatException("schema.compile", $"« {Path.GetFileName(path)} » est hors du dossier des schémas.");

    private sealed class Resolver(SchemaFiles files) : XmlResolver
    {
        public override ICredentials? Credentials
        {
            set { }
        }

        public override object? GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
        {
            if (!absoluteUri.IsFile)
            {
                throw new XmlException($"« {absoluteUri} » n'est pas un fichier du dossier des schémas : rien n'est téléchargé.");
            }

            try
            {
                return files.OpenRead(absoluteUri.LocalPath);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or WireFormatException)
            {
                // The set takes an unreadable file for a mere warning; here it is what it is.
                files.Missing.Add(Path.GetFileName(absoluteUri.LocalPath));
                throw;
            }
        }
    }
}
