using System.Diagnostics;
using Carnet.Tests.Support;

namespace Carnet.Tests.Endpoints;

/// <summary>The collection of requests as a vendor runs it: a shell, curl and xmlsec1 against the real door.</summary>
public sealed class CollectionTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    private static readonly string Folder = Path.Combine(Corpus.Repository, "docs", "integration", "collection");

    [ToolFact("xmlsec1", "curl", "openssl")]
    public async Task The_collection_allows_deposits_lists_and_reads()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var doctor = town.As("claire-kerscaven");
        var card = Path.Combine(town.Folder, "demo", "cards", "claire-kerscaven");
        Assert.Contains("PRPA_IN201308UV02", await CallAsync(town, card, patient, "patients", "td02-existence.xml"), StringComparison.Ordinal);
        Assert.Contains("DMPOk", await CallAsync(town, card, patient, "habilitations", "td03-ajout.xml"), StringComparison.Ordinal);
        Assert.Contains("DMPOk", await CallAsync(town, card, patient, "habilitations", "td16-autorisations.xml"), StringComparison.Ordinal);

        using var scratch = new ScratchFolder();
        var document = patient.Document(doctor.Card);
        var file = Path.Combine(scratch.Path, "document.xml");
        await File.WriteAllBytesAsync(file, document.Bytes.ToArray());
        Assert.Contains("ResponseStatusType:Success", await RunAsync(
            town, "depot.sh", card, patient.Ins.Value, patient.Ins.Oid, file), StringComparison.Ordinal);
        Assert.Equal([document.Header.UniqueId], (await doctor.ListAsync(patient)).Select(entry => entry.UniqueId));

        Assert.Contains(document.Header.UniqueId, await CallAsync(town, card, patient, "registry", "td31-liste.xml"), StringComparison.Ordinal);
        Assert.Contains("ResponseStatusType:Success", await CallAsync(town, card, patient, "repository", "td32-lecture.xml",
            $"repository={DmpTestClient.Repository}", $"document={document.Header.UniqueId}"), StringComparison.Ordinal);
    }

    private static Task<string> CallAsync(SoapServer town, string card, TestPatient patient, string service, string body, params string[] values)
        => RunAsync(town, "appel.sh", [card, patient.Ins.Value, patient.Ins.Oid, service, body, .. values]);

    private static async Task<string> RunAsync(SoapServer town, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh", [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment["URL"] = $"https://localhost:{town.Address.Port}";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(("", 0), (await error, process.ExitCode));
        return await output;
    }
}
