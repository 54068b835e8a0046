using Carnet.Domain.Access;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;

namespace Carnet.Server.Features.Governance;

/// <summary>Front page of the room: the rules as data and those who govern them. Source: rules; control C-20.</summary>
internal static class GovernanceFeature
{
    public static IServiceCollection AddGovernance(this IServiceCollection services)
    {
        services.Bind<GovernanceOptions>("Governance");
        return services
            .AddSingleton<RuleBooks>()
            .AddSingleton<IRuleBooks>(provider => provider.GetRequiredService<RuleBooks>())
            .AddSingleton<OperatorSecrets>()
            .AddSingleton<GovernanceRefresh>()
            .AddHostedService(provider => provider.GetRequiredService<GovernanceRefresh>())
            .AddUseCase<AddOperator, OperatorAdded, AddOperatorHandler>()
            .AddUseCase<ChangeOperator, string, ChangeOperatorHandler>()
            .AddUseCase<RecogniseOperator, Caller.Operator, RecogniseOperatorHandler>()
            .AddUseCase<ListOperators, IReadOnlyList<OperatorLine>, ListOperatorsHandler>()
            .AddUseCase<ProposeRules, int, ProposeRulesHandler>()
            .AddUseCase<DecideRules, RulesDecided, DecideRulesHandler>()
            .AddUseCase<ListRules, IReadOnlyList<RuleVersionLine>, ListRulesHandler>();
    }
}
