using Carnet.Wire.Vihf;

namespace Carnet.Tests.Wire.Vihf;

/// <summary>The eight classical signature wrappings, at several places of the envelope, with the same ID and with another.</summary>
/// <remarks>Source: Somorovsky and others 2012; control C-70, attacks SAML-01 to SAML-08.</remarks>
public sealed class VihfWrappingTests
{
    private const string Security = "wsse:Security";

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void I_3_A_wrapped_signature_never_lends_its_name(int shape)
    {
        var tried = 0;
        foreach (var token in new[] { VihfSamples.Direct, VihfSamples.Indirect, VihfSamples.Reinforced })
        {
            foreach (var sameId in new[] { true, false })
            {
                foreach (var place in Enum.GetValues<Place>())
                {
                    var envelope = Wrap(shape, VihfSamples.Assertion(token), token.Id, sameId, place);
                    var rejected = Assert.IsType<VihfVerification.Rejected>(VihfSamples.Verify(envelope));
                    Assert.StartsWith("vihf.", rejected.Reason, StringComparison.Ordinal);
                    tried++;
                }
            }
        }

        Assert.Equal(36, tried);
    }

    private enum Place { SecurityBefore, SecurityAfter, OtherSecurity, Header, Body, BehindBody }

    private static string Wrap(int shape, string genuine, string id, bool sameId, Place place)
    {
        var (head, signature, tail) = Cut(genuine);
        var unsigned = head + tail;
        var evil = sameId ? unsigned : unsigned.Replace($"ID=\"{id}\"", "ID=\"_evil\"", StringComparison.Ordinal);
        evil = evil.Replace("<saml2:NameID>", "<saml2:NameID>8666", StringComparison.Ordinal);
        var behindIssuer = evil.IndexOf("</saml2:Issuer>", StringComparison.Ordinal) + "</saml2:Issuer>".Length;
        string EvilWith(string more) => evil.Insert(behindIssuer, more);
        string Object(string content) => signature.Replace("</ds:Signature>", $"<ds:Object>{content}</ds:Object></ds:Signature>", StringComparison.Ordinal);

        return shape switch
        {
            1 => Put(EvilWith(signature), unsigned, place),
            2 => Put(evil, signature + unsigned, place),
            3 => Put(evil, genuine, place),
            4 => Put(EvilWith(genuine), "<x/>", place),
            5 => Put(EvilWith(signature), $"<w>{unsigned}</w>", place),
            6 => Put(EvilWith(signature.Replace("</ds:KeyInfo>", unsigned + "</ds:KeyInfo>", StringComparison.Ordinal)), "<x/>", place),
            7 => Put(evil, $"<saml2:Extensions xmlns:saml2=\"{VihfSamples.Saml}\">{genuine}</saml2:Extensions>", place),
            _ => Put(EvilWith(Object(unsigned)), "<x/>", place),
        };
    }

    private static string Put(string assertion, string other, Place place) => place switch
    {
        Place.SecurityBefore => VihfSamples.Envelope(other + assertion),
        Place.SecurityAfter => VihfSamples.Envelope(assertion + other),
        Place.OtherSecurity => VihfSamples.Envelope($"{assertion}</{Security}><{Security} xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">{other}"),
        Place.Header => VihfSamples.Envelope(assertion).Replace("</s:Header>", other + "</s:Header>", StringComparison.Ordinal),
        Place.Body => VihfSamples.Envelope(assertion, other),
        _ => VihfSamples.Envelope(assertion).Replace("</s:Envelope>", other + "</s:Envelope>", StringComparison.Ordinal),
    };

    private static (string Head, string Signature, string Tail) Cut(string xml)
    {
        var start = xml.IndexOf("<ds:Signature ", StringComparison.Ordinal);
        var end = xml.IndexOf("</ds:Signature>", StringComparison.Ordinal) + "</ds:Signature>".Length;
        return (xml[..start], xml[start..end], xml[end..]);
    }
}
