using System.Text.RegularExpressions;
using Carnet.Domain.Notices;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Letters;
using Carnet.Server.Platform.Outbox;
using Carnet.Tests.Support;
using Microsoft.Extensions.Options;

namespace Carnet.Tests.Platform.Letters;

/// <summary>N-9: letters, judged by tools that we did not write.</summary>
public sealed partial class LetterTests
{
    private const string Font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
    private static readonly DateTimeOffset At = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [ToolFact("qpdf", "pdftotext", "pdfinfo", Font)]
    public async Task N_9_every_letter_is_a_sound_pdf_with_its_text_title_language_and_tags()
    {
        using var folder = new ScratchFolder();
        var writer = Writer();
        foreach (var kind in Enum.GetValues<NoticeKind>().Where(kind => kind is not NoticeKind.AsynchronousAnswer))
        {
            var (subject, body) = NoticeTexts.Of(kind, MessageLanguage.French, "3 mars 2027");
            var path = Path.Combine(folder.Path, $"{kind}.pdf");
            await File.WriteAllBytesAsync(path, writer.Write(Letter(subject, body)));

            var check = await OutsideTool.RunAsync("qpdf", "", "--check", path);
            Assert.True(check.Exit == 0, check.Output + check.Error);
            Assert.DoesNotContain("WARNING", check.Output + check.Error, StringComparison.OrdinalIgnoreCase);
            var text = Spaces().Replace((await OutsideTool.RunAsync("pdftotext", "", "-layout", path, "-")).Output, " ");
            Assert.Contains(Spaces().Replace(body, " "), text, StringComparison.Ordinal);
            Assert.Contains(subject, text, StringComparison.Ordinal);
            Assert.Contains("Zoé D'ORMESSON 1 RUE DES LILAS 75020 PARIS", text, StringComparison.Ordinal);
            Assert.Contains("Le 1 mars 2027", text, StringComparison.Ordinal);
            var info = (await OutsideTool.RunAsync("pdfinfo", "", path)).Output;
            Assert.Matches(@"Tagged: +yes", info);
            Assert.Matches(@"Pages: +1\b", info);
            Assert.Contains(subject, info, StringComparison.Ordinal);
        }
    }

    [ToolFact("pdfinfo", "pdffonts", Font)]
    public async Task N_9_the_reading_order_is_in_the_structure_and_every_sign_is_embedded()
    {
        using var folder = new ScratchFolder();
        var path = Path.Combine(folder.Path, "lettre.pdf");
        await File.WriteAllBytesAsync(path, Writer().Write(Letter("Objet", "Un corps – « été » à 10 €, œuvre.")));
        var structure = (await OutsideTool.RunAsync("pdfinfo", "", "-struct-text", path)).Output;
        Assert.Equal(["Document", "P", "P", "P", "H1", "P", "P", "P"], Element().Matches(structure).Select(match => match.Value));
        Assert.Contains("« été » à 10 €, œuvre.", structure, StringComparison.Ordinal);
        var font = (await OutsideTool.RunAsync("pdffonts", "", path)).Output.Split('\n')[2];
        Assert.Matches(@"^[A-Z]{6}\+\S+ +CID TrueType +Identity-H +yes yes yes", font);
        Assert.Contains("pdfuaid:part>1<", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(path).Length, 5_000, 60_000);
    }

    [ToolFact(Font)]
    public void N_9_the_same_letter_is_the_same_bytes()
    {
        var letter = Letter("Objet", "Corps");
        Assert.Equal(Writer().Write(letter), Writer().Write(letter));
    }

