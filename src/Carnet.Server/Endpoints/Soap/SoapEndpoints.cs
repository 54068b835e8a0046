using Carnet.Server.Features.Contextual;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Wire.Wsdl;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Front page of the SOAP door: one address for each service, its WSDL at <c>?wsdl</c>.</summary>
/// <remarks>Source: DMP 1.1.</remarks>
internal static class SoapEndpoints
{
    private const string Root = "/si-dmp-server/v2/services/";

    private static readonly (string Path, WsdlService Service)[] Services =
    [
        ("registry", WsdlService.Registry), ("repository", WsdlService.Repository),
        ("habilitations", WsdlService.Habilitations), ("patients", WsdlService.Patients),
        ("patientSpecific", WsdlService.PatientSpecific), ("patientCertif", WsdlService.PatientCertif),
    ];

    public static IServiceCollection AddSoap(this IServiceCollection services) => services
        .AddSingleton<ConnectionGuard>()
        .AddScoped<VihfCaller>()
        .AddScoped<IContextTokens, VihfContext>()
        .AddScoped<SoapDispatcher>()
        .AddScoped<ISoapTransaction, Iti41ProvideAndRegister>()
        .AddScoped<ISoapTransaction, Iti18RegistryStoredQuery>()
        .AddScoped<ISoapTransaction, Iti43RetrieveDocumentSet>()
        .AddScoped<ISoapTransaction, Iti57UpdateDocumentSet>()
        .AddSingleton<Hl7Desk>()
        .AddScoped<ISoapTransaction, Td02PatientQuery>()
        .AddScoped<ISoapTransaction, Td05CandidateQuery>()
        .AddScoped<ISoapTransaction, Td11PatientAdd>()
        .AddScoped<ISoapTransaction, Td14PatientRevise>()
        .AddScoped<ISoapTransaction, Td16ListAuthorization>()
        .AddScoped<ISoapTransaction, Td04PatientList>()
        .AddScoped<ISoapTransaction, Td15CreatePatientAccess>()
        .AddScoped<ISoapTransaction, Td15UpdatePatientAccess>()
        .AddScoped<ISoapTransaction, Td15PatientOtpUpdate>()
        .AddScoped<ISoapTransaction, IdentityCertification>()
        .AddScoped<ISoapTransaction, Td03SetAuthorization>();

    public static void MapSoap(this IEndpointRouteBuilder app)
    {
        var door = app.MapGroup(Root).BehindDoor(ListeningDoor.Soap);
        door.AddEndpointFilter<ConnectionGuard>();
        foreach (var (path, service) in Services)
        {
            door.MapPost(path, (HttpContext http, SoapDispatcher dispatcher) => dispatcher.HandleAsync(http, service))
                .WithName("soap-" + path);
            door.MapGet(path, (HttpContext http, IOptions<DoorsOptions> doors) => Wsdl(http, doors.Value, service, path))
                .WithName("wsdl-" + path);
        }
    }

    private static IResult Wsdl(HttpContext http, DoorsOptions doors, WsdlService service, string path)
        => http.Request.Query.ContainsKey("wsdl")
            ? TypedResults.Bytes(
                WsdlDocuments.Get(service, new Uri(doors.AddressOf(ListeningDoor.Soap)!, Root + path)), "text/xml; charset=utf-8")
            : TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
}
