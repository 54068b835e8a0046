using Carnet.Wire.Xds;

namespace Carnet.Tests.Wire.Xds;

/// <summary>One defect at a time, made by changing the text of a sound submission.</summary>
public class SubmissionRefusalTests
{
    private const string Member = AssociationTypes.HasMember;

    [Theory]
    [InlineData("xds.submission-set", "<rim:RegistryPackage*</rim:RegistryPackage>", "")]
    [InlineData("xds.submission-set", "</rim:RegistryObjectList>",
        "<rim:RegistryPackage id=\"L2\"><rim:Classification id=\"k\" classifiedObject=\"L2\" "
        + "classificationNode=\"urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd\"/></rim:RegistryPackage>"
        + "</rim:RegistryObjectList>")]
    [InlineData("xds.folder", "</rim:RegistryObjectList>",
        "<rim:RegistryPackage id=\"F\"/><rim:Classification id=\"k\" classifiedObject=\"F\" "
        + "classificationNode=\"urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2\"/></rim:RegistryObjectList>")]
    [InlineData("xds.package", "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd", "urn:uuid:0")]
    [InlineData("xds.object", "<rim:Association ", "<rim:Person id=\"p\"/><rim:Association ")]
    [InlineData("xds.object", "</rim:RegistryPackage>", "<rim:RegistryObjectList/></rim:RegistryPackage>")]
    [InlineData("xds.id-duplicate", "id=\"a1\"", "id=\"Document01\"")]
    [InlineData("xds.attribute", "id=\"a1\"", "")]
    [InlineData("xds.attribute", "sourceObject=\"Lot01\"", "")]
    [InlineData("xds.owner", "classifiedObject=\"Document01\"", "classifiedObject=\"Document02\"")]
    [InlineData("xds.owner", "registryObject=\"Document01\"", "registryObject=\"Lot01\"")]
    [InlineData("xds.slot-duplicate", "name=\"serviceStopTime\"", "name=\"serviceStartTime\"")]
    [InlineData("xds.slot-values", "<rim:Value>20260301083000</rim:Value>",
        "<rim:Value>20260301083000</rim:Value><rim:Value>2026</rim:Value>")]
    [InlineData("xds.value", "<rim:Value>20260301083000</rim:Value>", "<rim:Value>2026<b/></rim:Value>")]
    [InlineData("xds.dtm", "20260301083000", "20260230083000")]
    [InlineData("xds.dtm", "20260301083000", "20260301083000+0100")]
    [InlineData("xds.dtm", "20260301090000", "2026-03-01")]
    [InlineData("xds.hash", "da39a3ee", "zz39a3ee")]
    [InlineData("xds.size", "20480", "-1")]
    [InlineData("xds.oid", "1.2.250.1.999.4", "1.2.250.01.4")]
    [InlineData("xds.oid", "1.2.250.1.999.5.1", "lot")]
    [InlineData("xds.unique-id", "1.2.250.1.999.2.1", "1.2.250.1.999.2.1^xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("xds.unique-id", "1.2.250.1.999.2.1", "urn:uuid:x")]
    [InlineData("xds.unique-id-duplicate", "1.2.250.1.999.2.1", "1.2.250.1.999.5.1")]
    [InlineData("xds.cx", "value=\"279035121518989^^^", "value=\"279035121518989^^")]
    [InlineData("xds.mime-type", "mimeType=\"text/xml\"", "mimeType=\"xml\"")]
    [InlineData("xds.mime-type", "mimeType=\"text/xml\"", "")]
    [InlineData("xds.object-type", XdsSchemes.StableDocument, XdsSchemes.OnDemandDocument)]
    [InlineData("xds.attribute-missing", XdsSchemes.ClassCode, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.TypeCode, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.FormatCode, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.HealthcareFacilityTypeCode, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.PracticeSettingCode, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.ConfidentialityCode, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.DocumentAuthor, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.SubmissionAuthor, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.ContentTypeCode, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.DocumentPatientId, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.DocumentUniqueId, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.SubmissionPatientId, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.SubmissionUniqueId, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", XdsSchemes.SourceId, "urn:uuid:0")]
    [InlineData("xds.attribute-missing", "name=\"creationTime\"", "name=\"x\"")]
    [InlineData("xds.attribute-missing", "name=\"languageCode\"", "name=\"x\"")]
    [InlineData("xds.attribute-missing", "name=\"sourcePatientId\"", "name=\"x\"")]
    [InlineData("xds.attribute-missing", "name=\"submissionTime\"", "name=\"x\"")]
    [InlineData("xds.classification-duplicate", XdsSchemes.TypeCode, XdsSchemes.ClassCode)]
    [InlineData("xds.identifier-duplicate", XdsSchemes.DocumentUniqueId, XdsSchemes.DocumentPatientId)]
    [InlineData("xds.code", "nodeRepresentation=\"10\"", "nodeRepresentation=\"\"")]
    [InlineData("xds.coding-scheme", "name=\"codingScheme\"", "name=\"scheme\"")]
    [InlineData("xds.association-type", Member, "HasMember")]
    [InlineData("xds.association-self", "targetObject=\"Document01\"", "targetObject=\"Lot01\"")]
    [InlineData("xds.association-source", "sourceObject=\"Lot01\"", "sourceObject=\"Lot02\"")]
    [InlineData("xds.association-source", Member, AssociationTypes.Replace)]
    [InlineData("xds.association-target", "targetObject=\"Document01\"", "targetObject=\"Document09\"")]
    [InlineData("xds.association-status", "</rim:RegistryObjectList>",
        "<rim:Association id=\"a2\" associationType=\"urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus\" "
        + "sourceObject=\"Lot01\" targetObject=\"urn:uuid:00000000-0000-4000-8000-000000000001\"/>"
        + "</rim:RegistryObjectList>")]
    [InlineData("xds.association-target", "</rim:RegistryObjectList>",
        "<rim:Association id=\"a2\" associationType=\"urn:ihe:iti:2007:AssociationType:RPLC\" "
        + "sourceObject=\"Document01\" targetObject=\"Document02\"/></rim:RegistryObjectList>")]
    [InlineData("xds.previous-version", "name=\"SubmissionSetStatus\"><rim:ValueList><rim:Value>Original",
        "name=\"PreviousVersion\"><rim:ValueList><rim:Value>un")]
    [InlineData("xds.member-missing", "targetObject=\"Document01\"",
        "targetObject=\"urn:uuid:00000000-0000-4000-8000-000000000001\"")]
    [InlineData("xds.member-status", ">Original<", ">Reference<")]
    [InlineData("xds.member-duplicate", "</rim:RegistryObjectList>",
        "<rim:Association id=\"a2\" associationType=\"urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember\" "
        + "sourceObject=\"Lot01\" targetObject=\"Document01\"/></rim:RegistryObjectList>")]
    [InlineData("xds.document-missing", "<xdsb:Document *</xdsb:Document>", "")]
    [InlineData("xds.document-extra", "<xdsb:Document id=\"Document01\">", "<xdsb:Document id=\"Document09\">")]
    [InlineData("xds.document-duplicate", "</xdsb:Provide",
        "<xdsb:Document id=\"Document01\">AA==</xdsb:Document></xdsb:Provide")]
    [InlineData("xds.document-base64", "<xop:Include *\"/>", "été")]
    [InlineData("mtom.href", "cid:doc1@carnet", "http://127.0.0.1/")]
    [InlineData("mtom.href", "cid:doc1@carnet", "file:///etc/passwd")]
    [InlineData("mtom.href", "cid:doc1@carnet", "cid:")]
    [InlineData("mtom.include", "<xop:Include ", "AAAA<xop:Include ")]
    [InlineData("mtom.include", "</xdsb:Document>", "<b/></xdsb:Document>")]
    [InlineData("xds.body", "lcm:SubmitObjectsRequest", "lcm:RemoveObjectsRequest")]
    [InlineData("xds.body", "rim:RegistryObjectList", "rim:ObjectList")]
    public void A_defect_has_its_code(string code, string from, string to)
    {
        var xml = Change(XdsSamples.Text(XdsSamples.Provide.WriteTo), from, to);

        Assert.Equal(code,
            XdsSamples.Refusal(() => XdsSamples.Read(xml, ProvideAndRegisterDocumentSetRequest.Read)));
    }

    [Fact]
    public void Two_documents_in_one_part_are_refused()
    {
        var provide = new ProvideAndRegisterDocumentSetRequest(
            new(XdsSamples.Set, [XdsSamples.Entry(1), XdsSamples.Entry(2)],
                [XdsSamples.Member(), XdsSamples.Member("Document02", "a2")]),
            [new("Document01", "same"), new("Document02", "same")]);

        Assert.Equal("mtom.cid-repeated", XdsSamples.Refusal(() => XdsSamples.Read(
            XdsSamples.Bytes(provide.WriteTo), ProvideAndRegisterDocumentSetRequest.Read)));
    }

    [Theory]
    [InlineData("xds.document-missing", true, XdsErrorCode.MissingDocument)]
    [InlineData("xds.document-extra", true, XdsErrorCode.MissingDocumentMetadata)]
    [InlineData("xds.dtm", true, XdsErrorCode.RepositoryMetadata)]
    [InlineData("xds.dtm", false, XdsErrorCode.RegistryMetadata)]
    [InlineData("mtom.part-missing", true, XdsErrorCode.MissingDocument)]
    [InlineData("mtom.truncated", true, XdsErrorCode.Repository)]
    [InlineData("xds.query-missing-param", false, XdsErrorCode.StoredQueryMissingParam)]
    public void A_wire_code_has_one_standard_code(string wire, bool repository, string expected)
        => Assert.Equal(expected, XdsErrorCode.For(wire, repository));

    /// <summary>Replaces all of <paramref name="from"/>, in which a star stands for the shortest text.</summary>
    private static string Change(string xml, string from, string to)
    {
        var star = from.IndexOf('*', StringComparison.Ordinal);
        if (star >= 0)
        {
            var start = xml.IndexOf(from[..star], StringComparison.Ordinal);
            var end = xml.IndexOf(from[(star + 1)..], start, StringComparison.Ordinal) + from.Length - star - 1;
            from = xml[start..end];
        }

        Assert.Contains(from, xml, StringComparison.Ordinal);
        return xml.Replace(from, to, StringComparison.Ordinal);
    }
}
