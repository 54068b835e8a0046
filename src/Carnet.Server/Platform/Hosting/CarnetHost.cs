using System.Text.Json;

namespace Carnet.Server.Platform.Hosting;

/// <summary>Builds the server: configuration, services, pipeline. The tests build the very same one.</summary>
internal static class CarnetHost
{
    /// <param name="overrides">Settings that go before files and environment, e.g. from the command line.</param>
    /// <param name="services">Registrations of the rooms and doors.</param>
    /// <param name="endpoints">Maps of the doors.</param>
    public static WebApplication Build(
        IReadOnlyDictionary<string, string?> overrides, Action<IServiceCollection> services, Action<WebApplication> endpoints)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Configuration.AddSecretFiles().AddInMemoryCollection(overrides);
        builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = options.ValidateScopes = true);
        ConfigureLogging(builder);
        builder.Services.AddPlatform();
        services(builder.Services);

        var app = builder.Build();
        app.UseRouting();
        app.UseDoors();
        endpoints(app);
        return app;
    }

    private static void ConfigureLogging(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            json.JsonWriterOptions = new JsonWriterOptions { Indented = false };
        });

        // Frameworks below warning would write addresses, queries and parameters, which may name people.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None);

        // What keeps the server from starting is printed as a sentence by the command.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}
