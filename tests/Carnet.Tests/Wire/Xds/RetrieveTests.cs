using Carnet.Wire.Xds;

namespace Carnet.Tests.Wire.Xds;

public class RetrieveTests
{
    [Fact]
    public void A_request_comes_back_unchanged()
    {
        var request = new RetrieveDocumentSetRequest(
            [new(XdsSamples.Repository, "1.2.3"), new(XdsSamples.Repository, "1.2.3^ext", "urn:oid:1.2.250.1.999")]);

        var read = XdsSamples.RoundTrip(request.WriteTo, RetrieveDocumentSetRequest.Read, value => value.WriteTo);

        Assert.Equal(request.Items, read.Items);
    }

    [Fact]
    public void An_answer_comes_back_unchanged_and_tells_partial_success()
    {
        var answer = new RetrieveDocumentSetResponse(
            [
                new(XdsSamples.Repository, "1.2.3", "text/xml", "d 1%@carnet"),
                new(XdsSamples.Repository, "1.2.4", "text/plain", null, new byte[] { 0, 255 }),
            ],
            [new(XdsErrorCode.DocumentUniqueId, "document.unknown", "1.2.5")]);

        var read = XdsSamples.RoundTrip(answer.WriteTo, RetrieveDocumentSetResponse.Read, value => value.WriteTo);

        Assert.Equal(ResponseStatus.PartialSuccess, read.Status);
        Assert.Equal("d 1%@carnet", read.Documents[0].ContentId);
        Assert.Equal(new byte[] { 0, 255 }, read.Documents[1].Inline!.Value.ToArray());
    }

    [Fact]
    public void A_failure_told_without_errors_stays_a_failure()
    {
        const string Xml = "<a:RetrieveDocumentSetResponse xmlns:a='urn:ihe:iti:xds-b:2007'>"
            + "<RegistryResponse xmlns='urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0' "
            + "status='urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure'/></a:RetrieveDocumentSetResponse>";

        Assert.Equal(ResponseStatus.Failure, XdsSamples.Read(Xml, RetrieveDocumentSetResponse.Read).Status);
    }

    [Theory]
    [InlineData("", "xds.retrieve-body")]
    [InlineData("<x/>", "xds.retrieve-body")]
    [InlineData("<DocumentRequest/>", "xds.retrieve-item")]
    [InlineData("<DocumentRequest><RepositoryUniqueId>1.2</RepositoryUniqueId></DocumentRequest>", "xds.retrieve-item")]
    [InlineData("<DocumentRequest><DocumentUniqueId>1</DocumentUniqueId><DocumentUniqueId>2</DocumentUniqueId>"
        + "</DocumentRequest>", "xds.retrieve-item")]
    public void A_malformed_request_is_refused(string content, string code)
        => Assert.Equal(code, XdsSamples.Refusal(() => XdsSamples.Read(
            $"<RetrieveDocumentSetRequest xmlns=\"urn:ihe:iti:xds-b:2007\">{content}</RetrieveDocumentSetRequest>",
            RetrieveDocumentSetRequest.Read)));

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "xds.retrieve-count")]
    public void At_most_100_documents_are_asked_for(int count, string? code)
    {
        var bytes = XdsSamples.Bytes(new RetrieveDocumentSetRequest(
            [.. Enumerable.Range(1, count).Select(i => new DocumentRequest("1.2.3", $"1.2.{i}"))]).WriteTo);

        var error = Record.Exception(() => XdsSamples.Read(bytes, RetrieveDocumentSetRequest.Read));

        Assert.Equal(code, (error as Carnet.Wire.WireFormatException)?.Code);
    }

    [Fact]
    public void A_registry_answer_comes_back_unchanged()
    {
        var answer = RegistryResponse.Failure(
            new RegistryError(XdsErrorCode.RepositoryMetadata, "xds.dtm : date « creationTime »", "Document01"),
            new RegistryError(XdsErrorCode.Repository, "attention", null, RegistryError.Warning));

        var read = XdsSamples.RoundTrip(answer.WriteTo, RegistryResponse.Read, value => value.WriteTo);

        Assert.Equal(answer.Errors, read.Errors);
        Assert.Equal(ResponseStatus.Failure, read.Status);
    }
}
