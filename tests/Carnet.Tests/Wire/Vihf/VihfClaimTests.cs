namespace Carnet.Tests.Wire.Vihf;

/// <summary>Well signed, and still not a VIHF.</summary>
public sealed class VihfClaimTests
{
    private const string Subject = ">899900063480<";

    [Theory]
    [InlineData("Version=\"2.0\"", "Version=\"1.1\"")]
    [InlineData("Name=\"Identifiant_Structure\"", "Name=\"Identifiant\"")]
    [InlineData("Name=\"Identifiant_Structure\"", "Name=\"Secteur_Activite\"")]
    [InlineData("Name=\"Other\"", "Name=\"VIHF_Version\"")]
    [InlineData("Name=\"LPS_Version\"", "Name=\"LPS_Nom\"")]
    [InlineData("IssueInstant=\"2026-03-02T08:30:15.250Z\"", "IssueInstant=\"02/03/2026\"")]
    [InlineData(Subject, "><")]
    [InlineData(Subject, ">8999<?x?>00063480<")]
    [InlineData(Subject, "><b>899900063480</b><")]
    [InlineData("code=\"10\"", "kode=\"10\"")]
    [InlineData("xmlns=\"urn:hl7-org:v3\"", "xmlns=\"urn:hl7-org:v4\"")]
    [InlineData("10B0127189</", "10B0127189</saml2:AttributeValue><saml2:AttributeValue xsi:type=\"xs:string\">10B0127180</")]
    [InlineData("<saml2:AttributeStatement>", "<saml2:Advice/><saml2:AttributeStatement>")]
    [InlineData("<saml2:AttributeStatement>", "<saml2:Subject><saml2:NameID>8</saml2:NameID></saml2:Subject><saml2:AttributeStatement>")]
    [InlineData("<saml2:AttributeStatement>", "<saml2:AttributeStatement>text")]
    public void I_3_A_claim_that_is_absent_twofold_or_hidden_refuses(string old, string replacement)
    {
        var template = VihfVariants.Template(40);
        Assert.Contains(old, template, StringComparison.Ordinal);
        var signed = VihfVariants.Sign(template.Replace(old, replacement, StringComparison.Ordinal), VihfSamples.Rsa);
        Assert.Contains(VihfSamples.Reason(signed), new[] { "vihf.claims", "vihf.comment", "xml.mixed" });
    }

    [Fact]
    public void Values_keep_their_inner_carriage_returns_and_lose_the_space_around_them()
    {
        var token = VihfSamples.Verified(VihfVariants.Sign(VihfVariants.Template(40), VihfSamples.Rsa));
        Assert.Equal("a\rb\r\nc <&>\" é\U0001F600", token.LpsName);
        Assert.Equal("DIRECTE", token.AuthenticationMode);
        Assert.Equal("Médecin\r\n\t\"'>  x", token.Roles[0].DisplayName);
        Assert.Equal(TimeSpan.Zero, token.AuthnInstant.Offset);
    }

    [Fact]
    public void A_right_signature_deeper_in_the_assertion_is_no_signature()
    {
        var template = VihfVariants.Template(40);
        var start = template.IndexOf("<ds:Signature ", StringComparison.Ordinal);
        var end = template.IndexOf("</ds:Signature>", StringComparison.Ordinal) + "</ds:Signature>".Length;
        var moved = template.Remove(start, end - start)
            .Replace("</saml2:Subject>", template[start..end] + "</saml2:Subject>", StringComparison.Ordinal);
        Assert.Equal("vihf.unsigned", VihfSamples.Reason(VihfVariants.Sign(moved, VihfSamples.Rsa)));
    }

    [Fact]
    public void The_same_value_said_twice_is_one_value()
    {
        var template = VihfVariants.Template(40).Replace("Name=\"Other\"", "Name=\"Other2\"", StringComparison.Ordinal)
            .Replace("10B0127189</", "10B0127189</saml2:AttributeValue><saml2:AttributeValue xsi:type=\"xs:string\">10B0127189</", StringComparison.Ordinal);
        Assert.Equal("10B0127189", VihfSamples.Verified(VihfVariants.Sign(template, VihfSamples.Rsa)).StructureId);
    }
}
