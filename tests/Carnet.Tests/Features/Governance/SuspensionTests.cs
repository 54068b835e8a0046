using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Governance;

/// <summary>C-22: one account, structure, software or certificate is shut out, and everybody else goes on.</summary>
public sealed class SuspensionTests
{
    private static readonly Origin Versioned = new(Door.Soap, "Logiciel du Port 4.2") { SoftwareName = "Logiciel du Port" };

    public static TheoryData<string, string, Func<object>, string?> Cases => new()
    {
        { "Person", Sample.Ps(1).Value, () => Sample.Doctor(1), "suspended.person" },
        { "Person", Sample.Ps(1).Value, () => Sample.Doctor(1, AccessMode.BreakGlass), "suspended.person" },
        { "Person", Sample.Ps(1).Value, () => Sample.Doctor(2), null },
        { "Person", Sample.Employee(1).Id.Value, () => Sample.Employee(1), "suspended.person" },
        { "Structure", Sample.Structure(1).Value, () => Sample.Doctor(1), "suspended.structure" },
        { "Structure", Sample.Structure(1).Value, () => Sample.Employee(1), "suspended.structure" },
        { "Structure", Sample.Structure(1).Value, () => Sample.Establishment(1), "suspended.structure" },
        { "Structure", Sample.Structure(1).Value, () => Sample.Doctor(2), null },
        { "Software", "logiciel DU port", () => Sample.Doctor(3) with { Origin = Versioned }, "suspended.software" },
        { "Software", "Logiciel du Port/4.2", () => Sample.Establishment(3) with { Origin = Versioned }, "suspended.software" },
        { "Software", "Logiciel du Port/4.3", () => Sample.Doctor(3) with { Origin = Versioned }, null },
        { "Software", "Logiciel", () => Sample.Doctor(3) with { Origin = Versioned }, null },
        { "Person", Sample.Ps(1).Value, () => Sample.Desk, null },
    };

    [Theory, MemberData(nameof(Cases))]
    public async Task C_22_who_is_suspended_is_not_admitted_and_the_others_are(string kind, string subject, Func<object> caller, string? code)
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite, settings: ("Directory:Required", "false"));
        var admission = house.Get<IAdmission>();
        Assert.Equal("done", (await admission.AdmitAsync((Caller)caller(), default)).Code());
        (await SuspendAsync(house, kind, subject)).Done();
        Assert.Equal(code ?? "done", (await admission.AdmitAsync((Caller)caller(), default)).Code());
        (await house.RunAsync<Resume, string>(Governors.Bruno, new(Enum.Parse<SuspensionKind>(kind), subject, "tout va bien"))).Done();
        Assert.Equal("done", (await admission.AdmitAsync((Caller)caller(), default)).Code());
    }

    [Theory, OnPostgreSql]
    public async Task C_22_the_other_servers_know_it_at_their_next_look(string database)
    {
        await using var first = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database), settings: ("Directory:Required", "false"));
        await using var second = await first.BesideAsync(("Directory:Required", "false"));
        (await SuspendAsync(first, "Person", Sample.Ps(1).Value)).Done();
        await second.Get<GovernanceRefresh>().RefreshAsync(default);
        Assert.Equal("suspended.person", (await second.Get<IAdmission>().AdmitAsync(Sample.Doctor(1), default)).Code());
        Assert.True(second.Get<Microsoft.Extensions.Options.IOptions<GovernanceOptions>>().Value.Refresh <= TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("Person", "810101010101", "suspension.wrong-person"), InlineData("Structure", "x", "suspension.wrong-structure")]
    [InlineData("Software", "", "suspension.wrong-software"), InlineData("Software", "/2", "suspension.wrong-software")]
    [InlineData("Certificate", "AB", "suspension.wrong-certificate"), InlineData("Certificate", "zz:CN=x", "suspension.wrong-certificate")]
    public async Task What_cannot_be_suspended_is_refused_and_nothing_is_stored(string kind, string subject, string code)
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        Assert.Equal(code, (await SuspendAsync(house, kind, subject)).Code());
        await using var db = await house.OpenAsync();
        Assert.False(await db.Set<SuspensionRow>().AnyAsync());
    }

    [Fact]
    public async Task A_suspension_needs_a_reason_an_operator_and_comes_once()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var person = Sample.Ps(1).Value;
        Assert.Equal("suspension.reason-missing", (await house.RunAsync<Suspend, string>(Governors.Anne, new(SuspensionKind.Person, person, " "))).Code());
        Assert.Equal("operator.required", (await house.RunAsync<Suspend, string>(Sample.Doctor(1), new(SuspensionKind.Person, person, "pourquoi pas"))).Code());
        Assert.Equal("suspension.unknown", (await house.RunAsync<Resume, string>(Governors.Anne, new(SuspensionKind.Person, person, "tout va bien"))).Code());
        (await SuspendAsync(house, "Person", person)).Done();
        Assert.Equal("suspension.already", (await SuspendAsync(house, "Person", person)).Code());
        Assert.Equal("operator.required", (await house.RunAsync<Resume, string>(Sample.Doctor(1), new(SuspensionKind.Person, person, "tout va bien"))).Code());
        var trace = (await house.TracesAsync(Carnet.Domain.Records.RecordId.None)).Single(line => line.Code is "suspension.person");
        Assert.Equal($"{person} : compte volé", trace.Described.Detail);
        await using var db = await house.OpenAsync();
        var row = await db.Set<SuspensionRow>().SingleAsync();
        using var key = await house.Get<Carnet.Server.Platform.Keys.SystemKey>().OpenAsync(default);
        Assert.Equal("compte volé", row.Reason(key));
        Assert.True(row.Sealed.AsSpan().IndexOf("compte"u8) < 0);
    }

    private static Task<Outcome<string>> SuspendAsync(House house, string kind, string subject)
        => house.RunAsync<Suspend, string>(Governors.Anne, new(Enum.Parse<SuspensionKind>(kind), subject, "compte volé"));
}
