using System.Text;
using Carnet.Client;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Carnet.Wire.Xds;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>Messages whose parts, frame or size are wrong, and numbers that are taken.</summary>
[Trait("rule", "F-3")]
public sealed class BadFrameTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    private const string Hospital = "ch-kerlann";

    private static readonly BadCase[] Parts =
    [
        Frame("part that did not come", "mtom.part-missing", set => set.ToRequest(), set => []),
        Frame("part that nothing names", "mtom.part-unknown", set => set.ToRequest(),
            set => [.. set.Parts, new MessagePart("extra@carnet.lps", "text/xml", "<a/>"u8.ToArray())]),
        Frame("entry without its Document element", "xds.document-missing", set => set.ToRequest() with { Documents = [] }, set => set.Parts),
        Frame("Document element without its entry", "xds.document-extra",
            set => set.ToRequest() with { Documents = [.. set.ToRequest().Documents, new SubmittedDocument("nobody", "extra@carnet.lps")] },
            set => [.. set.Parts, new MessagePart("extra@carnet.lps", "text/xml", "<a/>"u8.ToArray())]),
        Frame("two elements that name one part", "mtom.cid-repeated",
            set => set.ToRequest() with { Documents = [.. set.ToRequest().Documents.Select(document => document with { ContentId = "document01@carnet.lps" })] },
            set => set.Parts, documents: 2),
        Sent("message cut in a part", "mtom.truncated", message => message with { Bytes = message.Bytes[..^200] }),
        Sent("message cut in the envelope", "mtom.truncated", message => message with { Bytes = message.Bytes[..3000] }),
        Sent("boundary that is not the message's", "mtom.headers", message => message with
        {
            ContentType = message.ContentType.Replace("boundary=\"", "boundary=\"x", StringComparison.Ordinal),
        }),
        Sent("content type that is no SOAP", "soap.content-type", message => message with { ContentType = "text/plain" }),
        Sent("SOAP 1.1", "soap.version", message => Text(message, "http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/")),
        Sent("action of another transaction", "soap.action-mismatch", message
            => Text(message, ">" + XdsActions.ProvideAndRegister + "<", ">" + XdsActions.Retrieve + "<")),
        Sent("action that nobody knows", "soap.unknown-action", message
            => Text(message, ">" + XdsActions.ProvideAndRegister + "<", ">urn:nobody<")),
        Sent("right action at the wrong service", "soap.unknown-action", message => message with { Service = DmpMessages.Registry }),
        Sent("unknown header that must be understood", "soap.must-understand", message
            => Text(message, "<soap:Header>", "<soap:Header><x xmlns=\"urn:x\" soap:mustUnderstand=\"true\"/>")),
        Sent("DTD in the envelope", "xml.dtd", message => Text(message, "<soap:Envelope", "<!DOCTYPE a [<!ENTITY b \"c\">]><soap:Envelope")),
    ];

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Wrong_frames_are_refused(string database)
        => await Refusals.ProveAsync(await towns.OnAsync(database), Parts, output);

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task A_closed_record_takes_and_gives_nothing(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        Assert.Equal("done", (await town.RunAsync<CloseRecord, Carnet.Domain.Records.RecordId>(
            Sample.Desk, new CloseRecord(patient.Ins, "Essai"))).Code());
        var before = await town.CountAsync();
        var card = town.As(Hospital).Card;

        Assert.Equal("record.closed", (await town.As(Hospital).ProvideAndRegisterAsync(
            patient.Call, patient.Set(card, patient.Document(card)))).Refusal().Code);
        Assert.Equal("record.closed", (await town.As("claire-kerscaven").QueryAsync(
            patient.Call, DocumentQueries.FindDocuments(patient.Cx))).Refusal(response => response.Errors).Code);
        Assert.Equal(before, await town.CountAsync());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-5")]
    public async Task F_5_A_taken_number_with_another_content_is_refused(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var hospital = town.As(Hospital);
        var first = patient.Document(hospital.Card);
        var set = await hospital.DepositAsync(patient, first);
        var before = await town.CountAsync();

        var altered = CdaDocument.Of(Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(first.Bytes.Span).Replace("Tout va bien", "Tout va mal", StringComparison.Ordinal)));
        Assert.Equal("document.other-content", (await hospital.ProvideAndRegisterAsync(
            patient.Call, patient.Set(hospital.Card, altered))).Refusal().Code);

        var other = patient.Set(hospital.Card, patient.Document(hospital.Card));
        var sameSet = other with
        {
            Metadata = other.Metadata with
            {
                SubmissionSet = other.Metadata.SubmissionSet with { UniqueId = set.Metadata.SubmissionSet.UniqueId },
            },
        };
        Assert.Equal("submission.duplicate-id", (await hospital.ProvideAndRegisterAsync(patient.Call, sameSet)).Refusal().Code);
        Assert.Equal(before, await town.CountAsync());
    }

    [Fact]
    public async Task Too_large_a_document_is_refused_with_the_limit()
    {
        await using var town = await SoapServer.StartAsync(
            DatabaseProvider.Sqlite, ("Feeding:MaxDocumentBytes", "20000"), ("Feeding:MaxDocuments", "3"));
        BadCase[] cases =
        [
            Refusals.Deposit("a little too large", "document.too-large", (patient, card)
                => patient.Set(card, patient.Document(card, new string('x', 20_000)))),
            Refusals.Deposit("far too large", "document.too-large", (patient, card)
                => patient.Set(card, patient.Document(card, new string('x', 3_000_000)))),
            Refusals.Deposit("too many documents", "document.too-many", (patient, card)
                => patient.Set(card, [.. Enumerable.Range(0, 4).Select(i => patient.Document(card, $"{i}"))])),
        ];
        await Refusals.ProveAsync(town, cases, output);
    }

    private static BadCase Frame(
        string name, string code, Func<Submission, ProvideAndRegisterDocumentSetRequest> body,
        Func<Submission, IReadOnlyList<MessagePart>> parts, int documents = 1) => new(name, code, async (town, patient) =>
        {
            var client = town.As(Hospital);
            var set = patient.Set(client.Card, [.. Enumerable.Range(0, documents).Select(_ => patient.Document(client.Card))]);
            var message = DmpMessages.Multipart(DmpMessages.Envelope(
                XdsActions.ProvideAndRegister, client.Messages.Sign(patient.Call), body(set).WriteTo), parts(set));
            return (await client.SendAsync(message, RegistryResponse.Read, default)).Refusal();
        });

    private static BadCase Sent(string name, string code, Func<DmpMessage, DmpMessage> change) => new(
        name, code, async (town, patient) =>
        {
            var client = town.As(Hospital);
            var message = client.Messages.ProvideAndRegister(patient.Call, patient.Set(client.Card, patient.Document(client.Card)));
            return (await client.SendAsync(change(message), RegistryResponse.Read, default)).Refusal();
        });

    private static DmpMessage Text(DmpMessage message, string old, string replacement) => message with
    {
        Bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message.Bytes.Span).Replace(old, replacement, StringComparison.Ordinal)),
    };
}
