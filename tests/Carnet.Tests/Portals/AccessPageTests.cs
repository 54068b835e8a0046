using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Portals;

/// <summary>« Qui est entré »: emergencies first, filters, reports, proofs and the file; through the real server with the demo town.</summary>
public sealed class AccessPageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    [Fact]
    [Trait("rule", "T-2")]
    public async Task T_2_emergencies_come_before_all_others_and_each_filter_keeps_what_it_says()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var page = await person.PageAsync("/acces");
        Assert.Contains("KERBRATIZ", page.QuerySelectorAll(".entries")[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Urgence", page.QuerySelectorAll(".entries")[1].TextContent, StringComparison.Ordinal);
        var emergencies = await person.PageAsync("/acces?qui=urgences");
        Assert.NotEmpty(emergencies.QuerySelectorAll(".entry.emergency"));
        Assert.Empty(emergencies.QuerySelectorAll(".entry:not(.emergency)"));
        Assert.All((await person.PageAsync("/acces?qui=lectures")).QuerySelectorAll(".acts li"),
            act => Assert.Contains("Document lu", act.TextContent, StringComparison.Ordinal));
        Assert.All((await person.PageAsync("/acces?qui=refus")).QuerySelectorAll(".acts li"),
            act => Assert.Contains("refusé", act.TextContent, StringComparison.Ordinal));
        Assert.Empty((await person.PageAsync("/acces?qui=tous&au=2020-01-01")).QuerySelectorAll(".entry"));
        Assert.Empty((await person.PageAsync("/acces?qui=tous&du=2999-01-01")).QuerySelectorAll(".entry"));
        var all = await person.PageAsync("/acces?qui=tous&du=2020-01-01&au=2999-01-01");
        Assert.NotEmpty(all.QuerySelectorAll(".entry"));
        Assert.Equal("2020-01-01", all.QuerySelector("#du")!.GetAttribute("value"));
        Assert.StartsWith("/acces?qui=tous&du=2020-01-01&au=2999-01-01&avant=", all.QuerySelector("main a.button.quiet")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "T-3")]
    public async Task T_3_the_proof_of_a_line_holds_here_and_for_the_command_and_no_change_of_it_does()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var line = (await person.PageAsync("/acces")).QuerySelector(".entry.emergency .acts a.nums")!.GetAttribute("href")!;
        var answer = await person.GetAsync(line + "/preuve");
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        var proof = await answer.Content.ReadAsByteArrayAsync();
        Assert.DoesNotContain("KERBRATIZ", Encoding.UTF8.GetString(proof), StringComparison.Ordinal);

        using var anybody = town.Browse();
        var good = await CheckAsync(anybody, proof);
        Assert.Contains("La preuve est bonne", good.QuerySelector(".notice.good")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Liste des documents consultée", good.QuerySelector(".notice.good")!.TextContent, StringComparison.Ordinal);

        using var folder = new ScratchFolder();
        var (file, key) = (folder.Write("preuve.json", Encoding.UTF8.GetString(proof)),
            folder.Write("cle.pem", await (await anybody.GetAsync("/verifier/cle.pem")).Content.ReadAsStringAsync()));
        var (exit, output) = await CarnetProcess.RunAsync(folder.Path, "verify-trail", "--proof", file, "--key", key);
        Assert.True(exit == 0 && output.StartsWith("Preuve bonne", StringComparison.Ordinal), output);

        var changed = 0;
        foreach (var property in JsonDocument.Parse(proof).RootElement.EnumerateObject().Where(property => property.Name is not "format"))
        {
            var other = Changed(proof, property);
            Assert.NotNull((await CheckAsync(anybody, other)).QuerySelector(".notice.alert, .field.error"));
            changed++;
        }

        Assert.True(changed > 15);
        folder.Write("preuve.json", Encoding.UTF8.GetString(proof).Replace("\"issue\": 1", "\"issue\": 2", StringComparison.Ordinal));
        Assert.Equal(1, (await CarnetProcess.RunAsync(folder.Path, "verify-trail", "--proof", file, "--key", key)).Exit);
        foreach (var nonsense in new[] { "", "{}", "[]", "null", "{\"format\":\"carnet-preuve/1\"}", "\u0000", new string('[', 5000) })
        {
            var page = await anybody.UploadAsync("/verifier", "/verifier", [], ("preuve", "x.json", Encoding.UTF8.GetBytes(nonsense)));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.StatusCode);
        }
    }

    [Fact]
    [Trait("rule", "V-6"), Trait("rule", "V-4")]
    public async Task V_6_a_line_of_somebody_else_or_kept_secret_is_the_same_bytes_as_an_unknown_one()
    {
        using var ines = await town.EnterAsync("ines-rozenvel");
        using var lila = await town.EnterAsync("lila-brandivec");
        using var mother = await town.EnterAsync("muriel-brandivec");
        await SearchPageTests.ActForAsync(mother);
        var theirs = (await ines.PageAsync("/acces")).QuerySelector(".acts a.nums")!.GetAttribute("href")!;
        var hers = (await LinesAsync(mother)).ToHashSet();
        var secret = (await LinesAsync(lila)).First(line => !hers.Contains(line));
        foreach (var (browser, line) in new[] { (lila, theirs), (mother, secret) })
        {
            foreach (var part in new[] { "", "/preuve" })
            {
                Assert.Equal(
                    await Transcript.OfAsync(await browser.GetAsync("/acces/0193e5a0-0000-7000-8000-000000000001" + part)),
                    await Transcript.OfAsync(await browser.GetAsync(line + part)));
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await lila.GetAsync(secret)).StatusCode);
        Assert.DoesNotContain(secret.Split('/')[^1], await (await mother.GetAsync("/acces/historique.json")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "T-1"), Trait("rule", "T-2")]
    public async Task T_2_a_person_reports_an_entry_and_reads_the_answer()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var line = (await person.PageAsync("/acces")).QuerySelector(".entry.emergency .acts a.nums")!.GetAttribute("href")!;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await person.SubmitAsync(line, line, ("texte", "?"))).StatusCode);
        var sent = await person.SubmitAsync(line, line, ("texte", "Je n'étais pas aux urgences ce jour-là"));
        Assert.Equal("/acces#signalements", sent.Headers.Location?.OriginalString);
        Assert.Equal("/acces#signalements", (await person.SubmitAsync(line, line, ("texte", "Encore une fois"))).Headers.Location?.OriginalString);
        Assert.Contains("En cours", (await person.PageAsync("/acces")).QuerySelector("#signalements")!.ParentElement!.TextContent, StringComparison.Ordinal);

        var report = Assert.Single((await RunAsync<ListReports, IReadOnlyList<ReportLine>>(Governors.Anne, new())).Done());
        Assert.Equal("report.operators-only", (await RunAsync<ListReports, IReadOnlyList<ReportLine>>(Governors.Machine, new())).Code());
        Assert.Equal("report.operators-only", (await RunAsync<ShowReport, ReportShown>(Sample.Doctor(1), new(report.Id))).Code());
        var shown = (await RunAsync<ShowReport, ReportShown>(Governors.Anne, new(report.Id))).Done();
        Assert.Equal(("Je n'étais pas aux urgences ce jour-là", AccessMode.BreakGlass), (shown.Words, shown.Mode));
        Assert.Contains("KERBRATIZ", shown.ActorName, StringComparison.Ordinal);
        Assert.Equal("report.answer-missing", (await RunAsync<AnswerReport, Guid>(Governors.Anne, new(report.Id, "ok"))).Code());
        (await RunAsync<AnswerReport, Guid>(Governors.Anne, new(report.Id, "Vous êtes passée aux urgences le matin."))).Done();
        Assert.Equal("report.answered", (await RunAsync<AnswerReport, Guid>(Governors.Anne, new(report.Id, "Encore une réponse."))).Code());
        var page = await person.PageAsync("/acces");
        Assert.Contains("Vous êtes passée aux urgences", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Signalement lu", string.Concat(page.QuerySelectorAll(".entries").Select(list => list.TextContent)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "L-9")]
    public async Task L_9_the_history_is_taken_away_whole_as_a_table_and_for_software()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var json = JsonDocument.Parse(await (await person.GetAsync("/acces/historique.json")).Content.ReadAsByteArrayAsync()).RootElement;
        var csv = (await (await person.GetAsync("/acces/historique.csv")).Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(json.GetArrayLength() + 1, csv.Length);
        Assert.True(csv.Length > 100);
        Assert.Contains(csv, line => line.Contains("Ouverture du carnet", StringComparison.Ordinal));
        Assert.DoesNotContain(csv.SelectMany(line => line.Split(';')), cell => cell is [('=' or '+' or '-' or '@'), ..]);
        Assert.Equal(json.GetArrayLength(), json.EnumerateArray().Select(line => line.GetProperty("ligne").GetString()).Distinct().Count());
    }

    private static byte[] Changed(byte[] proof, JsonProperty property)
    {
        var value = property.Value.ValueKind switch
        {
            JsonValueKind.Number => $"{property.Value.GetInt64() + 1}",
            JsonValueKind.True => "false",
            JsonValueKind.False => "true",
            JsonValueKind.Null => "\"0193e5a0-0000-7000-8000-000000000001\"",
            JsonValueKind.Array when property.Value.GetArrayLength() > 0 => "[]",
            JsonValueKind.Array => $"[{{\"Hash\":\"{new string('0', 64)}\",\"Right\":true}}]",
            _ => JsonSerializer.Serialize(Flip(property.Value.GetString()!)),
        };
        return Encoding.UTF8.GetBytes("{" + string.Join(',', JsonDocument.Parse(proof).RootElement.EnumerateObject()
            .Select(one => $"\"{one.Name}\":{(one.Name == property.Name ? value : one.Value.GetRawText())}")) + "}");
    }

    // A letter in the middle, so that the text keeps its form.
    private static string Flip(string text) => text.Length == 0 ? "x"
        : string.Concat(text.AsSpan(0, text.Length / 2), text[text.Length / 2] is '1' ? "2" : "1", text.AsSpan((text.Length / 2) + 1));

    private static async Task<IDocument> CheckAsync(Browser browser, byte[] proof)
        => await Browser.ReadAsync(await browser.UploadAsync("/verifier", "/verifier", [], ("preuve", "preuve.json", proof)));

    private static async Task<IReadOnlyList<string>> LinesAsync(Browser browser)
        => [.. JsonDocument.Parse(await (await browser.GetAsync("/acces/historique.json")).Content.ReadAsByteArrayAsync()).RootElement
            .EnumerateArray().Select(line => $"/acces/{line.GetProperty("ligne").GetString()}")];

    private async Task<Outcome<TAnswer>> RunAsync<TRequest, TAnswer>(Caller caller, TRequest request)
    {
        await using var scope = town.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(caller, request, default);
    }
}
