using System.Buffers;
using System.Text;
using Carnet.Wire.Xml;

namespace Carnet.Tests.Wire.Xml;

public sealed class Utf8XmlWriterTests
{
    [Theory]
    [InlineData("a < b & c > d \"é\" €\U0001F600", "a &lt; b &amp; c &gt; d \"é\" €\U0001F600")]
    [InlineData("one\r\n\ttwo", "one&#xD;\n\ttwo")]
    [InlineData("\u0000x\u001Fy\uFFFEz\uFFFF", "\uFFFDx\uFFFDy\uFFFDz\uFFFD")]
    [InlineData("", "")]
    public void Text_is_escaped_and_never_malformed(string text, string expected)
        => Assert.Equal(expected, Written(writer => writer.Text(text)));

    [Fact]
    public void A_lone_surrogate_becomes_a_replacement_character()
        => Assert.Equal("a\uFFFDb", Written(writer => writer.Text("a\uD800b")));

    [Fact]
    public void Attributes_keep_their_line_ends_and_tabs()
        => Assert.Equal(" a=\"&lt;&amp;&quot;>&#x9;&#xA;&#xD;'\"",
            Written(writer => writer.Attribute("a"u8, "<&\">\t\n\r'").Attribute("b"u8, (string?)null)));

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(12288), InlineData(40000)]
    public void Base64_in_pieces_is_the_base64_of_the_whole(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i * 7);
        }

        Assert.Equal(Convert.ToBase64String(bytes), Written(writer => writer.Base64(bytes)));
    }

    [Fact]
    public void What_is_written_is_read_back_by_the_one_reader()
    {
        const string Text = "é < & ]]> \r\n\t\U0001F600 fin";
        var xml = Written(writer => writer.Raw("<a"u8).Attribute("b"u8, Text).Raw(">"u8).Text(Text).Number(-42).Raw("</a>"u8));

        using var reader = SafeXml.Open(Encoding.UTF8.GetBytes(xml), XmlLimits.Envelope);
        reader.MoveToContent();
        Assert.Equal(Text, reader.GetAttribute("b"));
        Assert.Equal(Text + "-42", reader.ReadElementContentAsString());
    }

    private static string Written(Action<Utf8XmlWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new Utf8XmlWriter(output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
