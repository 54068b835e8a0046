using System.Diagnostics;
using System.Net;
using System.Text;
using Carnet.Server.Formats;
using Carnet.Tests.Support;
using Carnet.Tests.Wire.Checker;

namespace Carnet.Tests.Portals;

/// <summary>The checker for everybody: without a login, without a script, nothing kept.</summary>
public sealed class CheckerPageTests(PortalServer server) : IClassFixture<PortalServer>
{
    [Fact]
    public async Task A_pasted_message_is_answered_with_rule_place_cause_and_remedy()
    {
        using var browser = server.Browse();
        var wrong = CheckSamples.Get("iti18").Replace(">3.0<", ">2.0<", StringComparison.Ordinal);
        var page = await Browser.ReadAsync(await SendAsync(browser, ("message", wrong)));
        Assert.Equal("2 erreurs", page.QuerySelector("#resultat")!.TextContent); // the rule, and the signature that it breaks
        Assert.Contains("vihf.digest", page.QuerySelector("section[aria-label='VIHF']")!.TextContent, StringComparison.Ordinal);
        var finding = page.QuerySelector("section[aria-label='Règle VIHF-20']")!;
        Assert.Contains("La version n’est ni 3.0 ni 4.0.".Replace('’', '\''), finding.TextContent, StringComparison.Ordinal);
        Assert.Contains("ligne 1", finding.TextContent, StringComparison.Ordinal);
        Assert.Contains("saml2:Attribute[4]", finding.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("script"));
    }

    [Fact]
    public async Task A_genuine_file_has_nothing_against_it()
    {
        using var browser = server.Browse();
        foreach (var name in CheckSamples.Names)
        {
            var page = await Browser.ReadAsync(await UploadAsync(browser, Encoding.UTF8.GetBytes(CheckSamples.Get(name))));
            Assert.Equal((name, "Rien à redire"), (name, page.QuerySelector("#resultat")!.TextContent));
        }
    }

    [Fact]
    public async Task What_is_empty_too_large_or_unreadable_is_said_so()
    {
        using var browser = server.Browse();
        var empty = await SendAsync(browser, ("message", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Equal("#message", (await Browser.ReadAsync(empty)).QuerySelector("#a-corriger a")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await UploadAsync(browser, new byte[(1024 * 1024) + 1])).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await UploadAsync(browser, new byte[4 * 1024 * 1024])).StatusCode);
        foreach (var text in (string[])["<a", "MSH", "bonjour", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "MSH|^~\\&|\rnon"])
        {
            var page = await Browser.ReadAsync(await SendAsync(browser, ("message", text)));
            Assert.Equal("Ce message ne se lit pas", page.QuerySelector("#resultat")!.TextContent);
        }
    }

    [Fact]
    public async Task A_form_that_another_site_sends_is_refused()
    {
        using var browser = server.Browse();
        using var content = new MultipartFormDataContent { { new StringContent("<a/>"), "message" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/controle", UriKind.Relative)) { Content = content };
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task What_is_sent_is_shown_as_text_and_runs_nowhere()
    {
        using var browser = server.Browse();
        var text = "<x:Envelope xmlns:x=\"a\"><h:ClinicalDocument xmlns:h=\"urn:hl7-org:v3\"><h:code code=\"&lt;script&gt;alert(1)&lt;/script&gt;\"/></h:ClinicalDocument></x:Envelope>";
        var page = await Browser.ReadAsync(await SendAsync(browser, ("message", text)));
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.NotEmpty(page.QuerySelectorAll("section[aria-label]"));
    }

    [Fact]
    public void A_message_made_to_keep_us_busy_is_given_up_soon()
    {
        var checkers = new Checkers();
        checkers.Check("<a/>"u8.ToArray());
        foreach (var text in Busy())
        {
            var start = Stopwatch.GetTimestamp();
            checkers.Check(Encoding.UTF8.GetBytes(text));
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), text[..80]);
        }
    }

    private static IEnumerable<string> Busy()
    {
        const string Saml = "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"><saml:AttributeStatement>";
        yield return Saml + Repeat("<saml:Attribute Name=\"VIHF_a\"/>") + "</saml:AttributeStatement></saml:Assertion>";
        const string Open = "<l:SubmitObjectsRequest xmlns:l=\"urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0\" xmlns:r=\"urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0\">";
        yield return Open + Repeat("<r:ExtrinsicObject id=\"a\"/><r:Association/>") + "</l:SubmitObjectsRequest>";
        yield return Open + Repeat("<r:RegistryPackage id=\"a\"/>") + "</l:SubmitObjectsRequest>";
        yield return Open + "<r:ExtrinsicObject>" + Repeat("<r:Classification classificationScheme=\"a\" nodeRepresentation=\"b\"/>") + "</r:ExtrinsicObject></l:SubmitObjectsRequest>";
        yield return "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">" + Repeat("<author><assignedAuthor/></author><id/>") + "</ClinicalDocument>";
        yield return "MSH|^~\\&|a|b|c||20260101||MDM^T02|1|P|2.6\r" + Repeat("OBX|1|CWE|MASQUE_PS||Y\r")[..120_000];
    }

    private static string Repeat(string text) => new StringBuilder().Insert(0, text, 1_000_000 / text.Length).ToString();

    private static async Task<HttpResponseMessage> SendAsync(Browser browser, params (string Name, string Value)[] fields)
        => await browser.SubmitAsync("/controle", "/controle", fields);

    private static async Task<HttpResponseMessage> UploadAsync(Browser browser, byte[] file)
    {
        var token = (await browser.PageAsync("/controle")).QuerySelector("form[action='/controle'] input[name=jeton]")!.GetAttribute("value")!;
        using var content = new MultipartFormDataContent
        {
            { new StringContent(token), "jeton" }, { new ByteArrayContent(file), "fichier", "message.xml" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/controle", UriKind.Relative)) { Content = content };
        request.Headers.ExpectContinue = true; // what is too large is refused by its length, before it is on its way
        return await browser.SendAsync(request);
    }
}
