using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Cli;
using Carnet.Server.Demo;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Doors;

/// <summary>The same question has the same answer at every door, and one trace: the whole town asks about everybody.</summary>
[Trait("Category", "slow")]
public sealed class SameAnswerTests(WholeTown town) : IClassFixture<WholeTown>
{
    private const int MostDocuments = 6;

    public static TheoryData<string> People
        => [.. DemoPeople.Patients.Where(one => one.Choices.State is not (DemoRecordState.OpposedNeverOpened or DemoRecordState.NotOpened)).Select(one => one.Slug)];

    [Theory, MemberData(nameof(People))]
    public async Task V_6_lists_readings_and_explanations_agree_for_every_professional(string slug)
    {
        var demo = DemoPeople.Patient(slug);
        var person = town.Person(demo);
        var documents = await DocumentsAsync(person);
        foreach (var professional in DemoTown.Professionals)
        {
            var client = town.As(professional);
            var before = await TracesAsync(person);
            var listed = await ListedAsync(client, person);
            Assert.Equal(before + 1, await TracesAsync(person));
            foreach (var row in documents)
            {
                before = await TracesAsync(person);
                var got = (await client.GetAsync(person, row.UniqueId)).Value().Contents.ContainsKey(row.UniqueId);
                var afterwards = await TracesAsync(person);
                Assert.True(afterwards == before + 1, $"{professional.Slug}: one reading left {afterwards - before} traces");

                var (sees, reads) = await ExplainedAsync(person, row, professional);
                Assert.True(sees == listed.Contains(row.UniqueId),
                    $"{professional.Slug} on {row.TypeCode} of {slug}: explained {sees}, listed {listed.Contains(row.UniqueId)}");
                Assert.True(reads == got, $"{professional.Slug} on {row.TypeCode} of {slug}: explained {reads}, read {got}");
            }
        }
    }

    [Theory, MemberData(nameof(People))]
    public async Task V_6_the_portal_shows_the_person_what_the_rules_say(string slug)
    {
        var demo = DemoPeople.Patient(slug);
        if (demo.Choices.State is not DemoRecordState.Open || demo.Login.Length == 0 || (demo.Email.Length == 0 && demo.Phone.Length == 0)
            || demo.BirthDate > DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddYears(-15)) // children have no account of their own
        {
            return;
        }

        var person = town.Person(demo);
        await using var db = await town.OpenAsync();
        var visible = (await db.Set<DocumentRow>().AsNoTracking().Where(row => row.RecordId == person.Record && !row.IsSignature)
                .ToListAsync())
            .Where(row => row.Status is DocumentStatus.Approved && !row.Marks.HasFlag(Marks.HiddenFromPatient))
            .Select(row => $"/documents/{row.DocumentId}").Order(StringComparer.Ordinal);
        using var browser = await town.EnterAsync(demo);
        List<string> shown = [];
        for (string? next = "/documents"; next is not null;)
        {
            var page = await browser.PageAsync(next);
            shown.AddRange(page.QuerySelectorAll(".rows a.title").Select(link => link.GetAttribute("href")!));
            next = page.QuerySelectorAll("nav.pages a").FirstOrDefault(link => link.TextContent.Trim() == "Page suivante")?.GetAttribute("href");
        }

        Assert.Equal(visible, shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_3_what_one_door_allows_the_others_know_at_once()
    {
        var demo = DemoPeople.Patient("ines-rozenvel");
        var person = town.Person(demo);
        var doctor = DemoTown.Professional("maud-trevidoul");
        var client = town.As(doctor);
        Assert.Empty(await ListedAsync(client, person));
        await client.AllowAsync(person);
        var listed = (await client.ListAsync(person)).Select(entry => entry.UniqueId).ToList();
        Assert.NotEmpty(listed);

        // The command line is one more door: the list of `carnet lps` and the verdict of `carnet explain`.
        var (exit, output) = await CarnetProcess.RunAsync(town.Folder, "lps", "list",
            "--card", Path.Combine(town.Folder, "demo", "cards", doctor.Slug), "--patient", demo.Slug, "--url", town.Soap.ToString());
        Assert.Equal(ExitCodes.Done, exit);
        Assert.Equal(listed.Count, output.Split('\n').Count(line => listed.Any(id => line.Contains(id, StringComparison.Ordinal))));
        var row = (await DocumentsAsync(person)).First(document => listed.Contains(document.UniqueId));
        Assert.True((await ExplainedAsync(person, row, doctor)).Sees);
    }

    private async Task<(bool Sees, bool Reads)> ExplainedAsync(TestPatient person, DocumentRow row, DemoProfessional professional)
    {
        PsIdNat.TryCreate(professional.PsIdNat, out var number);
        var explained = (await town.RunAsync<ExplainDocument, Explanation>(
            new Caller.Operator("test") { Origin = Sample.Soap },
            new ExplainDocument(row.DocumentId, person.Ins, number))).Done().Lines;
        return explained is [var line] ? (line.Now.Sees, line.Now.Reads) : (false, false);
    }

    private static async Task<HashSet<string>> ListedAsync(DmpClient client, TestPatient person)
    {
        var answer = (await client.QueryAsync(person.Call, DocumentQueries.FindDocuments(person.Cx, allStatuses: true))).Value();
        return [.. answer.DocumentEntries.Select(entry => entry.UniqueId)];
    }

    private async Task<List<DocumentRow>> DocumentsAsync(TestPatient person)
    {
        await using var db = await town.OpenAsync();
        var rows = await db.Set<DocumentRow>().AsNoTracking()
            .Where(row => row.RecordId == person.Record && !row.IsSignature).ToListAsync();

        // Of each kind of marks, status and type a few: what differs is what rules look at.
        return [.. rows.GroupBy(row => (row.Marks, row.Status, row.TypeCode, row.ByPatient)).Select(group => group.First()).Take(MostDocuments)];
    }

    private async Task<int> TracesAsync(TestPatient person)
    {
        await using var db = await town.OpenAsync();
        return await db.Set<TraceRow>().CountAsync(trace => trace.RecordId == person.Record);
    }
}
