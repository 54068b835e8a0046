using System.Xml;
using System.Xml.Schema;
using Carnet.Tests.Support;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Wire.Xds;

/// <summary>What we write is what the schemas of the standard allow.</summary>
public class SchemaTests
{
    [CorpusFact]
    public void The_schemas_compile_and_know_our_elements()
    {
        var schemas = Load();

        Assert.True(schemas.IsCompiled);
        Assert.True(schemas.GlobalElements.Contains(new XmlQualifiedName("AdhocQueryResponse",
            "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0")));
        Assert.True(schemas.GlobalElements.Contains(new XmlQualifiedName(
            "ProvideAndRegisterDocumentSetRequest", "urn:ihe:iti:xds-b:2007")));
    }

    [CorpusFact]
    public void A_message_that_breaks_the_schema_is_noticed()
    {
        var xml = XdsSamples.Text(XdsSamples.Submission.WriteTo).Replace(
            "<rim:ValueList>", "<rim:Values>", StringComparison.Ordinal).Replace(
            "</rim:ValueList>", "</rim:Values>", StringComparison.Ordinal);

        Assert.NotEmpty(Problems(xml));
    }

    [CorpusFact]
    public void Everything_we_write_is_valid()
    {
        // XOP stands in for base64, so inline content is what the schema can judge.
        var inline = XdsSamples.Provide with { Documents = [new("Document01", null, new byte[] { 1, 2, 3 })] };
        var update = new Association("a2", AssociationTypes.Replace, "Document01",
            "urn:uuid:00000000-0000-4000-8000-000000000001");
        RegistryError error = new(XdsErrorCode.Registry, "registry : défaut", "ici");

        Valid(inline.WriteTo);
        Valid((XdsSamples.Submission with { Associations = [XdsSamples.Member(), update] }).WriteTo);
        Valid(new AdhocQueryRequest(StoredQueries.FindDocuments, QueryReturnType.LeafClass, [new("$p", "'a'")])
        {
            StartIndex = 1,
            MaxResults = 2,
            Id = "urn:x",
        }.WriteTo);
        Valid(new AdhocQueryResponse(ResponseStatus.Success)
        {
            DocumentEntries = [.. Enumerable.Range(1, 3).Select(XdsSamples.Registered)],
            SubmissionSets = [XdsSamples.Set],
            Associations = [XdsSamples.Member()],
            ObjectRefs = ["urn:uuid:00000000-0000-4000-8000-000000000009"],
            TotalResultCount = 3,
        }.WriteTo);
        Valid(new AdhocQueryResponse(ResponseStatus.Failure) { Errors = [error] }.WriteTo);
        Valid(new RetrieveDocumentSetRequest([new("1.2.3", "1.2.4", "urn:oid:1.2")]).WriteTo);
        Valid(new RetrieveDocumentSetResponse(
            [new("1.2.3", "1.2.4", "text/xml", null, new byte[] { 1 }) { HomeCommunityId = "urn:oid:1.2" }],
            [error]).WriteTo);
        Valid(RegistryResponse.Failure(error).WriteTo);
        Valid(RegistryResponse.Success.WriteTo);
    }

    private static void Valid(Action<System.Buffers.IBufferWriter<byte>> write)
        => Assert.Empty(Problems(XdsSamples.Text(write)));

    private static List<string> Problems(string xml)
    {
        List<string> problems = [];
        var settings = new XmlReaderSettings
        {
            ValidationType = ValidationType.Schema,
            ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings,
            Schemas = Load(),
        };
        settings.ValidationEventHandler += (_, e) => problems.Add(e.Message);
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        while (reader.Read())
        {
        }

        return problems;
    }

    private static XmlSchemaSet Load()
    {
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
        foreach (var file in (string[])["XDS.b_DocumentRepository.xsd", "query.xsd", "lcm.xsd", "rs.xsd", "rim.xsd"])
        {
            using var reader = XmlReader.Create(
                Path.Combine(Corpus.Root, "schemas", "xds-ebrs-v3", file), settings);
            schemas.Add(null, reader);
        }

        schemas.Compile();
        return schemas;
    }
}
