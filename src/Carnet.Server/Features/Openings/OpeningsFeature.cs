using Carnet.Domain.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Features.Openings;

/// <summary>Front page of the room: a person opens their own record, or objects, after proving who they are.</summary>
/// <remarks>Source: rules L-1, L-2, L-4, L-7, V-6.</remarks>
internal static class OpeningsFeature
{
    public static IServiceCollection AddOpenings(this IServiceCollection services) => services
        .AddSingleton<IdentityCodes>()
        .AddScoped<ProvenPersons>()
        .AddScoped<RepresentedPersons>()
        .AddJob<OpeningSweep>()
        .AddUseCase<RegisterPerson, RecordId, RegisterPersonHandler>()
        .AddUseCase<ProveIdentity, ProofStarted, ProveIdentityHandler>()
        .AddUseCase<ConfirmIdentity, RecordId, ConfirmIdentityHandler>()
        .AddUseCase<ShowOpening, OpeningState, ShowOpeningHandler>()
        .AddUseCase<SaveOpening, OpeningDraft, SaveOpeningHandler>()
        .AddUseCase<OpenOwnRecord, OwnRecordOpened, OpenOwnRecordHandler>()
        .AddUseCase<ObjectForOneself, DateTimeOffset, ObjectForOneselfHandler>()
        .AddUseCase<ObjectForRepresented, DateTimeOffset, ObjectForRepresentedHandler>()
        .AddUseCase<OpenForChild, ChildRecordOpened, OpenForChildHandler>();
}
