using System.Reflection;
using Carnet.Server.Platform;
using Xunit.Sdk;

namespace Carnet.Tests.Support;

/// <summary>Runs a theory once on SQLite.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[nameof(DatabaseProvider.Sqlite)]];
}

/// <summary>Runs a theory once on PostgreSQL; skipped with the sentence that repairs it where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnPostgreSqlAttribute : DataAttribute
{
    public OnPostgreSqlAttribute() => Skip = PostgresCluster.Absence;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[nameof(DatabaseProvider.PostgreSql)]];
}

/// <summary>The databases of one test class: one of each kind, made when it is first asked for.</summary>
public sealed class TestDatabases : IAsyncLifetime
{
    private readonly Dictionary<string, House> _houses = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var house in _houses.Values)
        {
            await house.DisposeAsync();
        }
    }

    /// <summary>The house of this class on one database, migrated and running.</summary>
    internal async Task<House> OnAsync(string database)
    {
        if (!_houses.TryGetValue(database, out var house))
        {
            _houses[database] = house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        }

        return house;
    }
}
