using Carnet.Server.Platform.Antivirus;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Hosting;

/// <summary>Binds every options class to its section and checks all of them before anything starts.</summary>
internal static class OptionsSetup
{
    public static IServiceCollection AddCarnetOptions(this IServiceCollection services)
    {
        services.Bind<DataOptions>("Data");
        services.Bind<DatabaseOptions>("Database");
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidation>();
        services.Bind<DoorsOptions>("Doors");
        services.AddSingleton<IValidateOptions<DoorsOptions>, DoorsOptionsValidation>();
        services.Bind<PortalOptions>("Portal");
        services.AddSingleton<IValidateOptions<PortalOptions>, PortalOptionsValidation>();
        services.Bind<TrustOptions>("Trust");
        services.Bind<VihfOptions>("Vihf").Validate(
            vihf => vihf.Window >= TimeSpan.FromSeconds(30) && vihf.Window <= TimeSpan.FromHours(1),
            "Carnet:Vihf:Window must lie between 00:00:30 and 01:00:00.");
        services.Bind<AccessOptions>("Access")
            .Validate(access => access.EmergencyLasts >= TimeSpan.FromMinutes(1) && access.EmergencyLasts <= TimeSpan.FromDays(1),
                "Carnet:Access:EmergencyLasts must lie between 00:01:00 and 1.00:00:00.")
            .Validate(access => access.StayLasts >= TimeSpan.FromDays(1) && access.StayLasts <= TimeSpan.FromDays(366),
                "Carnet:Access:StayLasts must lie between 1.00:00:00 and 366.00:00:00.");
        services.Bind<FeedingOptions>("Feeding");
        services.Bind<AntivirusOptions>("Antivirus");
        services.AddSingleton<IValidateOptions<AntivirusOptions>, AntivirusOptionsValidation>();
        services.Bind<Hl7v2Options>("Hl7v2").Validate(
            door => door.Grace >= TimeSpan.FromMilliseconds(100) && door.Grace <= TimeSpan.FromMinutes(5)
                && door.Idle >= TimeSpan.FromSeconds(1) && door.Idle <= TimeSpan.FromDays(1),
            "Carnet:Hl7v2:Grace must lie between 00:00:00.1 and 00:05:00, Carnet:Hl7v2:Idle between 00:00:01 and 1.00:00:00.");
        services.Bind<RegistryOptions>("Registry");
        services.Bind<DirectoryOptions>("Directory");
        return services;
    }

    public static OptionsBuilder<T> Bind<T>(this IServiceCollection services, string section)
        where T : class => services.AddOptions<T>().BindConfiguration("Carnet:" + section)
            .ValidateDataAnnotations().ValidateOnStart();
}

/// <summary>Refuses to start on a database that is not there to be chosen.</summary>
internal sealed class DatabaseOptionsValidation : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
        => !Enum.TryParse<DatabaseProvider>(options.Provider, ignoreCase: true, out var provider) || !Enum.IsDefined(provider)
            ? ValidateOptionsResult.Fail($"Carnet:Database:Provider is \"{options.Provider}\"; allowed: "
                + $"{string.Join(", ", Enum.GetNames<DatabaseProvider>())}.")
            : provider is DatabaseProvider.PostgreSql && string.IsNullOrEmpty(options.ConnectionString)
                ? ValidateOptionsResult.Fail(
                    "Carnet:Database:ConnectionString is \"\"; with the provider PostgreSql it must name a database.")
                : ValidateOptionsResult.Success;
}
