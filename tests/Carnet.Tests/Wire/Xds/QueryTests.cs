using Carnet.Wire.Xds;

namespace Carnet.Tests.Wire.Xds;

public class QueryTests
{
    [Fact]
    public void A_query_comes_back_unchanged()
    {
        var query = new AdhocQueryRequest(StoredQueries.FindDocuments, QueryReturnType.LeafClass,
        [
            new("$XDSDocumentEntryPatientId", StoredQueryParameters.Quote(XdsSamples.Patient.ToString())),
            new("$XDSDocumentEntryStatus", StoredQueryParameters.QuoteList(AvailabilityStatuses.Approved)),
        ])
        {
            Id = "urn:uuid:0190b6f0-0000-7000-8000-000000000002",
            StartIndex = 20,
            MaxResults = 20,
            HomeCommunityId = "urn:oid:1.2.250.1.999",
        };

        var read = XdsSamples.RoundTrip(query.WriteTo, AdhocQueryRequest.Read, value => value.WriteTo);

        Assert.Equal(query, read with { Slots = query.Slots });
        Assert.Equal(XdsSamples.Patient, read.Parameters.PatientId("$XDSDocumentEntryPatientId"));
        Assert.Equal([AvailabilityStatuses.Approved], read.Parameters.RequiredAnyOf("$XDSDocumentEntryStatus"));
    }

    [Fact]
    public void An_answer_comes_back_unchanged()
    {
        var answer = new AdhocQueryResponse(ResponseStatus.PartialSuccess)
        {
            Errors = [new(XdsErrorCode.Registry, "registry.slow : trop lent & <vague>", "ici")],
            DocumentEntries = [XdsSamples.Registered(1), XdsSamples.Registered(2)],
            SubmissionSets = [XdsSamples.Set with { AvailabilityStatus = AvailabilityStatuses.Approved }],
            Associations = [XdsSamples.Member()],
            ObjectRefs = ["urn:uuid:00000000-0000-4000-8000-000000000009"],
            StartIndex = 40,
            TotalResultCount = 42,
        };

        var read = XdsSamples.RoundTrip(answer.WriteTo, AdhocQueryResponse.Read, value => value.WriteTo);

        Assert.Equal(2, read.DocumentEntries.Count);
        Assert.Equal(1, read.DocumentEntries[0].Version);
        Assert.Equal(answer.DocumentEntries[1].LogicalId, read.DocumentEntries[1].LogicalId);
        Assert.Equal(answer.Errors, read.Errors);
        Assert.Equal(42, read.TotalResultCount);
    }

    [Theory]
    [InlineData("'a'", "a")]
    [InlineData("  'a' ", "a")]
    [InlineData("'l''été'", "l'été")]
    [InlineData("''", "")]
    [InlineData("''''", "'")]
    [InlineData("('a')", "a")]
    [InlineData("('a','b')", "a|b")]
    [InlineData("( 'a' , 'b' )", "a|b")]
    [InlineData("('a,b','c''d')", "a,b|c'd")]
    [InlineData("('(')", "(")]
    [InlineData("20260101", "20260101")]
    [InlineData("(1,2)", "1|2")]
    public void Values_are_read_as_the_standard_writes_them(string raw, string expected)
        => Assert.Equal(expected, string.Join('|', Parameters(raw).AnyOf("$p")));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("'a")]
    [InlineData("a'")]
    [InlineData("'a'b'")]
    [InlineData("'a' 'b'")]
    [InlineData("'a','b'")]
    [InlineData("()")]
    [InlineData("('a'")]
    [InlineData("'a')")]
    [InlineData("('a',)")]
    [InlineData("(,'a')")]
    [InlineData("('a' 'b')")]
    [InlineData("('a','b'))")]
    [InlineData("('a' OR '1'='1')")]
    [InlineData("(urn:a)")]
    public void Malformed_values_are_refused(string raw)
    {
        var code = XdsSamples.Refusal(() => Parameters(raw).AnyOf("$p"));

        Assert.Equal("xds.query-value", code);
        Assert.Equal(XdsErrorCode.StoredQueryParamNumber, XdsErrorCode.For(code, repository: false));
    }

    [Fact]
    public void Values_of_one_slot_are_alternatives_and_slots_add_up()
    {
        var parameters = new StoredQueryParameters(
            [new("$e", ["('a^^1.2')", "('b^^1.2','c^^urn:oid:1.3')"]), new("$e", ["('d^^1.2')"])]);

        var groups = parameters.Codes("$e");

        Assert.Equal(["a", "b", "c"], groups[0].Select(code => code.Code));
        Assert.Equal("1.3", groups[0][2].CodingScheme);
        Assert.Equal(["d"], groups[1].Select(code => code.Code));
        Assert.Equal("xds.query-repeated", XdsSamples.Refusal(() => parameters.AnyOf("$e")));
    }

    [Fact]
    public void Single_values_are_checked_for_their_kind()
    {
        Assert.Equal(12, Parameters("12").Number("$p"));
        Assert.Equal("2026", Parameters("'2026'").Instant("$p"));
        Assert.Null(Parameters("12").Text("$q"));
        Assert.Equal("xds.query-missing-param", XdsSamples.Refusal(() => Parameters("1").RequiredText("$q")));
        Assert.Equal("xds.query-missing-param", XdsSamples.Refusal(() => Parameters("1").RequiredAnyOf("$q")));
        Assert.Equal("xds.query-single", XdsSamples.Refusal(() => Parameters("('a','b')").Text("$p")));
        Assert.Equal("xds.query-value", XdsSamples.Refusal(() => Parameters("'a'").Number("$p")));
        Assert.Equal("xds.query-value", XdsSamples.Refusal(() => Parameters("'20261301'").Instant("$p")));
        Assert.Equal("xds.query-value", XdsSamples.Refusal(() => Parameters("'1^^^x'").PatientId("$p")));
        Assert.Equal("xds.query-value", XdsSamples.Refusal(() => Parameters("('10')").Codes("$p")));
    }

    [Fact]
    public void Ten_thousand_values_are_read_in_one_pass()
        => Assert.Equal(10_000, Parameters($"({string.Join(',', Enumerable.Repeat("'a'", 10_000))})").AnyOf("$p").Count);

    private static StoredQueryParameters Parameters(string raw) => new([new("$p", raw)]);
}
