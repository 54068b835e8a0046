using System.ComponentModel.DataAnnotations;
using Carnet.Domain.Documents;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Jobs;

namespace Carnet.Server.Features.Delays;

/// <summary>Front page of the room: documents that wait to be announced to the person. Source: rules V-3, N-8.</summary>
internal static class DelaysFeature
{
    public static IServiceCollection AddDelays(this IServiceCollection services)
    {
        services.Bind<DelayOptions>("Delay");
        return services
            .AddSingleton<DelayClocks>()
            .AddJob<DelayedDocuments>()
            .AddUseCase<ListTasks, IReadOnlyList<TaskLine>, ListTasksHandler>();
    }
}

/// <summary>Section <c>Carnet:Delay</c>.</summary>
internal sealed class DelayOptions
{
    /// <summary>From the deposit of a hidden document to the call for a consultation; 14 days at most. Default 13 days.</summary>
    /// <remarks>One day less than the rule, so that the message has left within it.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "14.00:00:00")]
    public TimeSpan CallAfter { get; set; } = TimeSpan.FromDays(13);

    /// <summary>Days from the deposit to the automatic opening: 15 or 21 in older rules. Default empty: one calendar month.</summary>
    [Range(1, 31)]
    public int? OpenAfterDays { get; set; }

    public Delay ToDelay() => new(CallAfter, OpenAfterDays);
}
