using Carnet.Domain.Access;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Features.Governance;

/// <summary>Front page of the room: the rules as data and those who govern them. Source: rules; control C-20.</summary>
internal static class GovernanceFeature
{
    /// <summary>In a trial world no budget stops anybody, unless a setting says so.</summary>
    /// <remarks>Goes before <see cref="AddGovernance"/>.</remarks>
    public static IServiceCollection WatchBudgetsOnly(this IServiceCollection services)
        => services.Configure<BudgetOptions>(options => options.Over = nameof(OverBudget.Watch));

    public static IServiceCollection AddGovernance(this IServiceCollection services)
    {
        services.Bind<GovernanceOptions>("Governance");
        services.Bind<BudgetOptions>("Budgets");
        return services
            .AddSingleton<RuleBooks>()
            .AddSingleton<IRuleBooks>(provider => provider.GetRequiredService<RuleBooks>())
            .AddSingleton<Suspensions>()
            .AddSingleton<ISuspensions>(provider => provider.GetRequiredService<Suspensions>())
            .AddSingleton<IVisits, Visits>()
            .AddJob<VisitSweep>()
            .AddSingleton<PublicFigures>()
            .AddJob<FiguresCount>()
            .AddUseCase<ShowFigures, FiguresShown, ShowFiguresHandler>()
            .AddSingleton<OperatorSecrets>()
            .AddSingleton<GovernanceRefresh>()
            .AddHostedService(provider => provider.GetRequiredService<GovernanceRefresh>())
            .AddUseCase<AddOperator, OperatorAdded, AddOperatorHandler>()
            .AddUseCase<ChangeOperator, string, ChangeOperatorHandler>()
            .AddUseCase<RecogniseOperator, Caller.Operator, RecogniseOperatorHandler>()
            .AddUseCase<ListOperators, IReadOnlyList<OperatorLine>, ListOperatorsHandler>()
            .AddUseCase<ProposeRules, int, ProposeRulesHandler>()
            .AddUseCase<DecideRules, RulesDecided, DecideRulesHandler>()
            .AddUseCase<ListRules, IReadOnlyList<RuleVersionLine>, ListRulesHandler>()
            .AddUseCase<ListBudgets, IReadOnlyList<BudgetLine>, ListBudgetsHandler>()
            .AddUseCase<ShowRules, RulesShown, ShowRulesHandler>()
            .AddUseCase<ShowOperations, OperationsShown, ShowOperationsHandler>()
            .AddUseCase<ListReviews, IReadOnlyList<ReviewLine>, ListReviewsHandler>()
            .AddUseCase<ShowReview, ReviewShown, ShowReviewHandler>()
            .AddUseCase<CloseReview, ReviewVerdict, CloseReviewHandler>()
            .AddUseCase<ReviewFigures, ReviewMonth, ReviewFiguresHandler>()
            .AddUseCase<ShowEmergency, EmergencyBanner, ShowEmergencyHandler>()
            .AddUseCase<Suspend, string, SuspendHandler>()
            .AddUseCase<Resume, string, ResumeHandler>()
            .AddUseCase<ListSuspensions, IReadOnlyList<SuspensionLine>, ListSuspensionsHandler>();
    }
}
