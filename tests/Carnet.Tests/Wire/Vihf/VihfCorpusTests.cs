using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Signatures;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xml;
using Xunit.Abstractions;

namespace Carnet.Tests.Wire.Vihf;

/// <summary>Hostile and foreign assertions that nobody here wrote.</summary>
public sealed partial class VihfCorpusTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void No_hostile_file_verifies_whoever_is_trusted()
    {
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var tried = 0;
        foreach (var envelope in Corpus.Files("adversarial/saml").SelectMany(Envelopes))
        {
            foreach (var trust in new Func<ReadOnlyMemory<byte>, System.Security.Cryptography.X509Certificates.X509Certificate2?>[] { _ => null, VihfSamples.TrustAnyone })
            {
                var rejected = Assert.IsType<VihfVerification.Rejected>(VihfVerifier.Verify(envelope, trust, allowSha1: true));
                reasons[rejected.Reason] = reasons.GetValueOrDefault(rejected.Reason) + 1;
                tried++;
            }
        }

        output.WriteLine($"{tried} tried, 0 verified: " + string.Join(", ", reasons));
        Assert.True(tried >= 200);
    }

    /// <summary>Reaching the claims means that digest and signature, made by other software, were found right.</summary>
    [CorpusFact]
    public async Task Foreign_signatures_are_judged_as_xmlsec1_judges_them()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var scratch = new ScratchFolder();
        foreach (var envelope in Corpus.Files("saml-xua").Concat(Corpus.Files("adversarial/saml")).SelectMany(Assertions))
        {
            var rejected = Assert.IsType<VihfVerification.Rejected>(VihfVerifier.Verify(envelope, VihfSamples.TrustAnyone, allowSha1: true));
            if (rejected.Reason is "vihf.claims" or "vihf.digest" or "vihf.signature" && ToolFactAttribute.Find("xmlsec1") is not null)
            {
                var (exit, _, _) = await OutsideTool.RunAsync("xmlsec1", "", "--verify", "--insecure",
                    "--id-attr:ID", VihfSamples.Saml + ":Assertion", scratch.Write("a.xml", Encoding.UTF8.GetString(envelope.Span)));
                Assert.Equal(rejected.Reason == "vihf.claims", exit == 0);
            }

            counts[rejected.Reason] = counts.GetValueOrDefault(rejected.Reason) + 1;
        }

        output.WriteLine(string.Join(", ", counts));
    }

    /// <summary>The file as it is, the whole as the assertion, and each assertion in it.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Envelopes(string file)
    {
        var bytes = Bytes(file);
        return Assertions(file)
            .Append(bytes)
            .Append(Encoding.UTF8.GetBytes(VihfSamples.Envelope(Declaration().Replace(Encoding.UTF8.GetString(bytes), ""))));
    }

    private static byte[] Bytes(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return file.EndsWith(".base64", StringComparison.Ordinal) ? Convert.FromBase64String(Encoding.UTF8.GetString(bytes)) : bytes;
    }

    /// <summary>Each assertion of a file, with all bindings in scope, in an envelope of ours.</summary>
    private static List<ReadOnlyMemory<byte>> Assertions(string file)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        try
        {
            using var reader = SafeXml.Open(Bytes(file), XmlLimits.Envelope);
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "Assertion" or "EncryptedAssertion" })
                {
                    var assertion = new ArrayBufferWriter<byte>();
                    CanonicalXml.WriteElement(reader, CanonicalForm.InclusiveFormWithComments, assertion);
                    found.Add(Encoding.UTF8.GetBytes(VihfSamples.Envelope(Encoding.UTF8.GetString(assertion.WrittenSpan))));
                }
            }
        }
        catch (WireFormatException)
        {
            // What does not parse is tried as a whole by the other test.
        }

        return found;
    }

    [GeneratedRegex("<\\?xml.*?\\?>")]
    private static partial Regex Declaration();
}
