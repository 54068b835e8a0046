using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>Those who act for another, and the instant at which a person is of age.</summary>
public sealed class RepresentativeRulesTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly RecordFacts Open = new(new RecordId(Guid.AllBitsSet), RecordStatus.Open, false, false, false, []);

    [Theory]
    [InlineData("2009-03-01", "2027-02-28T23:00:00Z")] // winter: midnight in Paris is 23:00 UTC
    [InlineData("2009-07-14", "2027-07-13T22:00:00Z")] // summer
    [InlineData("2008-02-29", "2026-02-28T23:00:00Z")] // a year ends with February
    [InlineData("2004-02-29", "2022-02-28T23:00:00Z")]
    [InlineData("2010-03-25", "2028-03-24T23:00:00Z")]
    [InlineData("2010-03-26", "2028-03-25T23:00:00Z")] // the day on which clocks go forward still begins in winter
    [InlineData("2010-03-27", "2028-03-26T22:00:00Z")]
    [InlineData("2010-10-29", "2028-10-28T22:00:00Z")] // and the one on which they go back in summer
    [InlineData("2010-10-30", "2028-10-29T23:00:00Z")]
    [Trait("rule", "L-10")]
    public void L_10_a_person_is_of_age_at_midnight_in_Paris(string birth, string expected)
    {
        var born = DateOnly.Parse(birth, CultureInfo.InvariantCulture);
        var instant = DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture);
        Assert.Equal(instant, Majority.InstantOf(born));
        Assert.True(Majority.IsMinorAt(born, instant - TimeSpan.FromTicks(1)));
        Assert.False(Majority.IsMinorAt(born, instant));
    }

    /// <summary>The machine's own tables as an oracle, over every birthday of forty years.</summary>
    [Fact, Trait("rule", "L-10")]
    public void L_10_the_instant_agrees_with_the_tables_of_the_time_zone()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var paris))
        {
            return;
        }

        for (var day = new DateOnly(1984, 1, 1); day.Year < 2024; day = day.AddDays(1))
        {
            var local = TimeZoneInfo.ConvertTime(Majority.InstantOf(day), paris);
            Assert.Equal(TimeSpan.Zero, local.TimeOfDay);
            Assert.Equal(day is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(day.Year + 18)
                ? new DateOnly(day.Year + 18, 3, 1) : day.AddYears(18), DateOnly.FromDateTime(local.DateTime));
        }
    }

    [Fact, Trait("rule", "L-10")]
    public void L_10_parents_end_at_majority_and_a_guardian_does_not()
    {
        Assert.Equal(Extent.None, (Mandate(RepresentativeKind.Parent) with { Majority = Now }).ExtentAt(Now));
        Assert.Equal(Extent.Full, (Mandate(RepresentativeKind.Parent) with { Majority = Now.AddTicks(1) }).ExtentAt(Now));
        Assert.Equal(Extent.Full, (Mandate(RepresentativeKind.Guardian) with { Majority = Now }).ExtentAt(Now));
    }

    [Fact, Trait("rule", "A-12")]
    public void A_12_a_caregiver_never_has_more_than_the_law_allows_whatever_is_stored()
        => Assert.Equal(Extent.Manage, Mandate(RepresentativeKind.Caregiver).ExtentAt(Now));

    [Fact, Trait("rule", "A-13")]
    public void A_13_with_the_agreement_of_both_parents_the_act_is_done()
    {
        var caller = Sample.Representative(Open.Id, Mandate(RepresentativeKind.Parent) with { InConflict = true });
        Assert.False(RepresentativeRules.Act(new(caller, Open, Now), PersonalAct.Close).IsGranted);
        Assert.True(RepresentativeRules.Act(new(caller with { BothAgree = true }, Open, Now), PersonalAct.Close).IsGranted);
        Assert.True(RepresentativeRules.Act(new(caller, Open, Now), PersonalAct.Read).IsGranted);
    }

    [Fact, Trait("rule", "V-6")]
    public void V_6_one_who_represents_nobody_any_more_hears_what_a_stranger_hears()
        => Assert.Equal(AccessFailures.Of(Refusal.NotYourRecord), AccessFailures.Of(Refusal.NotRepresentative));

    private static Mandate Mandate(RepresentativeKind kind)
        => new(Guid.AllBitsSet, kind, Extent.Full, Now.AddYears(-1), null, Now.AddYears(1), [], InConflict: false);
}
