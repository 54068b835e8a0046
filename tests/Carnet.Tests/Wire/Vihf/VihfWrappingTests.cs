using Carnet.Wire.Vihf;

namespace Carnet.Tests.Wire.Vihf;

/// <summary>The eight classical signature wrappings, at several places of the envelope, with the same ID and with another.</summary>
/// <remarks>Source: Somorovsky and others 2012; control C-70, attacks SAML-01 to SAML-08.</remarks>
public sealed class VihfWrappingTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void I_3_A_wrapped_signature_never_lends_its_name(int shape)
    {
        var tried = 0;
        foreach (var token in new[] { VihfSamples.Direct, VihfSamples.Indirect, VihfSamples.Reinforced })
        {
            foreach (var sameId in new[] { true, false })
            {
                foreach (var place in Enum.GetValues<WrapPlace>())
                {
                    var envelope = VihfWrapping.Wrap(shape, VihfSamples.Assertion(token), token.Id, sameId, place, (assertion, other) => other.Length == 0 ? VihfSamples.Envelope(assertion) : VihfSamples.Envelope(assertion, other));
                    var rejected = Assert.IsType<VihfVerification.Rejected>(VihfSamples.Verify(envelope));
                    Assert.StartsWith("vihf.", rejected.Reason, StringComparison.Ordinal);
                    tried++;
                }
            }
        }

        Assert.Equal(36, tried);
    }
}
