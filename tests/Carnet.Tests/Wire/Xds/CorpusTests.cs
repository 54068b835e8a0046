using System.Text;
using System.Xml;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;
using Carnet.Wire.Xml;
using Xunit.Abstractions;

namespace Carnet.Tests.Wire.Xds;

/// <summary>Messages of other people: each is understood or refused with a code, and nothing else ever
/// happens.</summary>
public class CorpusTests(ITestOutputHelper output)
{
    [CorpusFact]
    public async Task Every_message_of_others_is_read_or_refused_with_a_code()
    {
        SortedDictionary<string, int> table = new(StringComparer.Ordinal);
        foreach (var file in Corpus.Files("xds-messages"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            var outcome = file.Contains("raw-http", StringComparison.Ordinal)
                ? await RawAsync(bytes) : Plain(bytes);
            output.WriteLine($"{outcome,-50} {Path.GetRelativePath(Corpus.Root, file)}");
            table[outcome] = table.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine("");
        foreach (var (outcome, count) in table)
        {
            output.WriteLine($"{count,4} {outcome}");
        }

        Assert.Contains(table.Keys, key => key.StartsWith("read ", StringComparison.Ordinal));
        Assert.DoesNotContain(table.Keys, key => key.StartsWith("BUG", StringComparison.Ordinal));
    }

    /// <summary>
    /// First refused for a patient authority, 3.4.5, that no OID may have. Behind it: two documents without content,
    /// and an
    /// association that points at itself.
    /// </summary>
    [CorpusTheory]
    [InlineData("nist-toolkit/messagevalidator/pnr.xml", "refused xds.document-missing")]
    [InlineData("nist-toolkit/messagevalidator/pnr-assoc-to-self.xml", "refused xds.association-target")]
    [InlineData("nist-toolkit/messagevalidator/raw-http/http-mtom-pnr.txt", "read ITI-41 in SOAP in MTOM")]
    public async Task Submissions_of_others_are_understood_once_their_oid_is_one(string file, string expected)
    {
        var text = Encoding.Latin1.GetString(
            await File.ReadAllBytesAsync(Path.Combine(Corpus.Root, "xds-messages", file)));
        var bytes = Encoding.Latin1.GetBytes(
            text.Replace("&amp;3.4.5&amp;", "&amp;1.4.5&amp;", StringComparison.Ordinal));
        var raw = file.Contains("raw-http", StringComparison.Ordinal);

        Assert.Equal(expected, raw ? await RawAsync(bytes) : Plain(bytes));
    }

    private static string Plain(byte[] bytes)
    {
        try
        {
            using var reader = SafeXml.Open(bytes, XmlLimits.Envelope);
            while (reader.NodeType != XmlNodeType.Element && reader.Read())
            {
            }

            if (reader.LocalName != "Envelope")
            {
                return Body(reader);
            }

            var envelope = SoapEnvelope.ReadAnswer(bytes);
            using var body = envelope.OpenBody();
            return Body(body) + " in SOAP";
        }
        catch (WireFormatException refused)
        {
            return "refused " + refused.Code;
        }
        catch (Exception bug)
        {
            return $"BUG {bug}";
        }
    }

    private static string Body(XmlReader reader)
    {
        switch (reader.LocalName)
        {
            case "ProvideAndRegisterDocumentSetRequest":
                ProvideAndRegisterDocumentSetRequest.Read(reader);
                return "read ITI-41";
            case "SubmitObjectsRequest":
                SubmitObjectsRequest.Read(reader);
                return "read submission";
            case "AdhocQueryRequest":
                var query = AdhocQueryRequest.Read(reader);
                foreach (var slot in query.Slots)
                {
                    query.Parameters.AllOfAnyOf(slot.Name);
                }

                return "read ITI-18";
            case "AdhocQueryResponse":
                AdhocQueryResponse.Read(reader);
                return "read ITI-18 answer";
            case "RetrieveDocumentSetRequest":
                RetrieveDocumentSetRequest.Read(reader);
                return "read ITI-43";
            case "RetrieveDocumentSetResponse":
                RetrieveDocumentSetResponse.Read(reader);
                return "read ITI-43 answer";
            case "RegistryResponse":
                RegistryResponse.Read(reader);
                return "read ITI-41 answer";
            default:
                return $"other element";
        }
    }

    /// <summary>A capture with HTTP headers: some were saved with bare line feeds, which the wire never has.</summary>
    private static async Task<string> RawAsync(byte[] bytes)
    {
        try
        {
            var text = Encoding.Latin1.GetString(bytes).ReplaceLineEndings("\n");
            var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
            var header = text.Split('\n').FirstOrDefault(
                line => line.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase));
            var body = text[(blank < 0 ? 0 : blank + 2)..].Replace(" \n", "\n", StringComparison.Ordinal)
                .Replace("\n", "\r\n", StringComparison.Ordinal);
            using var reader = await MtomReader.OpenAsync(new MemoryStream(Encoding.Latin1.GetBytes(body)),
                header?["Content-Type:".Length..] ?? "", MtomLimits.Default, default);
            while (await reader.ReadNextPartAsync(default) is not null)
            {
            }

            return Plain(reader.Root.ToArray()) + " in MTOM";
        }
        catch (WireFormatException refused)
        {
            return "refused " + refused.Code;
        }
    }
}
