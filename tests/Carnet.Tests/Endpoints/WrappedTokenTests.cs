using System.Buffers;
using System.Text;
using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Directory;
using Carnet.Tests.Support;
using Carnet.Tests.Wire.Vihf;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Vihf;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>Signature wrappings and genuine spellings at the real door, with the cards of the town.</summary>
/// <remarks>TD0.2 is open to every caller, so a message is refused for its token and for nothing else. Source: control C-70.</remarks>
[Trait("rule", "I-3")]
public sealed class WrappedTokenTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    private const string Doctor = "claire-kerscaven";
    private const string Hospital = "ch-kerlann";

    [Fact]
    public async Task I_3_none_of_144_wrapped_tokens_opens_the_door_and_the_genuine_ones_do()
    {
        var town = await towns.OnAsync("Sqlite");
        var (mine, victim) = (await town.OpenRecordAsync(), await town.OpenRecordAsync());
        StructIdNat.TryCreate(town.Card(Hospital).StructureId, out var hospital);
        (await town.RunAsync<AddAgreement, EstablishmentAgreement>(
            new Caller.Operator("Gwenn") { Origin = Sample.Soap },
            new(new EstablishmentAgreement(hospital, PrimaryMethods.PasswordAndCode, Simplified: false, TimeProvider.System.GetUtcNow(), null)))).Done();
        var before = await town.CountAsync();
        var lines = (await town.TraceCodesAsync(0)).Count;
        List<string> wrong = [];
        SortedDictionary<string, int> reasons = new(StringComparer.Ordinal);
        var sent = 0;
        foreach (var (slug, named) in new[] { (Doctor, (string?)null), (Hospital, null), (Hospital, "paul-auffretic") })
        {
            var client = town.As(slug);
            var call = mine.Call with { Named = named is null ? null : NamedPerson.Of(town.As(named).Card, "MDP_CODE") };
            for (var shape = 1; shape <= 8; shape++)
            {
                foreach (var place in Enum.GetValues<WrapPlace>())
                {
                    var token = DmpToken.For(client.Card, call, TimeProvider.System.GetUtcNow());
                    var message = VihfWrapping.Wrap(
                        shape, Encoding.UTF8.GetString(VihfWriter.Write(token, client.Card.Signature)), token.Id, sent % 2 == 0, place,
                        (assertion, other) => Envelope(mine, assertion, other),
                        evil => evil.Replace(mine.Ins.Value, victim.Ins.Value, StringComparison.Ordinal));
                    var (status, text) = await SendAsync(client, message);
                    var code = Between(text, "code xmlns=\"urn:carnet:fault\">", "<") ?? Between(text, "<f:code>", "<") ?? Between(text, "code>", "<") ?? "";
                    reasons[code] = reasons.GetValueOrDefault(code) + 1;
                    sent++;
                    if (status != 400 || text.Contains("PRPA_IN201308UV02 ", StringComparison.Ordinal) || text.Contains(victim.Ins.Value, StringComparison.Ordinal))
                    {
                        wrong.Add($"{slug} {named} shape {shape} {place}: HTTP {status}");
                    }
                }
            }

            var genuine = Encoding.UTF8.GetString(client.Messages.Sign(call));
            Assert.Equal(200, (await SendAsync(client, Envelope(mine, genuine, ""))).Status);
        }

        output.WriteLine(string.Join('\n', reasons.Select(reason => $"{reason.Value,4} {reason.Key}")));
        Assert.Empty(wrong);
        Assert.Equal(144, sent);
        Assert.Equal(before, await town.CountAsync());
        Assert.Equal(147, (await town.TraceCodesAsync(lines)).Count);
        Assert.DoesNotContain(await town.HistoryAsync(victim), line => line.Act is Carnet.Domain.Traces.TraceAct.TestExistence);
    }

    [Fact]
    public async Task I_3_two_hundred_spellings_of_a_genuine_token_are_all_let_in()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var client = town.As(Doctor);
        List<string> refused = [];
        for (var index = 0; index < VihfVariants.Count; index++)
        {
            var (status, text) = await SendAsync(client, VihfVariants.Sign(Spelling(index, client.Card, patient), client.Card.Signature));
            if (status != 200 || !text.Contains("queryResponseCode code=\"OK\"", StringComparison.Ordinal))
            {
                refused.Add($"{index}: HTTP {status} {Between(text, "<soap:Text", "</")}");
            }
        }

        Assert.Empty(refused);
    }

    /// <summary>A spelling of the wire tests with the claims of a real card, a real question and the headers of a real message.</summary>
    private static string Spelling(int index, Card card, TestPatient patient)
    {
        var token = DmpToken.For(card, patient.Call, TimeProvider.System.GetUtcNow());
        var template = VihfVariants.Template(index);
        var saml = PrefixOf(template);
        var body = new ArrayBufferWriter<byte>();
        PatientMessages.Query(patient.Cx, DmpCodes.TestExistence, TimeProvider.System.GetUtcNow()).WriteTo(body);
        var headers = "<wsa:Action xmlns:wsa=\"http://www.w3.org/2005/08/addressing\">" + DmpCodes.ActionOf(DmpCodes.GetDemographics)
            + $"</wsa:Action><wsa:MessageID xmlns:wsa=\"http://www.w3.org/2005/08/addressing\">urn:uuid:{Guid.CreateVersion7()}</wsa:MessageID>";
        var resource = $"<{saml}Attribute Name=\"urn:oasis:names:tc:xacml:2.0:resource:resource-id\"><{saml}AttributeValue>"
            + token.ResourceId!.Replace("&", "&amp;", StringComparison.Ordinal) + $"</{saml}AttributeValue></{saml}Attribute>";
        var roles = string.Concat(token.Roles.Select(role => $"<Role xmlns=\"urn:hl7-org:v3\" displayName=\"é&#13;&#10;&#9;\" codeSystem=\"{role.CodeSystem}\" code=\"{role.Code}\"/>"));
        var issued = token.IssueInstant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var text = template
            .Replace($"_v{index}", token.Id, StringComparison.Ordinal)
            .Replace("2026-03-02T08:30:15.250Z", issued, StringComparison.Ordinal)
            .Replace("2026-03-02T08:00:00.123456789Z", issued, StringComparison.Ordinal)
            .Replace(">CN=Cabinet Essai<", $">{token.Issuer}<", StringComparison.Ordinal)
            .Replace("899900063480", token.SubjectNameId, StringComparison.Ordinal)
            .Replace("10B0127189", token.StructureId, StringComparison.Ordinal)
            .Replace("SA07^1.2.250.1.71.4.2.4", token.Sector, StringComparison.Ordinal)
            .Replace(Convert.ToBase64String(VihfSamples.Rsa.RawData, Base64FormattingOptions.InsertLineBreaks),
                Convert.ToBase64String(card.Signature.RawData, Base64FormattingOptions.InsertLineBreaks), StringComparison.Ordinal)
            .Replace("<wsse:Security ", headers + "<wsse:Security ", StringComparison.Ordinal)
            .Replace("<b xmlns=\"urn:b\"/>", Encoding.UTF8.GetString(body.WrittenSpan), StringComparison.Ordinal)
            .Replace($"</{saml}AttributeStatement>", resource + $"</{saml}AttributeStatement>", StringComparison.Ordinal);

        // One element for each role instead of the one of the template.
        var start = text.IndexOf("<Role ", StringComparison.Ordinal);
        var end = text.IndexOf("/>", start, StringComparison.Ordinal) + 2;
        var separate = string.Join($"</{saml}AttributeValue><{saml}AttributeValue>", roles.Split("/>", StringSplitOptions.RemoveEmptyEntries).Select(role => role + "/>"));
        return text[..start] + separate + text[end..];
    }

    private static string PrefixOf(string template)
    {
        var at = template.IndexOf("Assertion ", StringComparison.Ordinal);
        return template[(template.LastIndexOf('<', at) + 1)..at];
    }

    private static string Envelope(TestPatient patient, string assertion, string other)
    {
        var bytes = DmpMessages.Envelope(DmpCodes.ActionOf(DmpCodes.GetDemographics), Encoding.UTF8.GetBytes(assertion), output =>
        {
            PatientMessages.Query(patient.Cx, DmpCodes.TestExistence, TimeProvider.System.GetUtcNow()).WriteTo(output);
            output.Write(Encoding.UTF8.GetBytes(other));
        });
        return Encoding.UTF8.GetString(bytes.Span);
    }

    private static async Task<(int Status, string Text)> SendAsync(DmpClient client, string envelope)
    {
        var type = $"application/soap+xml; charset=utf-8; action=\"{DmpCodes.ActionOf(DmpCodes.GetDemographics)}\"";
        using var response = await client.SendAsync(new DmpMessage(DmpMessages.Patients, type, Encoding.UTF8.GetBytes(envelope)), default);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string? Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        var to = from < 0 ? -1 : text.IndexOf(end, from + start.Length, StringComparison.Ordinal);
        return to < 0 ? null : text[(from + start.Length)..to];
    }
}
