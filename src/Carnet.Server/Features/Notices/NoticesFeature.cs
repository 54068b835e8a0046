using Carnet.Domain.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Letters;
using Carnet.Server.Platform.Mail;
using Carnet.Server.Platform.Replies;
using Carnet.Server.Platform.Sms;
using Carnet.Server.Platform.Trail;
using Microsoft.Extensions.Options;

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
        services.Bind<AsynchronousOptions>("Asynchronous");
        return services
            .AddSingleton<IValidateOptions<AsynchronousOptions>, AsynchronousOptionsValidation>()
            .AddSingleton<ReplyPost>()
            .AddSingleton<INoticeChannel, SoftwareChannel>()
            .AddUseCase<QueueAnswer, AnswerQueued, QueueAnswerHandler>()
            .AddSingleton<NoticeWriter>()
            .AddUseCase<ChooseNotices, NoticeChoices, ChooseNoticesHandler>()
            .AddSingleton<NoticeFigures>()
            .AddSingleton<OutboxSignal>()
            .AddSingleton<ILedger, WakingLedger>()
            .AddSingleton<OutboxPump>()
            .AddHostedService(provider => provider.GetRequiredService<OutboxPump>());
    }

    /// <summary>E-mail, SMS and letters that leave the house, as far as they are set up.</summary>
    public static IServiceCollection AddNoticeChannels(this IServiceCollection services)
    {
        services.Bind<MailOptions>("Mail");
        services.Bind<SmsOptions>("Sms");
        services.Bind<LetterOptions>("Letters");
        return services
            .AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidation>()
            .AddSingleton<IValidateOptions<SmsOptions>, SmsOptionsValidation>()
            .AddSingleton<IValidateOptions<LetterOptions>, LetterOptionsValidation>()
            .AddSingleton<MailRelay>()
            .AddSingleton<SmsGateway>()
            .AddSingleton<LetterSpool>()
            .AddSingleton<INoticeChannel, EmailChannel>()
            .AddSingleton<INoticeChannel, SmsChannel>()
            .AddSingleton<INoticeChannel, LetterChannel>();
    }

    /// <summary>All channels to people end in the demo's inbox; never called outside the demo.</summary>
    public static IServiceCollection AddDemoInbox(this IServiceCollection services)
    {
        services.AddSingleton<DemoInbox>();
        foreach (var channel in Enum.GetValues<Channel>().Where(channel => channel is not Channel.Software))
        {
            services.AddSingleton<INoticeChannel>(
                provider => new DemoChannel(provider.GetRequiredService<DemoInbox>(), channel));
        }

        return services;
    }
}
