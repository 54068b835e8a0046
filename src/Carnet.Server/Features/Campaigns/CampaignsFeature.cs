using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Features.Campaigns;

/// <summary>Front page of the room: information, objections, automatic openings. Source: rules L-7, N-5.</summary>
internal static class CampaignsFeature
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services) => services
        .AddJob<AutomaticOpenings>()
        .AddUseCase<StartCampaign, CampaignRow, StartCampaignHandler>()
        .AddUseCase<InformPerson, CampaignState, InformPersonHandler>()
        .AddUseCase<ObjectToOpening, DateTimeOffset, ObjectToOpeningHandler>()
        .AddUseCase<ShowCampaign, CampaignFigures, ShowCampaignHandler>();
}

/// <summary>Expected failures about campaigns; every code is listed in docs/failures.md.</summary>
internal static class CampaignFailures
{
    public static Failure NameInvalid { get; } = new(FailureKind.Invalid, "campaign.name",
        "Le nom de la campagne (name) se compose de 1 à 64 lettres minuscules, chiffres et traits d'union.");

    public static Failure WindowInvalid { get; } = new(FailureKind.Invalid, "campaign.window",
        "Le délai d'opposition (window) est de 14 à 366 jours.");

    public static Failure WindowDiffers { get; } = new(FailureKind.Conflict, "campaign.window-differs",
        "Cette campagne a commencé avec un autre délai d'opposition (window) : il ne change plus.");

    public static Failure Unknown { get; } = new(FailureKind.NotFound, "campaign.unknown",
        "Aucune campagne ne porte ce nom.");

    public static Failure PersonUnknown { get; } = new(FailureKind.NotFound, "campaign.person-unknown",
        "Aucune campagne en cours n'a informé cette personne (INS).");

    public static Failure WindowOver { get; } = new(FailureKind.Refused, "campaign.window-over",
        "Le délai d'opposition est passé : le carnet est ouvert, ou va l'être ; il peut être fermé à tout moment.");

    public static Failure NotRepresentative { get; } = new(FailureKind.Refused, "campaign.not-representative",
        "La personne qui s'oppose (by) ne représente pas cette personne.");
}
