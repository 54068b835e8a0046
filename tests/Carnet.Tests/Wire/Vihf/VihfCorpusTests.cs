using System.Text;
using System.Text.RegularExpressions;
using Carnet.Tests.Support;
using Carnet.Wire.Vihf;
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
    public void Foreign_envelopes_are_understood_up_to_their_claims()
    {
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var envelope in Corpus.Files("saml-xua").SelectMany(Envelopes))
        {
            var rejected = Assert.IsType<VihfVerification.Rejected>(VihfVerifier.Verify(envelope, VihfSamples.TrustAnyone, allowSha1: true));
            reasons[rejected.Reason] = reasons.GetValueOrDefault(rejected.Reason) + 1;
        }

        output.WriteLine(string.Join(", ", reasons));
    }

    /// <summary>The file as it is, the whole as the assertion, and each assertion in it.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Envelopes(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (file.EndsWith(".base64", StringComparison.Ordinal))
        {
            bytes = Convert.FromBase64String(Encoding.UTF8.GetString(bytes));
        }

        yield return bytes;
        var text = Encoding.UTF8.GetString(bytes);
        yield return Encoding.UTF8.GetBytes(VihfSamples.Envelope(Declaration().Replace(text, "")));
        foreach (Match match in Assertions().Matches(text))
        {
            yield return Encoding.UTF8.GetBytes(VihfSamples.Envelope(match.Value));
        }
    }

    [GeneratedRegex("<\\?xml.*?\\?>")]
    private static partial Regex Declaration();

    [GeneratedRegex("<(?<p>[\\w.-]+:)?(Encrypted)?Assertion\\b.*?</\\k<p>(Encrypted)?Assertion>", RegexOptions.Singleline)]
    private static partial Regex Assertions();
}
