using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Platform.Storage;

/// <summary>The only unit of work; each room brings its own maps.</summary>
/// <remarks>Reads go through a context of their own; every write goes through <c>ILedger</c>, so that no effect lacks its trace.</remarks>
internal sealed class CarnetDb(DbContextOptions<CarnetDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
        => modelBuilder.ApplyConfigurationsFromAssembly(typeof(CarnetDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        => Converters.Configure(configurationBuilder, Database.IsSqlite());
}
