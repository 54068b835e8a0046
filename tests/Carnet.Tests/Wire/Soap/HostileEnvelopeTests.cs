using System.Diagnostics;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Soap;
using Xunit.Abstractions;

namespace Carnet.Tests.Wire.Soap;

public class HostileEnvelopeTests(ITestOutputHelper output)
{
    public static TheoryData<string> Folders { get; } =
        ["xml-bombs-and-external", "malformed-xml", "hl7v3", "cda"];

    [CorpusTheory]
    [MemberData(nameof(Folders))]
    public void Hostile_files_are_refused_with_a_code_and_soon(string folder)
    {
        var files = Corpus.Files(Path.Combine("adversarial", folder));
        List<string> codes = [];
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var start = Stopwatch.GetTimestamp();
            var error = Record.Exception(() => SoapEnvelope.Read(bytes));
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10)); // a hang, not a speed
            codes.Add(Assert.IsType<WireFormatException>(error).Code);
        }

        foreach (var group in codes.CountBy(code => code).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{group.Value,4} {group.Key}");
        }

        Assert.NotEmpty(files);
    }
}
