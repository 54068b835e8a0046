using Carnet.Server.Platform;

namespace Carnet.Server.Features.Access;

/// <summary>Front page of the room: who the person lets in. Source: rules .</summary>
internal static class AccessFeature
{
    public static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddUseCase<SetAuthorisation, AuthorisationChange, SetAuthorisationHandler>()
        .AddUseCase<BlockProfessional, AuthorisationChange, BlockProfessionalHandler>();
}
