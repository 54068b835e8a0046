using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Directory;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Directory;

/// <summary>I-3, I-4: what the directory does not know is not believed.</summary>
public sealed class AdmissionTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "I-3"), Trait("rule", "I-4")]
    public async Task I_3_a_caller_is_admitted_in_the_activity_that_the_directory_knows(string database)
    {
        var house = await databases.OnAsync(database);
        var known = Sample.Practitioner(1);
        await EnlistAsync(house, known);
        (string Rule, string? Code, Caller Caller)[] cases =
        [
            ("known", null, Sample.As(known)),
            ("in an emergency too", null, Sample.As(known, AccessMode.BreakGlass)),
            ("another person", "directory.not-linked", Sample.As(known with { Id = Sample.Ps(9) })),
            ("a profession higher than the directory's", "directory.not-linked", Sample.As(known with { Profession = "21", Qualification = "G" })),
            ("another specialty", "directory.not-linked", Sample.As(known with { Qualification = "SM33" })),
            ("a specialty left out, so as not to be occupational", "directory.not-linked", Sample.As(known with { Qualification = null })),
            ("an unknown structure", "directory.unknown-structure", Sample.As(known with { Structure = Sample.Structure(8) })),
            ("a secretary of a known structure", null, Sample.Employee(1)),
            ("a secretary of an unknown structure", "directory.unknown-structure", Sample.Employee(8)),
            ("a known establishment", null, Sample.Establishment(1)),
            ("an unknown establishment", "directory.unknown-structure", Sample.Establishment(8)),
            ("a desk has no directory", null, Sample.Desk),
        ];
        foreach (var (rule, code, caller) in cases)
        {
            Assert.True(await CodeAsync(house, caller) == code, rule);
            Assert.True(await CodeAsync(house, caller) == code, rule + ", asked again");
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "I-4")]
    public async Task I_4_a_departure_takes_effect_within_a_minute(string database)
    {
        var house = await databases.OnAsync(database);
        var (leaves, closes) = (Sample.Practitioner(21), Sample.Practitioner(22));
        await EnlistAsync(house, leaves, closes);
        Assert.Null(await CodeAsync(house, Sample.As(leaves)));
        Assert.Null(await CodeAsync(house, Sample.As(closes)));
        await using var db = await house.OpenAsync();
        await db.Set<DirectoryActivityRow>().Where(row => row.PersonId == leaves.Id.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Until, house.Clock.GetUtcNow()));
        await db.Set<DirectoryStructureRow>().Where(row => row.StructureId == closes.Structure.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Active, false));

        house.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("directory.not-linked", await CodeAsync(house, Sample.As(leaves)));
        Assert.Equal("directory.unknown-structure", await CodeAsync(house, Sample.As(closes)));
    }

    [Fact]
    public async Task Where_the_setting_says_so_everybody_is_admitted()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite, settings: ("Directory:Required", "false"));
        Assert.Null(await CodeAsync(house, Sample.Doctor(99)));
    }

    private static async Task<string?> CodeAsync(House house, Caller caller)
        => await house.Get<IAdmission>().AdmitAsync(caller, default) is Outcome<Caller>.Failed(var failure) ? failure.Code : null;

    private static async Task EnlistAsync(House house, params Practitioner[] people)
    {
        var enlist = new Enlist(
            [.. people.Select(who => new ListedStructure(who.Structure, "Cabinet", "practice", "SA07"))],
            [.. people.Select(who => new ListedActivity(who.Id, who.FamilyName, who.GivenName, who.Profession, who.Qualification, who.Structure))]);
        Assert.Equal(2 * people.Length, (await house.RunAsync<Enlist, int>(Sample.Desk, enlist)).Done());
        Assert.Equal(0, (await house.RunAsync<Enlist, int>(Sample.Desk, enlist)).Done());
    }
}
