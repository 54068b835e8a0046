using System.Text;
using Carnet.Wire;
using Carnet.Wire.Soap;

namespace Carnet.Tests.Wire.Soap;

public class MtomTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_000)]
    [InlineData(3_000_000)]
    public async Task Parts_come_back_unchanged_whatever_the_reads(int size)
    {
        var content = Content(size);
        var message = await Messages.WriteAsync("<root/>", ("a@b", content), ("c@d", content));

        foreach (var chunk in (int[])[1, 7, 4096, 100_000])
        {
            if (chunk == 1 && size > 100_000)
            {
                continue;
            }

            var (root, parts) = await Messages.ReadAsync(new Trickle(message, chunk));
            Assert.Equal("<root/>", root);
            Assert.Equal(["a@b", "c@d"], parts.Select(p => p.Id));
            Assert.All(parts, part => Assert.Equal(content, part.Bytes));
        }
    }

    [Fact]
    public async Task A_part_not_read_is_skipped()
    {
        var message = await Messages.WriteAsync("<root/>", ("a", Content(200_000)), ("b", Content(10)));
        using var reader = await Messages.OpenAsync(new MemoryStream(message));

        var first = await reader.ReadNextPartAsync(default);
        var second = await reader.ReadNextPartAsync(default);

        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await first!.Content.ReadExactlyAsync(new byte[1]));
        Assert.Equal("b", second!.ContentId);
        Assert.Null(await reader.ReadNextPartAsync(default));
        Assert.Null(await reader.ReadNextPartAsync(default));
    }

    [Fact]
    public async Task Memory_stays_flat_while_a_large_part_is_read()
    {
        const int Size = 48 * 1024 * 1024;
        var message = await Messages.WriteAsync("<root/>", ("a", new byte[Size]));
        using var reader = await Messages.OpenAsync(new MemoryStream(message));
        var part = await reader.ReadNextPartAsync(default);

        var before = GC.GetAllocatedBytesForCurrentThread();
        await part!.Content.CopyToAsync(Stream.Null);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public async Task A_boundary_inside_a_line_is_content()
    {
        var content = Encoding.ASCII.GetBytes($"x--{Messages.Boundary}--\r\n -- {Messages.Boundary}\r\n-\r\r\n--x");

        var (_, parts) = await Messages.ReadAsync(
            new MemoryStream(await Messages.WriteAsync("<root/>", ("a", content))));

        Assert.Equal(content, Assert.Single(parts).Bytes);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("")]
    public async Task A_first_delimiter_may_follow_an_empty_line(string before)
    {
        var message = before + Encoding.ASCII.GetString(await Messages.WriteAsync("<root/>"));

        var (root, _) = await Messages.ReadAsync(new MemoryStream(Encoding.ASCII.GetBytes(message)));

        Assert.Equal("<root/>", root);
    }

    [Theory]
    [InlineData("multipart/related; type=\"application/xop+xml\"; boundary=b; start=\"<r@x>\"", "r@x")]
    [InlineData("Multipart/Related;boundary=\"b\";TYPE=application/xop+xml;start=r@x;", "r@x")]
    [InlineData("multipart/related; boundary=b; type=\"application/xop+xml\"; start-info=\"a;b=\\\"c\\\"\"", "r@x")]
    public async Task Content_types_of_real_clients_are_understood(string contentType, string id)
    {
        var message = $"--b\r\nContent-Type: application/xop+xml\r\nContent-ID: <{id}>\r\n\r\n<x/>\r\n--b--";

        using var reader = await MtomReader.OpenAsync(
            new MemoryStream(Encoding.ASCII.GetBytes(message)), contentType, MtomLimits.Default, default);

        Assert.Equal(id, reader.RootContentId);
        Assert.Equal("<x/>", Encoding.ASCII.GetString(reader.Root.Span));
    }

    [Theory]
    [InlineData("application/soap+xml; charset=utf-8", SoapPackaging.Plain)]
    [InlineData("Multipart/Related; boundary=b", SoapPackaging.Multipart)]
    public void A_content_type_tells_the_packaging(string contentType, SoapPackaging packaging)
        => Assert.Equal(packaging, SoapContentType.Packaging(contentType));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/xml")]
    [InlineData("application/fhir+json")]
    [InlineData("application/soap+xml; a")]
    [InlineData("application/soap+xml; a=1; a=2")]
    public void Other_content_types_are_refused(string? contentType)
        => Assert.Equal("soap.content-type",
            Assert.Throws<WireFormatException>(() => SoapContentType.Packaging(contentType)).Code);

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++)
        {
            // Rich in beginnings of delimiters.
            content[i] = (byte)"\r\n--0x"[(i * 7 + i / 31) % 6];
        }

        return content;
    }
}
