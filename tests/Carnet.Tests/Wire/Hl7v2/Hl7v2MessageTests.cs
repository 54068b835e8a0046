using System.Text;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Hl7v2;

namespace Carnet.Tests.Wire.Hl7v2;

/// <summary>HL7 v2 in the vertical-bar encoding: parts, escapes, character sets, and what is no message.</summary>
public sealed class Hl7v2MessageTests
{
    private const string Head = @"MSH|^~\&|DPI|CH|CARNET||20261124||MDM^T02^MDM_T02|015|P|2.6|||||FRA|UNICODE UTF-8";

    [Fact]
    public void Fields_repetitions_components_and_sub_components_are_counted_from_one()
    {
        var message = Read(Head + "\rPID|||1^^^A&1.2&ISO^INS~2^^^B^PI||LEFÈVRE^Zoé^Zoé Marie^^^^L\r");
        var pid = message.Require("PID");
        Assert.Equal(["1", "2"], pid.Repetitions(3).Select(id => id[1]));
        Assert.Equal(("1.2", "ISO", "INS"), (pid[3][4, 2], pid[3][4, 3], pid[3][5]));
        Assert.Equal(("LEFÈVRE", "Zoé Marie", "L"), (pid[5][1], pid[5][3], pid[5][7]));
        Assert.Equal(("", 0), (pid[9][1], pid.Repetitions(30).Count));
        Assert.Equal(("DPI", "MDM", "T02", "015"), (message.Header.SendingApplication, message.Header.MessageCode,
            message.Header.TriggerEvent, message.Header.MessageControlId));
    }

    [Theory]
    [InlineData(@"a\F\b", "a|b")]
    [InlineData(@"a\S\b\R\c\T\d\E\e", @"a^b~c&d\e")]
    [InlineData(@"ligne\.br\suite", "ligne\nsuite")]
    [InlineData(@"\X41\\X0D\", "A\r")]
    [InlineData(@"\H\gras\N\", "gras")]
    [InlineData(@"\Z9\reste", @"\Z9\reste")]
    [InlineData(@"seul\", @"seul\")]
    [InlineData(@"\XZZ\", @"\XZZ\")]
    [InlineData("\"\"", "")]
    public void Escapes_are_resolved(string written, string meant)
        => Assert.Equal(meant, Read(Head + $"\rNTE|1||{written}").Require("NTE")[3][1]);

    [Theory]
    [InlineData("UNICODE UTF-8", "utf-8", "Zoé")]
    [InlineData("8859/1", "latin1", "Zoé")]
    [InlineData("8859/1~UNICODE UTF-8", "latin1", "Zoé")]
    [InlineData("", "utf-8", "Zoé")]
    public void Character_sets_are_read_as_MSH_18_says(string name, string encoding, string text)
    {
        var message = Head.Replace("UNICODE UTF-8", name, StringComparison.Ordinal) + $"\rPID|||||{text}^x";
        Assert.Equal(text, Hl7v2Message.Read(Encoding.GetEncoding(encoding).GetBytes(message)).Require("PID")[5][1]);
    }

    [Fact]
    public void Latin_9_has_its_own_oe()
    {
        var bytes = Encoding.Latin1.GetBytes(Head.Replace("UNICODE UTF-8", "8859/15", StringComparison.Ordinal) + "\rPID|||||C\u00BDur");
        Assert.Equal("Cœur", Hl7v2Message.Read(bytes).Require("PID")[5][1]);
    }

    [Fact]
    public void Bytes_that_are_not_of_the_announced_set_are_refused_when_they_are_read()
    {
        var message = Hl7v2Message.Read(Encoding.Latin1.GetBytes(Head + "\rPID|||||Zoé"));
        Assert.Equal("mllp.encoding", Assert.Throws<WireFormatException>(() => message.Require("PID")[5][1]).Code);
    }

    [Theory]
    [InlineData("", "mllp.msh")]
    [InlineData("MSH", "mllp.msh")]
    [InlineData("PID|||1", "mllp.msh")]
    [InlineData(@"MSH|^^\&|a", "mllp.msh")]
    [InlineData(@"MSHA^~\&Ab", "mllp.msh")]
    [InlineData(Head + "\rpid|1", "mllp.segment")]
    [InlineData(Head + "\rPID1|1", "mllp.segment")]
    [InlineData(Head + "\r<xml/>", "mllp.segment")]
    [InlineData(Head + "\r" + Head, "mllp.segment")]
    [InlineData(@"MSH|^~\&||||||||||||||||UTF-16", "mllp.character-set")]
    public void What_is_no_message_is_refused_with_its_reason(string text, string code)
        => Assert.Equal(code, Assert.Throws<WireFormatException>(() => Read(text)).Code);

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Line_ends_of_files_are_taken_too(string end)
        => Assert.Equal(["MSH", "PID", "TXA"], Read($"{Head}{end}PID|1{end}TXA|1{end}{end}").Segments.Select(segment => segment.Name));

    [Fact]
    public void An_answer_reads_back_and_its_texts_break_out_of_nothing()
    {
        var header = Read(Head.Replace("015", @"0\F\15", StringComparison.Ordinal)).Header;
        var frame = new Acknowledgment(AcknowledgmentCode.AE, "7", DateTimeOffset.UnixEpoch,
            [new ErrorSegment("PID^1^3", 204, 'E', "record.unknown", "DMPUnknown", "Pas de dossier | ^ \r ZZZ")]).Write(header);
        Assert.Equal((MllpReader.StartBlock, MllpReader.EndBlock, MllpReader.CarriageReturn), (frame[0], frame[^2], frame[^1]));
        var answer = Hl7v2Message.Read(frame.AsMemory(1, frame.Length - 3));
        Assert.Equal(["MSH", "MSA", "ERR"], answer.Segments.Select(segment => segment.Name));
        Assert.Equal(("ACK", "T02", "CARNET", "DPI"), (answer.Header.MessageCode, answer.Header.TriggerEvent,
            answer.Header.SendingApplication, answer.Header.ReceivingApplication));
        Assert.Equal(("AE", "0|15"), (answer.Require("MSA")[1][1], answer.Require("MSA")[2][1]));
        Assert.Equal("Pas de dossier | ^ \n ZZZ", answer.Require("ERR")[8][1]);
        Assert.Equal(("record.unknown", "DMPUnknown"), (answer.Require("ERR")[5][1], answer.Require("ERR")[5][4]));
    }

    [CorpusFact]
    public void Every_French_message_is_read_to_its_last_segment()
    {
        var files = Corpus.Files("hl7v2-fr").Where(file => Path.GetExtension(file) != ".md").ToList();
        Assert.Equal(28, files.Count);
        foreach (var file in files)
        {
            var message = Hl7v2Message.Read(File.ReadAllBytes(file));
            Assert.True(message.Header.MessageControlId.Length > 0, file);
            Assert.All(message.Segments, segment => Assert.All(
                Enumerable.Range(1, segment.Fields), field => _ = segment.Repetitions(field).Select(value => value[1]).ToList()));
        }
    }

    private static Hl7v2Message Read(string text) => Hl7v2Message.Read(Encoding.UTF8.GetBytes(text));
}
