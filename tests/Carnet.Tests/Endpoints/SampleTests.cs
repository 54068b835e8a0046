using System.Diagnostics;
using System.Text;
using Carnet.Tests.Support;
using Carnet.Wire.Cda.Drafting;

namespace Carnet.Tests.Endpoints;

/// <summary>The example in C# as a vendor runs it: one file, <c>dotnet run</c>, the real door.</summary>
public sealed class SampleTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    private static readonly string Deposit = Path.Combine(Corpus.Repository, "samples", "deposit.cs");

    [Fact]
    public void A_deposit_is_twenty_lines_of_code()
        => Assert.InRange(File.ReadLines(Deposit).Count(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)
            && !line.StartsWith("#:", StringComparison.Ordinal)), 10, 20);

    [Fact]
    [Trait("Category", "slow")]
    public async Task What_the_example_deposits_is_found_byte_for_byte_and_what_it_cannot_do_it_says()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var hospital = Path.Combine(town.Folder, "demo", "structures", "ch-kerlann");
        var document = patient.Document(town.As("ch-kerlann").Card);
        using var scratch = new ScratchFolder();
        var file = Path.Combine(scratch.Path, "document.xml");
        await File.WriteAllBytesAsync(file, document.Bytes.ToArray());

        var deposited = await RunAsync(town.Address, build: true, hospital, patient.Ins.Value, file);
        Assert.Equal((0, ""), (deposited.Exit, deposited.Error));
        Assert.Matches($"^{document.Header.UniqueId} urn:uuid:[0-9a-f-]{{36}}\n$", deposited.Output);
        var doctor = town.As("claire-kerscaven");
        await doctor.AllowAsync(patient);
        var listed = Assert.Single(await doctor.ListAsync(patient));
        Assert.Equal($"{listed.UniqueId} {listed.EntryUuid}\n", deposited.Output);
        Assert.Equal(document.Bytes.ToArray(), await doctor.BytesAsync(patient, listed.UniqueId));

        var other = patient.Draft(town.As("ch-kerlann").Card, "Un autre contenu.") with { Id = document.Header.Id! };
        var refused = await RunAsync(
            town.Address, build: false, hospital, patient.Ins.Value, scratch.Write("other.xml", Encoding.UTF8.GetString(CdaWriter.Write(other))));
        Assert.Equal((1, ""), (refused.Exit, refused.Error));
        Assert.Contains("document.other-content : ", refused.Output, StringComparison.Ordinal);

        await RefusesAsync("n'est pas un dossier de carte", town.Address, scratch.Path, patient.Ins.Value, file);
        await RefusesAsync("l'INS a 15 caractères", town.Address, hospital, "258039999900162", file);
        await RefusesAsync("Indiquez DOSSIER_DE_CARTE", town.Address, hospital);
        await RefusesAsync("ne répond pas ou refuse la carte", new Uri("https://127.0.0.1:1"), hospital, patient.Ins.Value, file);
        await RefusesAsync("ClinicalDocument", town.Address, hospital, patient.Ins.Value, scratch.Write("page.xml", "<html/>"));
        await RefusesAsync("XML", town.Address, hospital, patient.Ins.Value, scratch.Write("note.txt", "Tout va bien."));
        await RefusesAsync("denied", town.Address, hospital, patient.Ins.Value, scratch.Path);
        await RefusesAsync("absent.xml", town.Address, hospital, patient.Ins.Value, Path.Combine(scratch.Path, "absent.xml"));
    }

    private static async Task RefusesAsync(string sentence, Uri address, params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(address, build: false, arguments);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(sentence, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(Uri address, bool build, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["run", .. build ? [] : (string[])["--no-build"], Deposit, "--", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["URL"] = $"https://localhost:{address.Port}";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
