using Carnet.Server.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Support;

/// <summary>Passwords that cost a millisecond, where a test is about something else.</summary>
internal static class LightWork
{
    /// <summary>Handed to a server as a registration after its own.</summary>
    public static void Add(IServiceCollection services) => services.AddSingleton(new PasswordWork(1_000));
}
