using System.Security.Cryptography.X509Certificates;
using System.Text;
using Carnet.Tests.Support;
using Carnet.Wire.Vihf;

namespace Carnet.Tests.Wire.Vihf;

/// <summary>Independent implementations judge what we write, and we judge what they write.</summary>
public sealed class VihfOracleTests
{
    [ToolFact("xmlsec1")]
    public async Task What_we_sign_is_verified_by_xmlsec1()
    {
        foreach (var (token, signer) in new[]
        {
            (VihfSamples.Direct, VihfSamples.Rsa), (VihfSamples.Reinforced, VihfSamples.Rsa),
            (VihfSamples.Indirect, VihfSamples.Ecdsa), (VihfSamples.Reinforced, VihfSamples.Ecdsa),
        })
        {
            using var scratch = new ScratchFolder();
            var certificate = scratch.Write("cert.pem", signer.ExportCertificatePem());
            var assertion = Encoding.UTF8.GetString(VihfWriter.Write(token, signer));
            foreach (var xml in new[] { assertion, VihfSamples.Envelope(assertion) })
            {
                var (exit, _, error) = await OutsideTool.RunAsync("xmlsec1", "", "--verify", "--pubkey-cert-pem", certificate,
                    "--id-attr:ID", VihfSamples.Saml + ":Assertion", scratch.Write("vihf.xml", xml));
                Assert.True(exit == 0, error);
            }
        }
    }

    [ToolFact("node", "tests/oracles/node_modules")]
    public async Task What_xml_crypto_signs_verifies_here()
    {
        using var scratch = new ScratchFolder();
        var key = scratch.Write("key.pem", VihfSamples.Rsa.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var certificate = scratch.Write("cert.pem", VihfSamples.Rsa.ExportCertificatePem());
        foreach (var (token, prefixes) in new[]
        {
            (VihfSamples.Direct, "-"), (VihfSamples.Indirect, "xs"), (VihfSamples.Reinforced, "xs xsi saml2"),
        })
        {
            var unsigned = Unsigned(VihfSamples.Envelope(VihfSamples.Assertion(token)));
            var (exit, output, error) = await OutsideTool.RunAsync("node", unsigned, "tests/oracles/sign-vihf.mjs", key, certificate, prefixes);
            Assert.True(exit == 0, error);
            Assert.Equal(token.SubjectNameId, VihfSamples.Verified(output).SubjectNameId);
        }
    }

    private static string Unsigned(string xml)
    {
        var start = xml.IndexOf("<ds:Signature ", StringComparison.Ordinal);
        return xml.Remove(start, xml.IndexOf("</ds:Signature>", StringComparison.Ordinal) + "</ds:Signature>".Length - start);
    }
}
