using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Carnet.Client;
using Carnet.Tests.Support;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>Hostile and foreign files at the door: nothing is accepted, nothing calls out, nothing crashes.</summary>
[Trait("Category", "corpus")]
public sealed partial class HostileDoorTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    // The promise is one second; the guard leaves room for a machine that does other things meanwhile.
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(5);

    [CorpusFact]
    public async Task No_hostile_file_is_accepted_nor_makes_us_call_out()
    {
        using var calls = new OutboundCalls();
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var client = town.As("claire-kerscaven");
        var before = await town.CountAsync();
        var (sent, slowest) = (0, TimeSpan.Zero);
        List<string> accepted = [];
        foreach (var path in Corpus.Files("adversarial"))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            foreach (var message in Deliveries(client, patient, bytes))
            {
                var start = Stopwatch.GetTimestamp();
                var (status, text) = await SendAsync(client, message);
                var took = Stopwatch.GetElapsedTime(start);
                slowest = took > slowest ? took : slowest;
                sent++;
                if (status != 400 || !text.Contains("urn:carnet:fault", StringComparison.Ordinal) || took > Guard)
                {
                    accepted.Add($"{Path.GetFileName(path)}: HTTP {status} after {took.TotalSeconds:0.0} s");
                }
            }
        }

        output.WriteLine($"{sent} messages, slowest {slowest.TotalMilliseconds:0} ms, {calls.Count} connections heard");
        Assert.Empty(accepted);
        Assert.Empty(calls.Abroad);
        Assert.Equal(before, await town.CountAsync());
    }

    [CorpusFact]
    public async Task Every_foreign_XDS_message_is_taken_apart_or_refused_with_a_reason()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var client = town.As("ch-kerlann");
        var before = await town.CountAsync();
        List<string> wrong = [];
        foreach (var path in Corpus.Files("xds-messages").Where(path => Path.GetExtension(path) is not ".md"))
        {
            foreach (var message in Foreign(client, patient, await File.ReadAllTextAsync(path)))
            {
                var (status, text) = await SendAsync(client, message);
                var code = Code().Match(text) is { Success: true } match ? match.Groups[1].Value : "none";
                output.WriteLine($"{Path.GetFileName(path),-60} {message.Service,-12} {status} {code}");
                if (status is not (200 or 400) || (code == "none" && !text.Contains("ResponseStatusType:Success", StringComparison.Ordinal)))
                {
                    wrong.Add($"{Path.GetFileName(path)}: HTTP {status}, {code}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(before, await town.CountAsync());
    }

    /// <summary>The file as a message, as the envelope of a multipart one, as a token, as a body, and as a document.</summary>
    private static IEnumerable<DmpMessage> Deliveries(DmpClient client, TestPatient patient, byte[] bytes)
    {
        yield return new DmpMessage(DmpMessages.Registry, SoapContentType.Plain, bytes);
        yield return DmpMessages.Multipart(bytes, []);
        var inner = Encoding.UTF8.GetBytes(Declaration().Replace(Encoding.UTF8.GetString(bytes), ""));
        yield return DmpMessages.Plain(
            DmpMessages.Registry, XdsActions.RegistryStoredQuery, inner, DocumentQueries.FindDocuments(patient.Cx).WriteTo);
        yield return DmpMessages.Plain(
            DmpMessages.Registry, XdsActions.RegistryStoredQuery, client.Messages.Sign(patient.Call),
            body => body.Write(inner));
    }

    /// <summary>The file as it is, and its body in an envelope of our own with a good token.</summary>
    private static IEnumerable<DmpMessage> Foreign(DmpClient client, TestPatient patient, string text)
    {
        var blank = Blank().Match(text);
        var headers = text.StartsWith('<') || !blank.Success ? "" : text[..blank.Index];
        var type = ContentTypeHeader().Match(headers) is { Success: true } found ? found.Groups[1].Value.Trim() : SoapContentType.Plain;
        if (System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(type, out _))
        {
            yield return new DmpMessage(DmpMessages.Repository, type, Encoding.UTF8.GetBytes(headers.Length > 0 ? text[(blank.Index + blank.Length)..] : text));
        }

        foreach (var (name, service, action) in new[]
        {
            ("ProvideAndRegisterDocumentSetRequest", DmpMessages.Repository, XdsActions.ProvideAndRegister),
            ("AdhocQueryRequest", DmpMessages.Registry, XdsActions.RegistryStoredQuery),
            ("RetrieveDocumentSetRequest", DmpMessages.Repository, XdsActions.Retrieve),
        })
        {
            if (Regex.Match(text, $@"<((?:\w+:)?{name})\b.*?</\1>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)) is { Success: true } body)
            {
                var element = Encoding.UTF8.GetBytes(body.Value);
                yield return DmpMessages.Plain(service, action, client.Messages.Sign(patient.Call), output => output.Write(element));
            }
        }
    }

    private static async Task<(int Status, string Text)> SendAsync(DmpClient client, DmpMessage message)
    {
        using var response = await client.SendAsync(message, default);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [GeneratedRegex(@"^\uFEFF?\s*<\?xml[^>]*\?>")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\r?\n\r?\n")]
    private static partial Regex Blank();

    [GeneratedRegex(@"^Content-Type:\s*(.+(?:\r?\n[ \t].+)*)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ContentTypeHeader();

    [GeneratedRegex(@"(?:<f:code[^>]*>|codeContext="")([a-z0-9.-]+)")]
    private static partial Regex Code();
}
