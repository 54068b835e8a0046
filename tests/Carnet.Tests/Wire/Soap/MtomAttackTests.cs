using System.Text;
using Carnet.Wire;
using Carnet.Wire.Soap;

namespace Carnet.Tests.Wire.Soap;

/// <summary>MTOM-01 to MTOM-17 of the attack catalogue, as far as a parser can see them.</summary>
/// <remarks>14, 15 and 16 belong to the repository and to the VIHF; 17 to the transport.</remarks>
public class MtomAttackTests
{
    private const string Part = "Content-ID: <a>\r\n\r\nx";

    [Fact]
    public void Mtom_01_a_reference_to_a_missing_part_is_refused()
        => Assert.Equal("mtom.part-missing", Code(() => new XopReferences(["a"], null).RequireAll()));

    [Fact]
    public Task Mtom_02_two_parts_of_one_name_are_refused()
        => RefusedAsync("mtom.content-id-repeated", Messages.Raw(Messages.Root, Part, Part));

    [Fact]
    public Task Mtom_02_a_part_with_the_name_of_the_root_is_refused()
        => RefusedAsync("mtom.content-id-repeated",
            Messages.Raw(Messages.Root, "Content-ID: <root@carnet>\r\n\r\nx"));

    [Fact]
    public void Mtom_03_a_part_used_twice_is_refused()
        => Assert.Equal("mtom.cid-repeated", Code(() => _ = new XopReferences(["a", "a"], null)));

    [Fact]
    public void Mtom_04_a_reference_to_the_root_is_refused()
        => Assert.Equal("mtom.href", Code(() => _ = new XopReferences(["a", "root"], "root")));

    [Theory]
    [InlineData("<a@b>", "a@b")]
    [InlineData("a@b", "a@b")]
    [InlineData("<a%40b>", "a@b")]
    [InlineData(" <a+b@c> ", "a+b@c")]
    [InlineData("<A@b>", "A@b")]
    public async Task Mtom_05_a_name_is_compared_without_its_clothes(string header, string expected)
    {
        var (_, parts) = await Messages.ReadAsync(
            new MemoryStream(Messages.Raw(Messages.Root, $"Content-Id: {header}\r\n\r\nx")));

        Assert.Equal(expected, Assert.Single(parts).Id);
    }

    [Fact]
    public Task Mtom_05_two_clothes_of_one_name_are_one_name()
        => RefusedAsync("mtom.content-id-repeated",
            Messages.Raw(Messages.Root, "Content-ID: <a%40b>\r\n\r\nx", "Content-ID: a@b\r\n\r\ny"));

    [Fact]
    public void Mtom_07_a_part_that_nobody_names_is_refused()
        => Assert.Equal("mtom.part-unknown", Code(() => new XopReferences(["a"], null).Accept("b")));

    [Fact]
    public Task Mtom_08_a_part_before_the_root_is_refused()
        => RefusedAsync("mtom.root-first", Messages.Raw(Part, Messages.Root));

    [Theory]
    [InlineData("", "mtom.boundary")]
    [InlineData("; boundary=", "mtom.boundary")]
    [InlineData("; boundary=\"a\\\"", "mtom.content-type")]
    [InlineData("; boundary=\"a\r\nb\"", "mtom.boundary")]
    [InlineData("; boundary=\"a \"", "mtom.boundary")]
    [InlineData("; boundary=été", "mtom.boundary")]
    [InlineData("; boundary=a; boundary=b", "mtom.content-type")]
    public Task Mtom_09_a_wrong_boundary_is_refused(string parameter, string code)
        => RefusedAsync(code, [], "multipart/related; type=\"application/xop+xml\"" + parameter);

    [Theory]
    [InlineData(70, "mtom.truncated")]
    [InlineData(71, "mtom.boundary")]
    public Task Mtom_09_a_boundary_has_at_most_70_characters(int length, string code)
        => RefusedAsync(code, [], $"multipart/related; type=\"application/xop+xml\"; boundary={new string('b', length)}");

    [Theory]
    [InlineData("--0123456789abcdef0123456789abcdef\r\n", "mtom.truncated")]
    [InlineData("--0123456789abcdef0123456789abcdef-", "mtom.truncated")]
    [InlineData("--0123456789abcdef0123456789abcdefX\r\n", "mtom.delimiter")]
    [InlineData("--0123456789abcdef0123456789abcdef \t X\r\n", "mtom.delimiter")]
    [InlineData("", "mtom.truncated")]
    public async Task Mtom_09_a_missing_or_broken_last_delimiter_is_refused(string end, string code)
    {
        var whole = Messages.Raw(Messages.Root, Part);
        await RefusedAsync(code,
            [.. whole[..^(Messages.Boundary.Length + 6)], .. Encoding.ASCII.GetBytes(end)]);
    }

    [Fact]
    public Task Mtom_09_a_message_without_parts_is_refused() => RefusedAsync("mtom.root", Messages.Raw());

    [Fact]
    public Task Mtom_09_another_boundary_is_never_found()
        => RefusedAsync("mtom.truncated", Messages.Raw(Messages.Root),
            "multipart/related; type=\"application/xop+xml\"; boundary=other");

    [Fact]
    public Task Mtom_09_bare_line_feeds_open_no_part()
        => RefusedAsync("mtom.delimiter", Encoding.ASCII.GetBytes(
            Encoding.ASCII.GetString(Messages.Raw(Messages.Root, Part)).Replace("\r\n", "\n", StringComparison.Ordinal)));

