using System.Globalization;
using Carnet.Client;
using Carnet.Domain.Identity;
using Carnet.Tests.Support;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Rendering;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>Every French CDA of the corpus through the door: deposited, found, read byte for byte, rendered.</summary>
/// <remarks>
/// A record has one set of traits, and the corpus gives several persons the same INS. So the documents go in rounds: each
/// round is a fresh server in which a record is opened with the traits of the first document that bears its INS, and what
/// does not fit those traits waits for the next round.
/// </remarks>
[Trait("Category", "corpus")]
public sealed class CorpusDoorTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, (int Taken, int WrongIns, int UnknownType)> Expected = new()
    {
        ["ci-sis-2.41"] = (24, 5, 0),
        ["ci-sis-3.0-2025"] = (54, 8, 1),
        ["ci-sis-3.0-ansforge"] = (1, 0, 0),
        ["drimbox"] = (1, 0, 0),
        ["hl7v2-exemples"] = (9, 0, 0),
        ["mapping-cda-fhir"] = (0, 1, 0),
    };

    private readonly Dictionary<string, (int Taken, int WrongIns, int UnknownType)> _counts = [];

    [CorpusFact]
    public async Task Every_French_document_goes_in_and_comes_out_unchanged()
    {
        List<Sent> waiting = [.. Corpus.Files("cda-fr").Where(path => Path.GetExtension(path).Equals(".xml", StringComparison.OrdinalIgnoreCase))
            .Select(path => new Sent(path, CdaDocument.Of(File.ReadAllBytes(path))))];
        for (var round = 1; waiting.Count > 0; round++)
        {
            Assert.True(round < 10, $"{waiting.Count} documents fit no record");
            waiting = await RoundAsync(waiting);
        }

        foreach (var (family, count) in _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{family,-22} taken {count.Taken,3}  wrong or no INS {count.WrongIns,2}  type not admitted {count.UnknownType,2}");
        }

        Assert.Equal(
            Expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    private async Task<List<Sent>> RoundAsync(List<Sent> documents)
    {
        await using var town = await SoapServer.StartAsync();
        Dictionary<(string, string), TestPatient> patients = [];
        HashSet<(RecordKey, string)> numbers = [];
        List<Sent> later = [];
        foreach (var sent in documents)
        {
            if (InsOf(sent.Document.Header) is not { } ins)
            {
                await RefusedAsync(town, sent, "ins.invalid");
                continue;
            }

            if (!patients.TryGetValue((ins.Value, ins.Oid), out var patient))
            {
                patient = await town.OpenRecordAsync(ins, TraitsOf(sent.Document.Header));
                patients.Add((ins.Value, ins.Oid), patient);
                await town.As("claire-kerscaven").AllowAsync(patient, treating: true);
            }

            // Some samples bear the number of another one; they too go to a fresh record.
            if (!Fits(patient, sent.Document.Header) || !numbers.Add((new(ins.Value, ins.Oid), sent.Document.Header.UniqueId)))
            {
                later.Add(sent);
                continue;
            }

            await SendAsync(town, patient, sent);
        }

        return later;
    }

    private async Task SendAsync(SoapServer town, TestPatient patient, Sent sent)
    {
        var hospital = town.As("ch-kerlann");
        var answer = (await hospital.ProvideAndRegisterAsync(patient.Call, patient.Set(hospital.Card, sent.Document))).Refusal();
        if (answer.Code.Length > 0)
        {
            output.WriteLine($"{sent.Name}: {answer.Code} {answer.Sentence}");
            Assert.Equal("document.unknown-type", answer.Code);
            Count(sent, (0, 0, 1));
            return;
        }

        var (doctor, id) = (town.As("claire-kerscaven"), sent.Document.Header.UniqueId);
        Assert.Contains(await doctor.ListAsync(patient), entry => entry.UniqueId == id);
        var received = await doctor.BytesAsync(patient, id);
        Assert.True(sent.Document.Bytes.Span.SequenceEqual(received), sent.Name);
        var page = CdaRenderer.Render(new MemoryStream(sent.Document.Bytes.ToArray()), new RenderOptions(2, number => $"image/{number}"));
        Assert.True(page.BodyHtml is { Length: > 0 } || page.Header.Body.Kind is CdaBodyKind.NonXml, sent.Name);
        Count(sent, (1, 0, 0));
    }

    // No record can be opened under a wrong number, so the document is sent for someone else.
    private async Task RefusedAsync(SoapServer town, Sent sent, string code)
    {
        var patient = await town.OpenRecordAsync();
        var hospital = town.As("ch-kerlann");
        var before = await town.CountAsync();
        var answer = (await hospital.ProvideAndRegisterAsync(patient.Call, patient.Set(hospital.Card, sent.Document))).Refusal();
        output.WriteLine($"{sent.Name}: {answer.Code} {answer.Sentence}");
        Assert.Equal(code, answer.Code);
        Assert.Equal(before, await town.CountAsync());
        Count(sent, (0, 1, 0));
    }

    private void Count(Sent sent, (int Taken, int WrongIns, int UnknownType) more)
    {
        var now = _counts.GetValueOrDefault(sent.Family);
        _counts[sent.Family] = (now.Taken + more.Taken, now.WrongIns + more.WrongIns, now.UnknownType + more.UnknownType);
    }

    private static Ins? InsOf(CdaHeader header)
        => Ins.TryCreate(header.Patient?.Ins?.Extension, header.Patient?.Ins?.Root, out var ins) ? ins : null;

    private static IdentityTraits TraitsOf(CdaHeader header) => header.Patient is { } patient
        ? new IdentityTraits(
            patient.BirthName ?? patient.UsedName!, GivenNamesOf(patient), null,
            patient.Sex is "M" ? Sex.Male : Sex.Female,
            DateOnly.ParseExact(patient.BirthTime!.Raw![..8], "yyyyMMdd", CultureInfo.InvariantCulture), null)
        : throw new InvalidOperationException();

    // Older documents give the first name apart (BR), and the list without it.
    private static string GivenNamesOf(CdaPatient patient)
    {
        var (first, list) = (patient.FirstGivenName ?? patient.UsedGivenName!, patient.BirthGivenNames ?? "");
        return list.StartsWith(first, StringComparison.OrdinalIgnoreCase) ? list : $"{first} {list}".TrimEnd();
    }

    private static bool Fits(TestPatient patient, CdaHeader header) => TraitComparison.Differences(patient.Traits, new StatedTraits(
        header.Patient!.BirthName, header.Patient.FirstGivenName ?? header.Patient.BirthGivenNames, header.Patient.BirthTime?.Raw,
        header.Patient.Sex switch { "M" => Sex.Male, "F" => Sex.Female, _ => null })).Count == 0;

    private sealed record RecordKey(string Value, string Oid);

    private sealed record Sent(string Path, CdaDocument Document)
    {
        public string Name => System.IO.Path.GetRelativePath(System.IO.Path.Combine(Corpus.Root, "cda-fr"), Path);

        public string Family => Name.Split('/')[0];
    }
}
