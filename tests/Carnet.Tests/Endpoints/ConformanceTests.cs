using Carnet.Server.Cli.Conformance;
using Carnet.Server.Cli.Lps;
using Carnet.Tests.Support;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>The vendor's test plan, run by our own client against our own door.</summary>
public sealed class ConformanceTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Every_trial_of_the_plan_ends_as_it_should(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var person = new KnownPerson("", patient.Ins.Value, patient.Ins.Oid, patient.Traits.BirthName, patient.Traits.GivenNames, "", "F",
            "19800131", "75120");
        var bench = new ConformanceBench(new LpsDesk(town.As("claire-kerscaven"), patient.Call, person), TimeProvider.System);
        var lines = await ConformanceCommand.RunAsync(bench, default);
        output.WriteLine(ConformanceCommand.Report(lines));
        Assert.True(lines.Count >= 45);
        Assert.Empty(lines.Where(line => line.Verdict is not Verdict.Passed).Select(line => $"{line.Trial.What}: {line.Received}"));

        // Nothing of the run is left in force.
        await town.As("claire-kerscaven").AllowAsync(patient);
        Assert.Empty(await town.As("claire-kerscaven").ListAsync(patient));
    }

    [Fact]
    public async Task A_server_that_answers_nothing_passes_no_trial_that_asks_for_an_answer()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var person = new KnownPerson("", patient.Ins.Value, patient.Ins.Oid, patient.Traits.BirthName, patient.Traits.GivenNames, "", "F",
            "19800131", "75120");
        using var nobody = new LpsClient(town.Card("claire-kerscaven"), new Uri("https://127.0.0.1:9"), town.Roots, TimeProvider.System);
        var lines = await ConformanceCommand.RunAsync(new ConformanceBench(new LpsDesk(nobody, patient.Call, person), TimeProvider.System), default);
        Assert.All(lines, line => Assert.True(line.Verdict is Verdict.Failed || line.Received == "document introuvable", line.Trial.What));
        Assert.DoesNotContain(lines, line => line.Verdict is Verdict.Passed);
    }
}
