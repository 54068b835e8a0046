using Carnet.Domain.Access;
using Carnet.Server.Platform;

namespace Carnet.Server.Features.Directory;

/// <summary>Front page of the room: who the professionals and structures are, and whether a claim agrees with that.</summary>
internal static class DirectoryFeature
{
    public static IServiceCollection AddDirectory(this IServiceCollection services) => services
        .AddSingleton<IAdmission, Admission>()
        .AddSingleton<ClientCheck>()
        .AddSingleton<IProfessionalMail, ProfessionalMail>()
        .AddSingleton<IStructureNames, StructureNames>()
        .AddSingleton<IEstablishments, Establishments>()
        .AddSingleton<IAgreements, Agreements>()
        .AddSingleton<ISoftwareRegister, SoftwareRegister>()
        .AddUseCase<AddSoftware, RegisteredSoftware, AddSoftwareHandler>()
        .AddUseCase<RemoveSoftware, RegisteredSoftware, RemoveSoftwareHandler>()
        .AddUseCase<ListSoftware, SoftwareList, ListSoftwareHandler>()
        .AddUseCase<AddAgreement, EstablishmentAgreement, AddAgreementHandler>()
        .AddUseCase<EndAgreement, EstablishmentAgreement, EndAgreementHandler>()
        .AddUseCase<ListAgreements, IReadOnlyList<EstablishmentAgreement>, ListAgreementsHandler>()
        .AddSingleton<IProfessionals, Professionals>()
        .AddUseCase<Enlist, int, EnlistHandler>()
        .AddUseCase<DeclareLocum, DeclaredLocum, DeclareLocumHandler>();
}
