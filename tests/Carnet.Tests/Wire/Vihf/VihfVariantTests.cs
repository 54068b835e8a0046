using System.Security.Cryptography.X509Certificates;
using Carnet.Tests.Support;
using Carnet.Wire.Vihf;

namespace Carnet.Tests.Wire.Vihf;

public sealed class VihfVariantTests
{
    [Fact]
    public void Two_hundred_spellings_of_a_genuine_assertion_verify()
        => Assert.Empty(Failures(index => VihfVariants.Sign(VihfVariants.Template(index), VihfSamples.Rsa)));

    [Fact]
    public void The_same_with_one_character_changed_are_all_refused()
    {
        for (var index = 0; index < VihfVariants.Count; index++)
        {
            var signed = VihfVariants.Sign(VihfVariants.Template(index), VihfSamples.Rsa);
            Assert.Equal("vihf.digest", VihfSamples.Reason(signed.Replace("899900063480", "899900063481", StringComparison.Ordinal)));
        }
    }

    [ToolFact("xmlsec1")]
    public async Task Spellings_signed_by_xmlsec1_verify()
    {
        // One process for each: a third of them meets every combination of prefix, form and hash.
        var some = Enumerable.Range(0, VihfVariants.Count).Where(index => index % 3 == 0).ToList();
        using var scratch = new ScratchFolder();
        var key = scratch.Write("key.pem", VihfSamples.Rsa.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var signed = new string[VihfVariants.Count];
        await Parallel.ForEachAsync(some, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (index, _) =>
        {
            var template = scratch.Write($"{index}.xml", VihfVariants.Template(index, placeholders: false));
            var (exit, output, error) = await OutsideTool.RunAsync("xmlsec1", "", "--sign", "--privkey-pem", key,
                "--id-attr:ID", VihfSamples.Saml + ":Assertion", template);
            Assert.True(exit == 0, error);
            signed[index] = output;
        });

        Assert.Empty(Failures(index => signed[index], some));
    }

    private static List<string> Failures(Func<int, string> envelope, IEnumerable<int>? some = null)
        => [.. (some ?? Enumerable.Range(0, VihfVariants.Count))
            .Select(index => (index, result: VihfSamples.Verify(envelope(index)) as VihfVerification.Rejected))
            .Where(pair => pair.result is not null)
            .Select(pair => $"{pair.index}: {pair.result!.Reason} {pair.result.Detail}")];
}
