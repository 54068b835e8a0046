using Carnet.Wire.Soap;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Wire.Xds;

public class SubmissionTests
{
    [Fact]
    public void A_submission_comes_back_unchanged()
    {
        var read = XdsSamples.RoundTrip(
            XdsSamples.Provide.WriteTo, ProvideAndRegisterDocumentSetRequest.Read, value => value.WriteTo);

        var entry = Assert.Single(read.Submission.DocumentEntries);
        Assert.Equal("doc1@carnet", Assert.Single(read.ContentIds));
        Assert.Equal(XdsSamples.Patient, entry.PatientId);
        Assert.Equal("CABINET DUPONT & FILS", entry.Authors[0].Institutions[0].Name);
        Assert.Equal("Compte rendu n° 1 « suivi » & <bilan>", entry.Title!.Value);
        Assert.Equal(20_480, entry.Size);
        Assert.Equal(2, entry.ConfidentialityCodes.Count);
        Assert.Equal("urn:example:extra", Assert.Single(entry.ExtraSlots).Name);
    }

    [Fact]
    public void A_submission_is_found_inside_its_envelope()
    {
        var bytes = XdsSamples.Envelope(XdsActions.ProvideAndRegister, XdsSamples.Provide.WriteTo);

        var envelope = SoapEnvelope.Read(bytes);
        using var reader = envelope.OpenBody();

        Assert.Equal(XdsActions.ProvideAndRegister, envelope.Action);
        Assert.Single(ProvideAndRegisterDocumentSetRequest.Read(reader).Documents);
    }

    [Fact]
    public void Inline_base64_is_decoded()
    {
        var provide = XdsSamples.Provide with { Documents = [new("Document01", null, new byte[] { 1, 2, 3 })] };

        var read = XdsSamples.RoundTrip(
            provide.WriteTo, ProvideAndRegisterDocumentSetRequest.Read, value => value.WriteTo);

        Assert.Equal(new byte[] { 1, 2, 3 }, read.Documents[0].Inline!.Value.ToArray());
    }
}
