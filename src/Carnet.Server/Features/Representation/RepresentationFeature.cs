using Carnet.Server.Platform;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Features.Representation;

/// <summary>Front page of the room: those who act for somebody else, and those whom one should call.</summary>
/// <remarks>Source: rules, L-6, L-10, V-4.</remarks>
internal static class RepresentationFeature
{
    public static IServiceCollection AddRepresentation(this IServiceCollection services) => services
        .AddSingleton<IMandates, Mandates>()
        .AddSingleton<IMandateOpening, MandateOpening>()
        .AddSingleton<RepresentationNotices>()
        .AddSingleton<PersonDoor>()
        .AddUseCase<Represent, NewRepresentative, RepresentHandler>()
        .AddUseCase<NameCaregiver, NewRepresentative, NameCaregiverHandler>()
        .AddUseCase<EndMandate, MandateEnded, EndMandateHandler>()
        .AddUseCase<RestrictRepresentative, DecisionRecorded, RestrictRepresentativeHandler>()
        .AddUseCase<DeclareConflict, DecisionRecorded, DeclareConflictHandler>()
        .AddUseCase<NamePerson, PersonNamed, NamePersonHandler>()
        .AddUseCase<RemoveNamedPerson, PersonRemoved, RemoveNamedPersonHandler>()
        .AddUseCase<ListPersons, PersonsList, ListPersonsHandler>()
        .AddUseCase<ReadPersonsToCall, PersonsToCall, ReadPersonsToCallHandler>()
        .AddUseCase<ListRepresented, RepresentedList, ListRepresentedHandler>()
        .AddScoped<JointActs>()
        .AddUseCase<ProposeJointly, JointlyProposed, ProposeJointlyHandler>()
        .AddUseCase<AnswerJointly, JointlyAnswered, AnswerJointlyHandler>()
        .AddUseCase<ListJointActs, JointActsList, ListJointActsHandler>()
        .AddJob<ComingOfAge>()
        .AddUseCase<ActFor, ActingStarted, ActForHandler>();
}
