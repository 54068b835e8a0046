using Carnet.Client;
using Carnet.Server.Cli.Conformance;
using Carnet.Server.Cli.Lps;
using Carnet.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task Whoever_wrote_documents_of_the_person_sees_those_alone_without_an_authorisation()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var doctor = town.As("claire-kerscaven");
        await doctor.DepositAsync(patient, patient.Document(doctor.Card));
        var lines = await ConformanceCommand.RunAsync(Bench(town, patient), default);
        var last = lines[^1];
        Assert.Equal(("recherche sans autorisation", Verdict.Passed, "ses propres documents"), (last.Trial.What, last.Verdict, last.Received));
    }

    [Fact]
    public async Task A_listener_names_the_steps_that_a_client_shows_and_no_other()
    {
        var record = new ConformanceRecord();
        using var journal = new StringWriter();
        List<string> told = [];
        await using var town = await SoapServer.StartAsync(services => services.AddSingleton<IStartupFilter>(
            new ConformanceListener(record, journal, told.Add, TimeProvider.System)));
        var patient = await town.OpenRecordAsync();
        var doctor = town.As("claire-kerscaven");
        await doctor.AllowAsync(patient);
        await doctor.ListAsync(patient);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => doctor.ListAsync(patient)));
        var early = record.Report();
        Assert.Equal(["TD0.3", "TD3.1a"], early.Split('\n').Where(line => line.StartsWith("montré", StringComparison.Ordinal))
            .Select(line => line["montré      ".Length..].Split(' ')[0]));
        Assert.Contains("Carnet LPS", early, StringComparison.Ordinal);

        // The whole plan, run by our own client: every step that one call can show is shown.
        await ConformanceCommand.RunAsync(Bench(town, patient), default);
        var heard = ConformancePlan.Trials.Where(trial => trial.Heard.Length > 0).ToList();
        var report = record.Report();
        output.WriteLine(report);
        Assert.All(heard, trial => Assert.Contains(report.Split('\n'), line =>
            line.StartsWith("montré", StringComparison.Ordinal) && line.Contains(trial.What, StringComparison.Ordinal)));
        Assert.Contains("pas montré  TD1.1", report, StringComparison.Ordinal);

        // Nothing of the person is in what is kept.
        Assert.DoesNotContain(patient.Ins.Value, journal + string.Join('\n', told), StringComparison.Ordinal);
        Assert.DoesNotContain(patient.Traits.BirthName, journal + string.Join('\n', told), StringComparison.OrdinalIgnoreCase);
    }

    private static ConformanceBench Bench(SoapServer town, TestPatient patient) => new(
        new LpsDesk(town.As("claire-kerscaven"), patient.Call, new KnownPerson("", patient.Ins.Value, patient.Ins.Oid,
            patient.Traits.BirthName, patient.Traits.GivenNames, "", "F", "19800131", "75120")),
        TimeProvider.System);

    [Fact]
    public async Task A_server_that_answers_nothing_passes_no_trial_that_asks_for_an_answer()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var person = new KnownPerson("", patient.Ins.Value, patient.Ins.Oid, patient.Traits.BirthName, patient.Traits.GivenNames, "", "F",
            "19800131", "75120");
        using var nobody = new DmpClient(town.Card("claire-kerscaven"), new Uri("https://127.0.0.1:9"), town.Roots, TimeProvider.System);
        var lines = await ConformanceCommand.RunAsync(new ConformanceBench(new LpsDesk(nobody, patient.Call, person), TimeProvider.System), default);
        Assert.All(lines, line => Assert.True(line.Verdict is Verdict.Failed || line.Received == "document introuvable", line.Trial.What));
        Assert.DoesNotContain(lines, line => line.Verdict is Verdict.Passed);
    }
}
