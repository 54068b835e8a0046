using System.Security.Cryptography;
using System.Text;
using Carnet.Wire.Vihf;

namespace Carnet.Tests.Wire.Vihf;

public sealed class VihfRoundTripTests
{
    public static TheoryData<string> Modes => ["direct", "indirect", "reinforced"];

    [Theory]
    [MemberData(nameof(Modes))]
    public void What_is_written_is_verified_and_read_back(string mode)
    {
        var token = Token(mode);
        var read = VihfSamples.Verified(VihfSamples.Envelope(VihfSamples.Assertion(token)));

        Assert.Equal(token.Roles, read.Roles);
        Assert.Equal(token, read with { Roles = token.Roles });
    }

    [Fact]
    public void An_elliptic_curve_signature_is_verified_and_names_its_signer()
    {
        var xml = Encoding.UTF8.GetString(VihfWriter.Write(VihfSamples.Direct, VihfSamples.Ecdsa));
        var verified = Assert.IsType<VihfVerification.Verified>(VihfSamples.Verify(VihfSamples.Envelope(xml)));
        Assert.Same(VihfSamples.Ecdsa, verified.Signer);
    }

    [Fact]
    public void The_digest_is_that_of_the_signed_bytes()
    {
        var xml = VihfSamples.Assertion(VihfSamples.Direct);
        var start = xml.IndexOf("<ds:Signature ", StringComparison.Ordinal);
        var end = xml.IndexOf("</ds:Signature>", StringComparison.Ordinal) + "</ds:Signature>".Length;
        var signed = Encoding.UTF8.GetBytes(xml[..start] + xml[end..]);

        var verified = Assert.IsType<VihfVerification.Verified>(VihfSamples.Verify(VihfSamples.Envelope(xml)));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(signed)), verified.Digest);
    }

    [Fact]
    public void Both_spellings_of_the_mode_are_read()
    {
        var xml = Encoding.UTF8.GetString(VihfWriter.Write(VihfSamples.Direct, VihfSamples.Rsa, "Authentification_Mode"));
        Assert.Equal("DIRECTE", VihfSamples.Verified(VihfSamples.Envelope(xml)).AuthenticationMode);
    }

    private static VihfToken Token(string mode) => mode switch
    {
        "direct" => VihfSamples.Direct,
        "indirect" => VihfSamples.Indirect,
        _ => VihfSamples.Reinforced,
    };
}
