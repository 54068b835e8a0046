using System.Text;
using System.Xml;
using System.Xml.Schema;
using Carnet.Tests.Support;

namespace Carnet.Tests.Wire.Cda;

/// <summary>The CI-SIS schema, mended in a copy of ours because the .NET compiler refuses two ambiguous content
/// models.</summary>
internal static class CdaSchema
{
    private static readonly Lazy<XmlSchemaSet> Set = new(Compile);

    public static IReadOnlyList<string> Validate(byte[] document)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = Set.Value };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, fault) => faults.Add(fault.Message);
        using var reader = XmlReader.Create(new MemoryStream(document), settings);
        while (reader.Read())
        {
        }

        return faults;
    }

    private static XmlSchemaSet Compile()
    {
        var faults = new List<string>();
        var set = new XmlSchemaSet { XmlResolver = new MendingResolver() };
        set.ValidationEventHandler += (_, fault) => faults.Add(fault.Message);
        set.Add(null, Path.Combine(Corpus.Root, "schemas/cda-xsd-ci-sis-3.0/cda/CDA_extended.xsd"));
        set.Compile();
        Assert.True(set.IsCompiled, string.Join("\n", faults));
        return set;
    }

    private sealed class MendingResolver : XmlUrlResolver
    {
        public override object GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
        {
            const string Wildcard = """<xs:any minOccurs="0" namespace="##other" processContents="skip" />""";
            var text = File.ReadAllText(absoluteUri.LocalPath).Replace(Wildcard, "", StringComparison.Ordinal);
            return new MemoryStream(Encoding.UTF8.GetBytes(text));
        }
    }
}
