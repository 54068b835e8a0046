using System.Text;
using System.Xml;
using Carnet.Tests.Wire.Xds;
using Carnet.Wire.Habilitations;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Wsdl;
using Carnet.Wire.Xds;
using Carnet.Wire.Xml;

namespace Carnet.Tests.Wire.Soap;

public class HabilitationsTests
{
    [Theory]
    [InlineData(AuthorizationAction.Ajout, true)]
    [InlineData(AuthorizationAction.Suppression, false)]
    public void A_request_comes_back_unchanged(AuthorizationAction action, bool treating)
    {
        var request = new SetAuthorizationRequest(action, treating);

        Assert.Equal(request,
            XdsSamples.RoundTrip(request.WriteTo, SetAuthorizationRequest.Read, value => value.WriteTo));
    }

    [Theory]
    [InlineData("DMPOk", null)]
    [InlineData("DMPOk", "Autorisation déjà présente & active")]
    public void An_answer_comes_back_unchanged(string status, string? context)
    {
        var answer = new SetAuthorizationResponse(status, context);

        Assert.Equal(answer,
            XdsSamples.RoundTrip(answer.WriteTo, SetAuthorizationResponse.Read, value => value.WriteTo));
    }

    [Theory]
    [InlineData("", "habilitations.action")]
    [InlineData("<action>EFFACE</action>", "habilitations.action")]
    [InlineData("<action>AJOUT</action><role>ROI</role>", "habilitations.role")]
    [InlineData("<action>AJOUT</action><action>SUPPRESSION</action>", "habilitations.body")]
    [InlineData("<action>AJOUT</action><mode/>", "habilitations.body")]
    [InlineData("<action xmlns=''>AJOUT</action>", "habilitations.body")]
    public void A_malformed_request_is_refused(string content, string code)
        => Assert.Equal(code, XdsSamples.Refusal(() => XdsSamples.Read(
            $"<setAuthorization xmlns=\"urn:si-dmp-habilitations\">{content}</setAuthorization>",
            SetAuthorizationRequest.Read)));

    [Theory]
    [InlineData(WsdlService.Registry, XdsActions.RegistryStoredQuery, XdsActions.Update)]
    [InlineData(WsdlService.Repository, XdsActions.ProvideAndRegister, XdsActions.Retrieve)]
    [InlineData(WsdlService.Habilitations, SetAuthorizationRequest.SoapAction, SetAuthorizationResponse.SoapAction)]
    [InlineData(WsdlService.PatientSpecific, PatientListRequest.SoapAction, PatientListResponse.SoapAction)]
    [InlineData(WsdlService.PatientCertif, IdentityCertificationRequest.SoapAction, IdentityCertificationResponse.SoapAction)]
    public void A_description_names_its_actions_and_address(WsdlService service, params string[] actions)
    {
        var bytes = WsdlDocuments.Get(service, new("https://dmp.example/x?a=1&b=2"));
        var text = Encoding.UTF8.GetString(bytes);
        using var reader = SafeXml.Open(bytes, XmlLimits.Envelope);
        var elements = 0;
        while (reader.Read())
        {
            elements += reader.NodeType == XmlNodeType.Element ? 1 : 0;
        }

        Assert.InRange(elements, 20, 200);
        Assert.Contains("location=\"https://dmp.example/x?a=1&amp;b=2\"", text, StringComparison.Ordinal);
        Assert.All(actions, action => Assert.Contains($"wsaw:Action=\"{action}\"", text, StringComparison.Ordinal));
    }
}
