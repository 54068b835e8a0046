using System.Text;
using Carnet.Domain.Access;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Governance;

/// <summary>C-24: who governs is known by name and secret, and nobody makes themselves the second person.</summary>
public sealed class OperatorTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task C_24_the_first_two_come_from_the_machine_and_each_later_one_from_two_operators(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var anne = (await AddAsync(house, Governors.Machine, "anne")).Done();
        Assert.False(anne.NeedsConfirmation);
        Assert.False((await AddAsync(house, Governors.Machine, "bruno")).Done().NeedsConfirmation);
        Assert.Equal("operator.required", (await AddAsync(house, Governors.Machine, "chloe")).Code());

        var chloe = (await AddAsync(house, Governors.Anne, "chloe")).Done();
        Assert.True(chloe.NeedsConfirmation);
        Assert.Equal("operator.not-recognised", (await RecogniseAsync(house, "chloe", chloe.Secret)).Code());
        Assert.Equal("operator.second-person", (await ChangeAsync(house, Governors.Anne, "chloe", remove: false)).Code());
        Assert.Equal("chloe", (await ChangeAsync(house, Governors.Bruno, "chloe", remove: false)).Done());
        Assert.Equal("chloe", (await RecogniseAsync(house, "chloe", chloe.Secret)).Done().Name);
        Assert.Equal("operator.unknown", (await ChangeAsync(house, Governors.Bruno, "chloe", remove: false)).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task C_24_a_secret_is_right_for_one_name_only_and_lies_nowhere_in_clear(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var anne = (await AddAsync(house, Governors.Machine, "anne")).Done();
        var bruno = (await AddAsync(house, Governors.Machine, "bruno")).Done();
        Assert.Equal(new Caller.Operator("anne") { Origin = Governors.Machine.Origin }, (await RecogniseAsync(house, "anne", anne.Secret)).Done());
        foreach (var (name, secret) in ((string, string)[])[("anne", bruno.Secret), ("anne", ""), ("anne", anne.Secret[1..]), ("nobody", anne.Secret), ("", "")])
        {
            Assert.Equal("operator.not-recognised", (await RecogniseAsync(house, name, secret)).Code());
        }

        await using var db = await house.OpenAsync();
        var row = await db.Set<OperatorRow>().AsNoTracking().SingleAsync(known => known.Name == "anne");
        Assert.NotEqual(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(anne.Secret)), row.SecretHash);
        Assert.NotEqual(row.Salt, (await db.Set<OperatorRow>().SingleAsync(known => known.Name == "bruno")).Salt);
        Assert.DoesNotContain(anne.Secret, anne.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C_24_who_was_removed_acts_no_more_and_the_last_two_stay()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var anne = (await AddAsync(house, Governors.Machine, "anne")).Done();
        (await AddAsync(house, Governors.Machine, "bruno")).Done();
        Assert.Equal("operator.last-two", (await ChangeAsync(house, Governors.Bruno, "anne", remove: true)).Code());
        (await AddAsync(house, Governors.Anne, "chloe")).Done();
        Assert.Equal("operator.last-two", (await ChangeAsync(house, Governors.Bruno, "anne", remove: true)).Code());
        (await ChangeAsync(house, Governors.Bruno, "chloe", remove: false)).Done();
        (await ChangeAsync(house, Governors.Bruno, "anne", remove: true)).Done();
        Assert.Equal("operator.not-recognised", (await RecogniseAsync(house, "anne", anne.Secret)).Code());
        Assert.Equal("operator.name-taken", (await AddAsync(house, Governors.Bruno, "anne")).Code());
        Assert.Equal("operator.unknown", (await ChangeAsync(house, Governors.Bruno, "anne", remove: true)).Code());

        // Though only two are left, the machine alone adds nobody any more.
        Assert.Equal("operator.required", (await AddAsync(house, Governors.Machine, "dora")).Code());
        var lines = (await house.RunAsync<ListOperators, IReadOnlyList<OperatorLine>>(Governors.Machine, new())).Done();
        Assert.Equal([("anne", OperatorState.Removed), ("bruno", OperatorState.Active), ("chloe", OperatorState.Active)], lines.Select(line => (line.Name, line.State)));
    }

    [Theory]
    [InlineData("A"), InlineData("a"), InlineData("Anne"), InlineData("anne martin"), InlineData("é"), InlineData("a\nb"), InlineData("")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        Assert.Equal("operator.wrong-name", (await AddAsync(house, Governors.Machine, name)).Code());
    }

    [Fact]
    public async Task A_reviewer_of_one_establishment_needs_a_true_number_and_two_operators()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        Assert.Equal("operator.required", (await AddAsync(house, Governors.Machine, "revue", Sample.Structure(1).Value)).Code());
        Assert.Equal("operator.wrong-structure", (await AddAsync(house, Governors.Anne, "revue", "1123")).Code());
        var added = (await AddAsync(house, Governors.Anne, "revue", Sample.Structure(1).Value)).Done();
        Assert.True(added.NeedsConfirmation);
        (await ChangeAsync(house, Governors.Bruno, "revue", remove: false)).Done();
        Assert.Equal(Sample.Structure(1), (await RecogniseAsync(house, "revue", added.Secret)).Done().Structure);
    }

    private static Task<Carnet.Domain.Common.Outcome<OperatorAdded>> AddAsync(House house, Caller by, string name, string? structure = null)
        => house.RunAsync<AddOperator, OperatorAdded>(by, new(name, structure));

    private static Task<Carnet.Domain.Common.Outcome<string>> ChangeAsync(House house, Caller by, string name, bool remove)
        => house.RunAsync<ChangeOperator, string>(by, new(name, remove));

    private static Task<Carnet.Domain.Common.Outcome<Caller.Operator>> RecogniseAsync(House house, string name, string secret)
        => house.RunAsync<RecogniseOperator, Caller.Operator>(Governors.Machine, new(name, secret));
}
