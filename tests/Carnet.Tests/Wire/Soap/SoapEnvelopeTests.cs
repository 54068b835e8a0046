using System.Text;
using Carnet.Wire;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;

namespace Carnet.Tests.Wire.Soap;

public class SoapEnvelopeTests
{
    private const string Action = "<a:Action>urn:x</a:Action>";
    private const string MessageId = "<a:MessageID>urn:uuid:1</a:MessageID>";

    [Fact]
    public void A_written_envelope_is_read_back()
    {
        var bytes = Write(new("urn:act&ion", "urn:uuid:1", "https://ici/", null, "<w:Security xmlns:w=\""u8.ToArray()
            .Concat(Encoding.UTF8.GetBytes(SoapNames.Security + "\"/>")).ToArray()));

        var envelope = SoapEnvelope.Read(bytes);

        Assert.Equal("urn:act&ion", envelope.Action);
        Assert.Equal("urn:uuid:1", envelope.MessageId);
        Assert.Equal("https://ici/", envelope.To);
        Assert.True(envelope.HasSecurity);
        Assert.Equal(("b", "urn:b"), (envelope.BodyLocalName, envelope.BodyNamespaceUri));
        using var body = envelope.OpenBody();
        Assert.Equal("b", body.LocalName);
    }

    [Fact]
    public void An_answer_names_what_it_answers()
        => Assert.Equal("urn:uuid:1", SoapEnvelope.ReadAnswer(
            Write(new("urn:answer", "urn:uuid:2", RelatesTo: "urn:uuid:1"))).RelatesTo);

    [Fact]
    public void Only_an_answer_may_come_without_message_id()
    {
        var bytes = Bytes(Action, "<b/>");

        Assert.Null(SoapEnvelope.ReadAnswer(bytes).MessageId);
        Assert.Equal("soap.message-id", Refusal(bytes));
    }

    [Theory]
    [InlineData("<a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo>")]
    [InlineData("<!-- commentaire --><?pi?>\n<a:From><a:Address>urn:x</a:Address></a:From>")]
    [InlineData("<x:y xmlns:x='urn:x' s:mustUnderstand='false'><s:Body/></x:y>")]
    [InlineData("<a:Action2 xmlns:a='urn:other'/>")]
    public void What_binds_nobody_is_tolerated(string header)
        => Assert.Equal("urn:x", SoapEnvelope.Read(Bytes(Action + header + MessageId, "\n<!-- x --><b/>\n")).Action);

    [Theory]
    [InlineData(MessageId, "<b/>", "soap.action")]
    [InlineData("<a:Action/>" + MessageId, "<b/>", "soap.action")]
    [InlineData(Action + Action + MessageId, "<b/>", "soap.action-repeated")]
    [InlineData(Action + MessageId + MessageId, "<b/>", "soap.message-id-repeated")]
    [InlineData(Action + MessageId + "<a:To>a</a:To><a:To>b</a:To>", "<b/>", "soap.addressing-repeated")]
    [InlineData(Action + "<a:MessageID>x<y/></a:MessageID>", "<b/>", "soap.addressing")]
    [InlineData(Action + MessageId + "<a:ReplyTo><a:Address>http://evil/</a:Address></a:ReplyTo>", "<b/>",
        "soap.reply-to")]
    [InlineData(Action + MessageId + "<a:FaultTo><a:Address>http://evil/</a:Address></a:FaultTo>", "<b/>",
        "soap.reply-to")]
    [InlineData(Action + MessageId + "<a:ReplyTo/>", "<b/>", "soap.reply-to")]
    [InlineData(Action + MessageId + "<x s:mustUnderstand='1'/>", "<b/>", "soap.must-understand")]
    [InlineData(Action + MessageId + "<x s:mustUnderstand=' true '/>", "<b/>", "soap.must-understand")]
    [InlineData(Action + MessageId + "<x s:mustUnderstand='1' s:role='urn:other'/>", "<b/>", "soap.must-understand")]
    [InlineData(Action + MessageId, "", "soap.body")]
    [InlineData(Action + MessageId, "text", "soap.body")]
    [InlineData(Action + MessageId, "<b/><b/>", "soap.body")]
    public void A_frame_defect_has_its_code(string header, string body, string code)
        => Assert.Equal(code, Refusal(Bytes(header, body)));

    [Fact]
    public void Two_security_headers_are_refused()
    {
        var security = $"<w:Security xmlns:w='{SoapNames.Security}'/>";

        Assert.Equal("soap.security-repeated", Refusal(Bytes(Action + MessageId + security + security, "<b/>")));
    }