    [Theory]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("MULTIPART/related; boundary=x")]
    [InlineData("message/rfc822")]
    public Task Mtom_10_a_message_in_a_message_is_refused(string type)
        => RefusedAsync("mtom.nested", Messages.Raw(Messages.Root, $"Content-ID: a\r\nContent-Type: {type}\r\n\r\nx"));

    [Theory]
    [InlineData("base64")]
    [InlineData("Quoted-Printable")]
    [InlineData("x-gzip")]
    public Task Mtom_11_an_encoding_that_changes_bytes_is_refused(string encoding)
        => RefusedAsync("mtom.encoding",
            Messages.Raw(Messages.Root, $"Content-ID: a\r\nContent-Transfer-Encoding: {encoding}\r\n\r\nx"));

    [Theory]
    [InlineData(31, null)]
    [InlineData(32, "mtom.headers")]
    public Task Mtom_12_a_flood_of_headers_is_refused(int others, string? code)
        => RefusedAsync(code, Messages.Raw(
            Messages.Root, string.Concat(Enumerable.Range(0, others).Select(i => $"X-{i}: y\r\n")) + Part));

    [Theory]
    [InlineData(8_000, null)]
    [InlineData(9_000, "mtom.headers")]
    [InlineData(1_000_000, "mtom.headers")]
    public Task Mtom_12_a_long_header_is_refused(int length, string? code)
        => RefusedAsync(code, Messages.Raw(Messages.Root, $"X: {new string('y', length)}\r\n{Part}"));

    [Theory]
    [InlineData("no colon\r\n" + Part, "mtom.headers")]
    [InlineData("Content-ID: b\r\n" + Part, "mtom.header-repeated")]
    [InlineData("Content-Type: text/xml\r\n\r\nx", "mtom.content-id")]
    [InlineData("Content-ID: <>\r\n\r\nx", "mtom.content-id")]
    [InlineData("\r\nx", "mtom.content-id")]
    public Task Mtom_12_malformed_headers_are_refused(string part, string code)
        => RefusedAsync(code, Messages.Raw(Messages.Root, part));

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "mtom.parts")]
    [InlineData(10_000, "mtom.parts")]
    public Task Mtom_13_many_small_parts_are_refused(int count, string? code)
        => RefusedAsync(code, Messages.Raw(
            [Messages.Root, .. Enumerable.Range(0, count).Select(i => $"Content-ID: <{i}>\r\n\r\n")]));

    [Theory]
    [InlineData(1_000, null)]
    [InlineData(1_001, "mtom.part-size")]
    public async Task Mtom_14_a_part_has_a_largest_size_read_or_skipped(int size, string? code)
    {
        var message = await Messages.WriteAsync("<root/>", ("a", new byte[size]));
        var limits = MtomLimits.Default with { PartBytes = 1_000 };

        Assert.Equal(code, Code(await Record.ExceptionAsync(
            () => Messages.ReadAsync(new MemoryStream(message), limits: limits))));
        Assert.Equal(code, Code(await Record.ExceptionAsync(async () =>
        {
            using var reader = await Messages.OpenAsync(new MemoryStream(message), limits);
            await reader.ReadNextPartAsync(default);
            await reader.ReadNextPartAsync(default);
        })));
    }

    [Theory]
    [InlineData(7, null)]
    [InlineData(6, "mtom.root-size")]
    public async Task The_root_has_a_largest_size(int limit, string? code)
    {
        var message = await Messages.WriteAsync("<root/>");

        Assert.Equal(code, Code(await Record.ExceptionAsync(() => Messages.ReadAsync(
            new MemoryStream(message), limits: MtomLimits.Default with { RootBytes = limit }))));
    }

    [Theory]
    [InlineData("multipart/mixed; boundary=b", "mtom.content-type")]
    [InlineData("multipart/related; boundary=b", "mtom.type")]
    [InlineData("multipart/related; boundary=b; type=text/xml", "mtom.type")]
    public Task Another_kind_of_multipart_is_refused(string contentType, string code)
        => RefusedAsync(code, [], contentType);

    [Fact]
    public Task A_root_of_another_type_is_refused()
        => RefusedAsync("mtom.root-type", Messages.Raw("Content-Type: text/xml\r\nContent-ID: <root@carnet>\r\n\r\n<x/>"));

    [Fact]
    public Task Endless_text_before_the_first_part_is_refused()
        => RefusedAsync("mtom.headers", new byte[1_000_000]);

    [Theory]
    [InlineData("a\r\nX: y")]
    [InlineData("é")]
    public async Task A_header_cannot_be_injected_into_what_we_write(string id)
        => Assert.IsAssignableFrom<ArgumentException>(
            await Record.ExceptionAsync(() => Messages.WriteAsync("<root/>", (id, []))));

    private static async Task RefusedAsync(string? code, byte[] message, string? contentType = null)
        => Assert.Equal(code, Code(await Record.ExceptionAsync(
            () => Messages.ReadAsync(new MemoryStream(message), contentType))));

    private static string? Code(Exception? error)
        => error is null ? null : Assert.IsType<WireFormatException>(error).Code;

    private static string? Code(Action act) => Code(Record.Exception(act));
}