    [ToolFact(Font)]
    public void A_font_that_is_none_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => new TrueTypeFont("OTTO ceci n'est pas une police"u8.ToArray()));
        Assert.Throws<InvalidDataException>(() => new TrueTypeFont(Forget(File.ReadAllBytes(Font), "glyf")));
    }

    [ToolFact("pdftotext", Font)]
    public async Task N_9_a_letter_waits_sealed_is_handed_over_once_and_one_written_twice_is_one()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var spool = new LetterSpool(house.Get<IOptions<DataOptions>>(), house.Get<Carnet.Server.Platform.Keys.SystemKey>());
        var options = Options.Create(new LetterOptions { Sender = "Carnet|BP 1|75000 PARIS" });
        var channel = new LetterChannel(spool, options);
        var message = new OutboxMessage(Carnet.Domain.Records.RecordId.None, Channel.Letter, "Zoé D'ORMESSON\n1 RUE DES LILAS\n75020 PARIS", "Objet", "Corps");
        var id = Guid.CreateVersion7();
        Assert.Equal(Delivery.NoAddress, await channel.SendAsync(id, At, message with { To = "Zoé D'ORMESSON" }, default));
        Assert.Equal(Delivery.Taken, await channel.SendAsync(id, At, message, default));
        Assert.Equal(Delivery.Taken, await channel.SendAsync(id, At, message, default));

        var waiting = Assert.Single(Directory.GetFiles(Path.Combine(house.Folder, "letters")));
        Assert.DoesNotContain("%PDF", await File.ReadAllTextAsync(waiting), StringComparison.Ordinal);
        AssertOwnerOnly(waiting);
        var target = Path.Combine(house.Folder, "remise");
        Assert.Equal(1, await spool.ExportAsync(target, default));
        Assert.Equal(0, await spool.ExportAsync(target, default));
        Assert.Empty(Directory.GetFiles(Path.Combine(house.Folder, "letters")));
        var handed = Path.Combine(target, $"{id}.pdf");
        AssertOwnerOnly(handed);
        Assert.Contains("75020 PARIS", (await OutsideTool.RunAsync("pdftotext", "", handed, "-")).Output, StringComparison.Ordinal);
    }

    [ToolFact("qpdf", "pdftotext", Font)]
    public async Task N_an_English_letter_says_so_and_is_English_from_the_date_to_the_end()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var spool = new LetterSpool(house.Get<IOptions<DataOptions>>(), house.Get<Carnet.Server.Platform.Keys.SystemKey>());
        var channel = new LetterChannel(spool, Options.Create(new LetterOptions { Sender = "Carnet|BP 1|75000 PARIS" }));
        var (subject, body) = NoticeTexts.Of(NoticeKind.RecordClosed, MessageLanguage.English);
        var message = new OutboxMessage(
            Carnet.Domain.Records.RecordId.None, Channel.Letter, "Zoé D'ORMESSON\n1 RUE DES LILAS\n75020 PARIS", subject, body)
        {
            Language = MessageLanguage.English,
        };
        var id = Guid.CreateVersion7();
        Assert.Equal(Delivery.Taken, await channel.SendAsync(id, At, message, default));
        var target = Path.Combine(house.Folder, "remise");
        await spool.ExportAsync(target, default);
        var path = Path.Combine(target, $"{id}.pdf");
        var text = Spaces().Replace((await OutsideTool.RunAsync("pdftotext", "", "-layout", path, "-")).Output, " ");
        Assert.Contains($"1 March 2027 {subject} Hello, {body} This letter is sent automatically", text, StringComparison.Ordinal);
        Assert.Contains("/Lang (en-GB)", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Equal(0, (await OutsideTool.RunAsync("qpdf", "", "--check", path)).Exit);
    }

    private static void AssertOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    private static LetterPdf Writer() => new(new TrueTypeFont(File.ReadAllBytes(Font)));

    private static Letter Letter(string subject, string body) => new(
        Guid.Parse("01930000-0000-7000-8000-000000000001"), At, ["Carnet", "BP 1", "75000 PARIS"],
        ["Zoé D'ORMESSON", "1 RUE DES LILAS", "75020 PARIS"], subject, ["Bonjour,", body, "Fin."], Language.French);

    private static byte[] Forget(byte[] font, string table)
    {
        var at = font.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(table));
        font[at] = (byte)'x';
        return font;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(?:Document|H1|P)\b(?= *\n| \()", RegexOptions.Multiline)]
    private static partial Regex Element();
}
