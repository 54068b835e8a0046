namespace Carnet.Browser.Tests.Journeys;

/// <summary>Which journey is walked in which modes.</summary>
/// <remarks>
/// Every journey four times: with and without script, by keyboard and by pointer, in all four pairs of these, at each width and
/// in each colour. From one journey to the next the widths and colours turn on, so that nine journeys together meet all
/// thirty-six modes; a defect that needs two causes at once is met by some journey, though not by each.
/// </remarks>
internal static class JourneyPlan
{
    private const int Runs = 4;

    public static IReadOnlyList<Journey> All { get; } =
    [
        .. EntryJourneyTests.All, .. OpeningJourneyTests.All, .. DocumentJourneyTests.All, .. OwnWordsJourneyTests.All,
        .. AccessJourneyTests.All, .. FamilyJourneyTests.All, .. AccountJourneyTests.All, .. PublicJourneyTests.All,
    ];

    public static Journey Named(string name) => All.Single(journey => journey.Name == name);

    public static IReadOnlyList<Mode> ModesOf(Journey journey)
        => ModesOf(Enumerable.Range(0, All.Count).Single(index => ReferenceEquals(All[index], journey)));

    private static IReadOnlyList<Mode> ModesOf(int index) =>
    [
        .. Enumerable.Range(0, Runs).Select(run => new Mode(
            Scripts: run % 2 == 0,
            Keyboard: run is 0 or 3,
            Mode.Widths[(run + index) % 3],
            (Colours)(((run < 3 ? 2 * run : 1) + (index / 3)) % 3))),
    ];
}
