using Carnet.Server.Platform;

namespace Carnet.Server.Features.Access;

/// <summary>Front page of the room: who the person lets in. Source: rules .</summary>
internal static class AccessFeature
{
    public static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddScoped<AskedRecord>()
        .AddSingleton<Stays>()
        .AddUseCase<SetAuthorisation, AuthorisationChange, SetAuthorisationHandler>()
        .AddUseCase<ListAuthorisations, IReadOnlyList<ListedGrant>, ListAuthorisationsHandler>()
        .AddUseCase<BlockProfessional, AuthorisationChange, BlockProfessionalHandler>()
        .AddUseCase<AuthoriseProfessional, AuthorisationChange, AuthoriseProfessionalHandler>()
        .AddUseCase<DeclareStay, DeclaredStay, DeclareStayHandler>()
        .AddUseCase<EndStay, AuthorisationChange, EndStayHandler>()
        .AddUseCase<ChangeChoices, Choices, ChangeChoicesHandler>()
        .AddUseCase<ListAccess, AccessList, ListAccessHandler>();
}