    [Theory]
    [InlineData("<s:Body><b/></s:Body><s:Header/>", "soap.structure")]
    [InlineData("<s:Header/><s:Header/><s:Body><b/></s:Body>", "soap.structure")]
    [InlineData("<s:Header/><s:Body><b/></s:Body><s:Body><b/></s:Body>", "soap.structure")]
    [InlineData("<s:Header/><s:Body><b/></s:Body><x/>", "soap.structure")]
    [InlineData("<s:Header><s:Body/></s:Header>", "soap.structure")]
    [InlineData("<s:Body><b/></s:Body>", "soap.structure")]
    [InlineData("", "soap.structure")]
    public void Header_then_body_and_nothing_else(string content, string code)
        => Assert.Equal(code, Refusal(Encoding.UTF8.GetBytes(
            $"<s:Envelope xmlns:s='{SoapNames.Envelope}'>{content}</s:Envelope>")));

    [Theory]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'/>", "soap.version")]
    [InlineData("<Envelope/>", "soap.envelope")]
    [InlineData("<html/>", "soap.envelope")]
    [InlineData("", "xml.malformed")]
    [InlineData("{}", "xml.malformed")]
    public void Another_document_is_no_envelope(string xml, string code)
        => Assert.Equal(code, Refusal(Encoding.UTF8.GetBytes(xml)));

    [Fact]
    public void What_follows_the_envelope_is_refused()
        => Assert.Equal("xml.malformed", Refusal([.. Bytes(Action + MessageId, "<b/>"), .. "<x/>"u8.ToArray()]));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "soap.size")]
    public void An_envelope_has_at_most_2_MiB(int more, string? code)
    {
        var envelope = Bytes(Action + MessageId, "<b/>");
        var bytes = envelope.Concat(Enumerable.Repeat((byte)'\n', SoapEnvelope.MaxBytes + more - envelope.Length));

        Assert.Equal(code, (Record.Exception(() => SoapEnvelope.Read(bytes.ToArray())) as WireFormatException)?.Code);
    }

    [Fact]
    public void A_fault_comes_back_unchanged()
    {
        var fault = new SoapFault(SoapFaultCode.Sender,
            [new("InvalidSecurity", SoapNames.Security), new("DMPInvalidCertificate", SoapFault.Namespace)],
            "Le certificat n'est pas du bon type.", "vihf.certificate");
        var bytes = Write(new(SoapNames.FaultAction, "urn:uuid:2", RelatesTo: "urn:uuid:1"), fault.WriteTo);

        var envelope = SoapEnvelope.ReadAnswer(bytes);
        using var reader = envelope.OpenBody();
        var read = SoapFault.Read(reader);

        Assert.True(envelope.IsFault);
        Assert.Equal(fault with { Subcodes = [] }, read with { Subcodes = [] });
        Assert.Equal(fault.Subcodes, read.Subcodes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<s:Code><s:Value>s:Client</s:Value></s:Code>")]
    [InlineData("<s:Code><s:Value>s:0</s:Value></s:Code>")]
    [InlineData("<s:Code><s:Value>Sender</s:Value></s:Code>")]
    [InlineData("<s:Code><s:Value>s:</s:Value></s:Code>")]
    public void A_fault_without_a_code_is_refused(string content)
    {
        using var reader = SafeXml.Open(Encoding.UTF8.GetBytes(
            $"<s:Fault xmlns:s='{SoapNames.Envelope}'>{content}</s:Fault>"), XmlLimits.Envelope);

        Assert.Equal("soap.fault", Assert.Throws<WireFormatException>(() => SoapFault.Read(reader)).Code);
    }

    internal static byte[] Write(SoapHeaders headers, Action<System.Buffers.IBufferWriter<byte>>? body = null)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        SoapEnvelopeWriter.Write(output, headers,
            body ?? (o => new Utf8XmlWriter(o).Raw("<b xmlns=\"urn:b\"/>"u8)));
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Bytes(string header, string body) => Encoding.UTF8.GetBytes(
        $"<s:Envelope xmlns:s='{SoapNames.Envelope}' xmlns:a='{SoapNames.Addressing}'>"
        + $"<s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>");

    private static string Refusal(byte[] bytes)
        => Assert.Throws<WireFormatException>(() => SoapEnvelope.Read(bytes)).Code;
}
