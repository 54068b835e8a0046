using Carnet.Domain.Notices;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Trail;

namespace Carnet.Server.Features.Notices;

/// <summary>Front page of the room: messages to people. Source: rules N-1 to N-9.</summary>
internal static class NoticesFeature
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services.Bind<NoticeOptions>("Notices").Validate(
            notices => notices.Gathering >= TimeSpan.Zero && notices.Gathering <= TimeSpan.FromDays(7),
            "Carnet:Notices:Gathering must lie between 00:00:00 and 7.00:00:00.");
        services.AddHealthChecks().AddCheck<NoticeHealth>("notices");
        return services
            .AddSingleton<NoticeWriter>()
            .AddSingleton<NoticeFigures>()
            .AddSingleton<OutboxSignal>()
            .AddSingleton<ILedger, WakingLedger>()
            .AddSingleton<OutboxPump>()
            .AddHostedService(provider => provider.GetRequiredService<OutboxPump>());
    }

    /// <summary>All channels end in the demo's inbox; never called outside the demo.</summary>
    public static IServiceCollection AddDemoInbox(this IServiceCollection services)
    {
        services.AddSingleton<DemoInbox>();
        foreach (var channel in Enum.GetValues<Channel>())
        {
            services.AddSingleton<INoticeChannel>(
                provider => new DemoChannel(provider.GetRequiredService<DemoInbox>(), channel));
        }

        return services;
    }
}
