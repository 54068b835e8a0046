using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Directory;
using Carnet.Tests.Support;

namespace Carnet.Tests.Endpoints;

/// <summary>Software that the operator has not registered is not heard, where the setting says so.</summary>
public sealed class RegisteredSoftwareTests
{
    private const string Number = "CARNET-0000";
    private static readonly Caller.Operator Operator = new("marie-exploitante") { Origin = new Origin(Door.CommandLine) };

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Only_registered_software_with_its_number_is_heard_and_only_for_its_profiles(string database)
    {
        await using var town = await SoapServer.StartAsync(
            Enum.Parse<Carnet.Server.Platform.DatabaseProvider>(database), ("Vihf:RequireRegisteredSoftware", "true"));
        var (doctor, patient) = (town.As("claire-kerscaven"), await town.OpenRecordAsync());
        Assert.Equal("software.unregistered", await AskAsync());
        await using var db = await town.OpenAsync();
        Assert.Contains(db.Set<Carnet.Server.Platform.Trail.TraceRow>().AsEnumerable(),
            line => line is { Act: TraceAct.Knock, Code: "software.unregistered" } && line.ActorId == doctor.Card.IdNat);

        (await town.RunAsync<AddSoftware, RegisteredSoftware>(Operator, new("Carnet LPS", "*", Number, SoftwareProfiles.Feeding | SoftwareProfiles.Creation))).Done();
        Assert.DoesNotContain(db.Set<SoftwareRow>().AsEnumerable(), row => row.Homologation.Contains(Number, StringComparison.Ordinal));

        // The list is kept for a minute; a server that has not read it yet sees it at once.
        Assert.Equal("software.unregistered", await AskAsync());
        await using var fresh = await SecondAsync(database);
        var other = await fresh.OpenRecordAsync();
        Assert.Equal(("access.not-authorised", "software.profile"), (await ListAsync(fresh, other), await ReadAsync(fresh, other)));
        await fresh.As("ch-kerlann").DepositAsync(other, other.Document(fresh.As("ch-kerlann").Card));

        async Task<string> AskAsync() => await ListAsync(town, patient);
    }

    [Fact]
    public async Task A_wrong_number_or_version_is_not_the_registered_product()
    {
        await using var town = await SoapServer.StartAsync(settings: [("Vihf:RequireRegisteredSoftware", "true")]);
        (await town.RunAsync<AddSoftware, RegisteredSoftware>(Operator, new("carnet lps", "*", "ANOTHER", SoftwareProfiles.All))).Done();
        (await town.RunAsync<AddSoftware, RegisteredSoftware>(Operator, new("Carnet LPS", "999.0", Number, SoftwareProfiles.All))).Done();
        Assert.Equal("software.unregistered", await ListAsync(town, await town.OpenRecordAsync()));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_list_is_changed_by_operators_alone_and_refuses_what_has_no_form(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<Carnet.Server.Platform.DatabaseProvider>(database));
        var add = new AddSoftware("Logiciel", "1.0", Number, SoftwareProfiles.Consultation);
        Assert.Equal("software.operators-only", await CodeAsync(add, Sample.Doctor(1)));
        Assert.Equal("software.name", await CodeAsync(add with { Name = "" }, Operator));
        Assert.Equal("software.name", await CodeAsync(add with { Version = new string('1', 51) }, Operator));
        Assert.Equal("software.profiles", await CodeAsync(add with { Profiles = 0 }, Operator));
        Assert.Equal("software.homologation", await CodeAsync(add with { Homologation = "" }, Operator));
        Assert.Equal("", await CodeAsync(add, Operator));
        Assert.Equal("software.registered", await CodeAsync(add, Operator));
        var listed = (await house.RunAsync<ListSoftware, SoftwareList>(Sample.Doctor(1), new ListSoftware())).Done();
        Assert.Equal(("Logiciel", "1.0", SoftwareProfiles.Consultation), listed.Software is [var one] ? (one.Name, one.Version, one.Profiles) : default);
        Assert.Equal("software.operators-only", (await house.RunAsync<RemoveSoftware, RegisteredSoftware>(Sample.Doctor(1), new("Logiciel", "1.0"))).Code());
        (await house.RunAsync<RemoveSoftware, RegisteredSoftware>(Operator, new("Logiciel", "1.0"))).Done();
        Assert.Equal("software.unknown", (await house.RunAsync<RemoveSoftware, RegisteredSoftware>(Operator, new("Logiciel", "1.0"))).Code());

        async Task<string> CodeAsync(AddSoftware request, Caller caller)
            => await house.RunAsync<AddSoftware, RegisteredSoftware>(caller, request) is Outcome<RegisteredSoftware>.Failed(var failure) ? failure.Code : "";
    }

    private static async Task<SoapServer> SecondAsync(string database)
    {
        var town = await SoapServer.StartAsync(
            Enum.Parse<Carnet.Server.Platform.DatabaseProvider>(database), ("Vihf:RequireRegisteredSoftware", "true"));
        (await town.RunAsync<AddSoftware, RegisteredSoftware>(
            Operator, new("Carnet LPS", "*", Number, SoftwareProfiles.Feeding | SoftwareProfiles.Creation))).Done();
        return town;
    }

    private static async Task<string> ListAsync(SoapServer town, TestPatient patient)
        => (await town.As("claire-kerscaven").QueryAsync(patient.Call, DocumentQueries.FindDocuments(patient.Cx))).Refusal(answer => answer.Errors).Code;

    private static async Task<string> ReadAsync(SoapServer town, TestPatient patient)
        => (await town.As("claire-kerscaven").GetAsync(patient, "1.2.3")).Refusal(answer => answer.Response.Errors).Code;
}
