using Carnet.Domain.Access;
using Carnet.Server.Features.Governance;

namespace Carnet.Tests.Support;

/// <summary>Two operators as the rules demand them, and what they do together.</summary>
internal static class Governors
{
    public static Caller.Operator Anne { get; } = Named("anne");

    public static Caller.Operator Bruno { get; } = Named("bruno");

    public static Caller Machine { get; } = new Caller.Unidentified { Origin = new Origin(Door.CommandLine) };

    public static Caller.Operator Named(string name) => new(name) { Origin = new Origin(Door.CommandLine) };

    /// <summary>Proposes by one, approves by the other; the instant from which it counts.</summary>
    public static async Task<DateTimeOffset> ChangeRulesAsync(
        this House house, RuleKind kind, string content, DateTimeOffset? effective = null)
    {
        var number = (await house.RunAsync<ProposeRules, int>(Anne, new(kind, content, "essai", effective))).Done();
        return (await house.RunAsync<DecideRules, RulesDecided>(Bruno, new(kind, number, true))).Done().EffectiveAt;
    }
}
