namespace Carnet.Server.Features.Governance;

/// <summary>Front page of the room: the rules as data and those who govern them. Source: rules .</summary>
internal static class GovernanceFeature
{
    public static IServiceCollection AddGovernance(this IServiceCollection services) => services
        .AddSingleton<IRuleBooks, RuleBooks>();
}
