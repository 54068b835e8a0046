using System.Text.Encodings.Web;
using System.Text.Unicode;
using Carnet.Server.Features.Rights;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Portals.Public;
using Carnet.Server.Portals.Shared;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Portals.Patient;

/// <summary>Front page of the patient's portal: static pages, no script, one cookie.</summary>
internal static class PatientPortal
{
    public static IServiceCollection AddPatientPortal(this IServiceCollection services, bool demo)
    {
        services.AddRazorComponents();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton(new DemoSign(demo));
        services.AddSingleton<ActWords>(TraceWords.Act);
        services.AddScoped<Visitor>();
        services.Bind<UploadOptions>("Uploads");
        services.AddSingleton<UploadSlots>();
        services.AddScoped(typeof(View<>));
        services.AddTransient<IStartupFilter, PortalPipeline>();
        services.AddSingleton<IAntiforgeryAdditionalDataProvider, FormSession>();
        services.AddAntiforgery(options =>
        {
            options.FormFieldName = "jeton";
            options.HeaderName = null;
            options.SuppressXFrameOptionsHeader = true;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.Path = "/";
        });
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<DoorsOptions>>((options, doors) =>
            options.Cookie.Name = doors.Value.AddressOf(ListeningDoor.Portals)?.Scheme == Uri.UriSchemeHttps
                ? "__Host-carnet-form" : "carnet-form");
        services.AddDataProtection().SetApplicationName("carnet-portal");
        services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<IOptions<DataOptions>, ILoggerFactory>((options, data, loggers) => options.XmlRepository =
                new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(KeyFolder(data.Value), loggers));
        return services;
    }

    public static void MapPatientPortal(this WebApplication app)
    {
        app.MapStyleSheet();
        app.MapScripts();
        var everybody = app.MapGroup("").BehindDoor(ListeningDoor.Portals).AddEndpointFilter<FormGate>();
        everybody.MapPublic();
        everybody.MapCardCheck();
        everybody.MapLogIn();
        everybody.MapPasskeyEntrance();
        everybody.MapRecovery();
        everybody.MapSessionEnd();

        var person = app.MapGroup("").BehindDoor(ListeningDoor.Portals)
            .AddEndpointFilter<SessionGate>().AddEndpointFilter<FormGate>();
        person.MapAccount();
        person.MapHome();
        person.MapDocuments();
        person.MapDocument();
        person.MapOwnDocuments();
        person.MapCard();
        person.MapAccess();
        person.MapActing();
        person.MapAgreements();
        person.MapDevices();
        person.MapPasskeys();
        person.MapProveAgain();
        person.MapSession();
        person.MapPersons();
        person.MapChild();
        person.MapLife();
        person.MapRights();
        person.MapMessages();
        person.MapPermissions();
        person.MapMask();
        person.MapWhoSees();
    }

    private static DirectoryInfo KeyFolder(DataOptions data)
    {
        var path = Path.Combine(data.Keys, "portal");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
