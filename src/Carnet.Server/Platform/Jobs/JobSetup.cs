using Carnet.Domain.Access;

namespace Carnet.Server.Platform.Jobs;

/// <summary>What the rooms use to bring their jobs.</summary>
internal static class JobSetup
{
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services)
        where TJob : class, IJob
        => services.AddSingleton<TJob>().AddSingleton<IJob>(provider => provider.GetRequiredService<TJob>());

    /// <summary>Who acts, in every trace and use case of a job.</summary>
    public static Caller.Job Caller(this IJob job) => new(job.Name) { Origin = new Origin(Door.Job, "Carnet") };
}
