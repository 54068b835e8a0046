using System.IO.Compression;
using Carnet.Tests.Support;

namespace Carnet.Tests.Cli;

/// <summary>The life of a record as the desk types it, each command in a process of its own.</summary>
[Trait("Category", "slow")]
public sealed class LifeCommandTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("rule", "L-5"), Trait("rule", "L-8"), Trait("rule", "L-9")]
    public async Task L_5_L_8_L_9_a_desk_opens_hands_over_closes_copies_and_reopens()
    {
        var ins = Sample.Ins(881_001);
        var list = _folder.Write("list.json", $$"""
            [{"ins":"{{ins.Value}}","insOid":"{{ins.Oid}}","birthName":"ESSAI","givenNames":["Ana"],"sex":"F","birthDate":"1980-01-31","consentCollectedBy":"Guichet"}]
            """);
        var secrets = Path.Combine(_folder.Path, "papiers");
        string[] person = ["--patient", ins.Value, "--oid", ins.Oid, "--data", Data];

        var (opened, told) = await RunAsync("records", "open", "--from", list, "--secrets", secrets, "--data", Data);
        Assert.Equal(0, opened);
        Assert.DoesNotContain("mot de passe", told, StringComparison.Ordinal);
        var paper = Assert.Single(Directory.GetFiles(secrets));
        Assert.EndsWith(paper, told.Trim(), StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(paper);
        Assert.Contains("<html lang=\"fr\">", page, StringComparison.Ordinal);
        Assert.Matches(@"<dd>[2-9a-z]{4}(-[2-9a-z]{4}){3}</dd>", page);
        Assert.DoesNotContain("ESSAI", page + paper, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(paper));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(secrets));
        }

        Assert.Equal(2, (await RunAsync(["records", "credentials", .. person])).Exit);
        Assert.Equal(1, (await RunAsync(["records", "credentials", "--email", .. person])).Exit); // no address is known
        Assert.Equal(0, (await RunAsync(["records", "credentials", "--secrets", secrets, .. person])).Exit);
        Assert.NotEqual(page, await File.ReadAllTextAsync(paper));

        Assert.Equal(1, (await RunAsync(["records", "close", "--reason", "AUTRE", .. person])).Exit);
        Assert.Equal((0, "fermé"), await LineAsync(["records", "close", "--text", "Ne veut plus", "--requested-by", "Elle-même", .. person]));
        Assert.Equal(1, (await RunAsync(["records", "close", .. person])).Exit);
        var copy = Path.Combine(_folder.Path, "copie.zip");
        Assert.Equal(0, (await RunAsync(["records", "copy", "--out", copy, .. person])).Exit);
        using (var zip = await ZipFile.OpenReadAsync(copy))
        {
            Assert.Contains(zip.Entries, entry => entry.FullName == "index.html");
        }

        Assert.Equal((0, "rouvert"), await LineAsync(["records", "reactivate", .. person]));
        Assert.Equal(1, (await RunAsync(["records", "reactivate", .. person])).Exit);
        Assert.Equal(1, (await RunAsync("records", "close", "--patient", "123", "--data", Data)).Exit);
        Assert.Equal(1, (await RunAsync(["destruction", "certificate", .. person])).Exit);
        Assert.Equal(2, (await RunAsync("verify-destruction", "absent.json", "--data", Data)).Exit);
        Assert.Equal(1, (await RunAsync("verify-destruction", list, "--data", Data)).Exit);
    }

    [Fact]
    [Trait("rule", "L-7")]
    public async Task L_7_a_campaign_goes_on_where_it_was_and_a_bad_line_stops_nothing()
    {
        var (one, two) = (Sample.Ins(881_011), Sample.Ins(881_012));
        var list = _folder.Write("liste.jsonl", $$"""
            {"ins":"{{one.Value}}","insOid":"{{one.Oid}}","birthName":"ESSAI","givenNames":["Ana"],"sex":"F","birthDate":"1980-01-31","email":"ana@exemple.invalid"}
            bruit

            {"ins":"{{two.Value}}","insOid":"{{two.Oid}}","birthName":"ESSAI","givenNames":["Lou"],"sex":"M","birthDate":"2015-01-31","representedBy":["{{one.Value}}"]}
            """);
        var (first, told) = await RunAsync("campaign", "start", "--name", "printemps", "--list", list, "--data", Data);
        Assert.Equal((1, "informées 2  refusées 1"), (first, told.Trim()));
        Assert.Equal("informées 2  refusées 1", (await RunAsync("campaign", "start", "--name", "printemps", "--list", list, "--data", Data)).Output.Trim());
        Assert.Equal(0, (await RunAsync("campaign", "object", "--patient", two.Value, "--by", one.Value, "--oid", one.Oid, "--data", Data)).Exit);
        Assert.Equal(1, (await RunAsync("campaign", "object", "--patient", one.Value, "--by", two.Value, "--oid", one.Oid, "--data", Data)).Exit);
        var (shown, figures) = await RunAsync("campaign", "status", "--name", "printemps", "--data", Data);
        Assert.Equal(0, shown);
        Assert.Matches(@"en attente\s+1\s+opposées\s+1", figures);
        Assert.DoesNotContain("ESSAI", told + figures, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("campaign", "status", "--name", "automne", "--data", Data)).Exit);
        Assert.Equal(2, (await RunAsync("campaign", "start", "--name", "printemps", "--list", "absent", "--data", Data)).Exit);
    }

    [Fact]
    [Trait("rule", "A-13")]
    public async Task A_13_a_desk_records_parents_restrictions_and_a_conflict_on_evidence()
    {
        var ins = Sample.Ins(881_021);
        var list = _folder.Write("enfant.json", $$$"""
            [{"ins":"{{{ins.Value}}}","insOid":"{{{ins.Oid}}}","birthName":"ESSAI","givenNames":["Zoé"],"sex":"F","birthDate":"2019-01-31",
              "consentCollectedBy":"Guichet","representative":{"familyName":"ESSAI","givenName":"Ana","email":"ana@exemple.invalid"}}]
            """);
        string[] person = ["--patient", ins.Value, "--oid", ins.Oid, "--data", Data];
        Assert.Equal(0, (await RunAsync("records", "open", "--from", list, "--data", Data)).Exit);
        Assert.Equal(1, (await RunAsync(["persons", "conflict", "--evidence", "Lettre", .. person])).Exit); // one parent alone
        string[] father = ["persons", "represent", "--family-name", "ESSAI", "--given-name", "Yann", "--email", "yann@exemple.invalid"];
        Assert.Equal(1, (await RunAsync([.. father, .. person])).Exit); // without evidence
        var (named, paper) = await LineAsync([.. father, "--evidence", "Livret de famille", .. person]);
        Assert.Equal(0, named);
        Assert.Matches(@"^enregistré  [0-9a-f-]{36}  identifiant \S+  mot de passe temporaire \S+$", paper);

        var (shown, persons) = await LineAsync(["persons", "list", .. person]);
        Assert.Equal(0, shown);
        Assert.Matches(@"^[0-9a-f-]{36}  parent     full    Ana ESSAI\n[0-9a-f-]{36}  parent     full    Yann ESSAI$", persons);
        Assert.DoesNotContain("exemple.invalid", persons, StringComparison.Ordinal);
        string[] yann = ["--mandate", persons.Split('\n')[1][..36]];
        Assert.Equal(2, (await RunAsync(["persons", "restrict", "--extent", "read", "--until", "demain", "--evidence", "Jugement", .. yann, .. person])).Exit);
        Assert.Equal(1, (await RunAsync(["persons", "restrict", "--extent", "tout", "--evidence", "Jugement", .. yann, .. person])).Exit);
        Assert.Equal(0, (await RunAsync(["persons", "restrict", "--extent", "read", "--evidence", "Jugement", .. yann, .. person])).Exit);
        Assert.Contains("read    Yann", (await RunAsync(["persons", "list", .. person])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(["persons", "conflict", "--evidence", "Déclaration", .. person])).Exit);
        Assert.Equal(1, (await RunAsync(["persons", "end", .. yann, .. person])).Exit); // a parent only on evidence
        Assert.Equal((0, "terminé"), await LineAsync(["persons", "end", "--evidence", "Jugement", .. yann, .. person]));
        Assert.DoesNotContain("Yann", (await RunAsync(["persons", "list", .. person])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--until", "demain", "--until : écrivez le jour AAAA-MM-JJ, par exemple 2027-03-01.")]
    [InlineData("--since", "01/03/2027", "--since : écrivez le jour AAAA-MM-JJ, par exemple 2027-03-01.")]
    [InlineData("--mandate", "lui", "--mandate : ce n'est pas un numéro de représentant, « carnet persons list » les donne.")]
    public void A_day_or_number_that_is_none_is_said_in_a_sentence(string option, string value, string sentence)
    {
        var given = new Dictionary<string, string>
        {
            ["--patient"] = "1",
            ["--extent"] = "read",
            ["--mandate"] = Guid.Empty.ToString(),
            [option] = value,
        };
        var parsed = Carnet.Server.Cli.PersonsCommand.Create().Parse(["restrict", .. given.SelectMany(one => (string[])[one.Key, one.Value])]);
        Assert.Equal([sentence], parsed.Errors.Select(error => error.Message));
    }

    private string Data => Path.Combine(_folder.Path, "data");

    private async Task<(int Exit, string Line)> LineAsync(string[] arguments)
    {
        var (exit, output) = await RunAsync(arguments);
        return (exit, output.Trim());
    }

    private Task<(int Exit, string Output)> RunAsync(params string[] arguments) => CarnetProcess.RunAsync(_folder.Path, arguments);
}
