using Carnet.Tests.Cli;
using Carnet.Tests.Doors;
using Carnet.Tests.Endpoints;
using Carnet.Tests.Features.Accounts;
using Carnet.Tests.Features.Documents;
using Carnet.Tests.Life;
using Carnet.Tests.Support;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer($"Carnet.Tests.Support.{nameof(LongestFirst)}", "Carnet.Tests")]

namespace Carnet.Tests.Support;

/// <summary>Begins with the classes that take minutes: one of them begun last would run alone, with the other cores idle.</summary>
/// <remarks>xUnit begins in about this order, not exactly: its tasks race for the turns.</remarks>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Longest =
    [
        typeof(KillTests), typeof(CommandTests), typeof(MutatedMessageTests), typeof(GuessFloodTests), typeof(GovernanceCommandTests),
        typeof(ElevenYearsTests), typeof(AbsentInCountsTests), typeof(MaskRaceTests), typeof(DestructionTests), typeof(DestructionKillTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections)
        => testCollections.OrderBy(collection => Array.FindIndex(Longest, type => collection.DisplayName.EndsWith(type.FullName!, StringComparison.Ordinal))
            is var at and >= 0 ? at : Longest.Length);
}
