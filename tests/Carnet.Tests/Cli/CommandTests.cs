using System.Text.Json;
using Carnet.Tests.Support;

namespace Carnet.Tests.Cli;

/// <summary>The commands as a person types them, each in a process of its own.</summary>
[Trait("Category", "slow")]
public sealed class CommandTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("rule", "L-1")]
    public async Task L_1_A_desk_opens_records_and_a_bad_line_stops_nothing()
    {
        var (ins, other) = (Sample.Ins(880_001), Sample.Ins(880_002));
        var list = _folder.Write("list.json", $$"""
            [
              {"ins":"{{ins.Value}}","insOid":"{{ins.Oid}}","birthName":"ESSAI","givenNames":["Ana","Lou"],"sex":"F","birthDate":"1980-01-31","birthPlace":"75120","consentCollectedBy":"Guichet"},
              {"ins":"{{ins.Value}}","insOid":"{{ins.Oid}}","birthName":"ESSAI","givenNames":"Ana Lou","sex":"F","birthDate":"1980-01-31","consentCollectedBy":"Guichet"},
              42, null, "\ud800", [], {},
              {"ins":"{{ins.Value[..13]}}98","insOid":"{{ins.Oid}}"},
              {"ins":"{{other.Value}}","insOid":"{{other.Oid}}","birthName":"ESSAI","givenNames":"Ana","sex":"F","birthDate":"1980-02-31","consentCollectedBy":"Guichet"},
              {"ins":"{{other.Value}}","insOid":"{{other.Oid}}","birthName":"ESSAI","givenNames":"Ana","sex":"F","birthDate":"1980-01-31"},
              {"ins":"{{other.Value}}","insOid":"{{other.Oid}}","birthName":7,"givenNames":"Ana","sex":"F","birthDate":"1980-01-31","consentCollectedBy":"Guichet"},
              {"ins":"{{other.Value}}","insOid":"{{other.Oid}}","birthName":"ESSAI","givenNames":"Ana","sex":"F","birthDate":"1980-01-31","consentCollectedBy":"Guichet"}
            ]
            """);
        var (exit, output) = await RunAsync("records", "open", "--from", list, "--data", Data);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "opened", "exists", "refused", "refused", "refused", "refused", "refused", "refused", "refused", "refused",
                "refused", "opened",
            ],
            lines.Select(line => line.Split("  ")[1]));
        Assert.Contains("mot de passe temporaire", lines[0], StringComparison.Ordinal);
        Assert.Contains("line.not-an-object", lines[2], StringComparison.Ordinal);
        Assert.Contains("ins.invalid", lines[7], StringComparison.Ordinal);
        Assert.Contains("birthDate", lines[8], StringComparison.Ordinal);
        Assert.Contains("record.consent-missing", lines[9], StringComparison.Ordinal);
        Assert.Contains("birthName", lines[10], StringComparison.Ordinal);
        Assert.DoesNotContain("ESSAI", output, StringComparison.Ordinal);
        Assert.Equal(1, exit);
    }

    [Theory]
    [InlineData("{}"), InlineData("nothing"), InlineData(""), InlineData("[1,")]
    public async Task A_list_that_is_none_is_wrong_use(string text)
        => Assert.Equal(2, (await RunAsync("records", "open", "--from", _folder.Write("list.json", text), "--data", Data)).Exit);

    [Fact]
    public async Task Jobs_are_listed_and_run_by_hand_and_an_unknown_one_is_wrong_use()
    {
        var (listed, jobs) = await RunAsync("jobs", "list", "--data", Data);
        Assert.Equal(0, listed);
        Assert.Contains("vault-sweep", jobs, StringComparison.Ordinal);
        var (ran, done) = await RunAsync("jobs", "run", "--job", "vault-sweep", "--data", Data);
        Assert.Equal(0, ran);
        Assert.Equal(["vault-sweep", "0"], done.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, (await RunAsync("jobs", "run", "--job", "nothing", "--data", Data)).Exit);
    }

    [Fact]
    public async Task A_folder_that_is_no_demo_world_is_not_reset()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "carnet.db"), "precious");
        Assert.Equal(2, (await RunAsync("demo", "reset", "--data", Data)).Exit);
        Assert.Equal("precious", await File.ReadAllTextAsync(Path.Combine(Data, "carnet.db")));
    }

    [Fact]
    public async Task A_practice_sends_lists_and_gets_through_the_door()
    {
        await using var town = await SoapServer.StartAsync();
        var patient = await town.OpenRecordAsync();
        var people = _folder.Write("people.json", JsonSerializer.Serialize(new
        {
            baseUrls = new { soap = town.Address },
            patients = new[]
            {
                new
                {
                    slug = "zoe", ins = patient.Ins.Value, insOid = patient.Ins.Oid, birthName = patient.Traits.BirthName,
                    givenNames = patient.Traits.GivenNames.Split(' '), usedName = "", sex = "F", birthDate = "1980-01-31", birthPlace = "75120",
                },
            },
        }));
        string[] hospital = ["--card", Path.Combine(town.Folder, "demo/structures/ch-kerlann"), "--patient", "zoe", "--people", people];
        string[] doctor = ["--card", Path.Combine(town.Folder, "demo/cards/claire-kerscaven"), "--patient", patient.Ins.Value, "--people", people];
        var note = _folder.Write("note.txt", "Bonjour à tous.");

        Assert.Equal(1, (await RunAsync(["lps", "list", .. doctor])).Exit);
        Assert.Equal(2, (await RunAsync(["lps", "send", note, .. hospital])).Exit);
        var (exit, sent) = await RunAsync(["lps", "send", note, "--type", "11488-4", "--title", "Petit mot", "--signed", .. hospital]);
        Assert.Equal(0, exit);
        Assert.StartsWith("déposé  2.25.", sent, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(["lps", "allow", .. doctor])).Exit);
        var (_, listed) = await RunAsync(["lps", "list", .. doctor]);
        Assert.Contains("Petit mot", listed, StringComparison.Ordinal);
        var (got, content) = await RunAsync(["lps", "get", listed.Split(' ')[0], .. doctor]);
        Assert.Equal(0, got);
        Assert.Contains("<ClinicalDocument", content, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(["lps", "get", "1.2.3", .. doctor])).Exit);
        Assert.Equal(2, (await RunAsync(["lps", "list", "--patient", "zoe"])).Exit);
    }

    [Fact]
    [Trait("rule", "F-7")]
    public async Task F_7_A_doctor_changes_documents_and_the_life_of_the_record()
    {
        await using var town = await SoapServer.StartAsync();
        var patient = await town.OpenRecordAsync();
        var doctor = town.As("claire-kerscaven");
        await doctor.AllowAsync(patient);
        var document = patient.Document(doctor.Card);
        await doctor.DepositAsync(patient, document);
        string[] desk =
        [
            "--card", Path.Combine(town.Folder, "demo/cards/claire-kerscaven"), "--patient", patient.Ins.Value, "--ins-oid", patient.Ins.Oid,
            "--url", town.Address.ToString(),
        ];
        var id = document.Header.UniqueId;
        Assert.Contains("autorisation VALIDE", (await RunAsync(["lps", "exists", .. desk])).Output, StringComparison.Ordinal);
        Assert.Contains("KERSCAVEN", (await RunAsync(["lps", "authorizations", .. desk])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(["lps", "mask", id, .. desk])).Exit);
        Assert.Contains("MASQUE_PS", (await RunAsync(["lps", "list", .. desk])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(["lps", "archive", id, .. desk])).Exit);
        Assert.Equal(1, (await RunAsync(["lps", "archive", id, .. desk])).Exit);
        Assert.Equal(1, (await RunAsync(["lps", "delete", "1.2.3", .. desk])).Exit);
        Assert.Equal(0, (await RunAsync(["lps", "close", "--text", "La personne part.", .. desk])).Exit);
        Assert.Contains("La personne part.", (await RunAsync(["lps", "data", .. desk])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(["lps", "reactivate", .. desk])).Exit);
    }

    [Fact]
    [Trait("rule", "A-9")]
    public async Task A_9_an_operator_keeps_the_agreements_under_which_a_hospital_reads()
    {
        await using var town = await SoapServer.StartAsync();
        var patient = await town.OpenRecordAsync();
        await town.As("paul-auffretic").AllowAsync(patient);
        string[] data = ["--data", town.Folder];
        string[] named =
        [
            "lps", "list", "--card", Path.Combine(town.Folder, "demo/structures/ch-kerlann"), "--as",
            Path.Combine(town.Folder, "demo/cards/paul-auffretic"), "--patient", patient.Ins.Value, "--ins-oid", patient.Ins.Oid,
            "--url", town.Address.ToString(),
        ];
        Assert.Equal(1, (await RunAsync(named)).Exit);
        Assert.Equal(2, (await RunAsync(["agreements", "add", "12345", "--methods", "MDP_CODE", .. data])).Exit);
        Assert.Equal(1, (await RunAsync(["agreements", "add", "990000010", "--methods", "PIGEON", .. data])).Exit);
        Assert.Equal(1, (await RunAsync(["agreements", "add", "990000010", "--methods", "MDP_CODE", "--until", "demain", .. data])).Exit);
        var (exit, added) = await RunAsync(["agreements", "add", "990000010", "--methods", "MDP_CODE", "BLUETOOTH_PIN", .. data]);
        Assert.Equal(0, exit);
        Assert.Contains("1990000010", added, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(named)).Exit);
        Assert.Equal(1, (await RunAsync([.. named, "--method", "CPS_PROLONGEE"])).Exit);

        Assert.Contains("MDP_CODE,BLUETOOTH_PIN", (await RunAsync(["agreements", "list", .. data])).Output, StringComparison.Ordinal);

        // Once there are operators, one of them must act and prove it.
        var secret = _folder.Write("anne.secret", (await RunAsync(["operators", "add", "anne", .. data])).Output
            .Split('\n').Single(line => line.StartsWith("secret  ", StringComparison.Ordinal))[8..].Trim());
        Assert.Equal(1, (await RunAsync(["agreements", "end", "990000010", .. data])).Exit);
        Assert.Equal(1, (await RunAsync(["agreements", "end", "990000010", "--operator", "bruno", "--secret-file", secret, .. data])).Exit);
        data = ["--operator", "anne", "--secret-file", secret, .. data];
        Assert.Equal(0, (await RunAsync(["agreements", "end", "990000010", .. data])).Exit);
        Assert.Equal(1, (await RunAsync(["agreements", "end", "990000010", .. data])).Exit);
    }

    private string Data => Path.Combine(_folder.Path, "data");

    private Task<(int Exit, string Output)> RunAsync(params string[] arguments) => CarnetProcess.RunAsync(_folder.Path, arguments);
}
