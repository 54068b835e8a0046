using Carnet.Server.Platform.Hosting;

namespace Carnet.Server.Endpoints.Hl7v2;

/// <summary>Front page of the HL7 v2 door: documents of hospitals and laboratories over MLLP with mutual TLS.</summary>
/// <remarks>
/// MDM^T02, T04 and T10 and ORU^R01 with a CDA or a PDF; everything else is refused. It ends on the same use cases as
/// ITI-41 and ITI-57. Source: CI-SIS Transmission de documents CDA en HL7 v2; HL7 v2.5.
/// </remarks>
internal static class Hl7v2Endpoints
{
    public static IServiceCollection AddHl7v2(this IServiceCollection services) => services
        .AddSingleton<IHospitalConnections, HospitalConnections>()
        .AddScoped<HospitalCaller>()
        .AddScoped<HospitalDesk>();
}
