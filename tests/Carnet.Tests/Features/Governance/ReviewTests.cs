using System.Text;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Outbox;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Governance;

/// <summary>A-6, C-13: each emergency entry is put before a reviewer, and the person sees what came of it.</summary>
public sealed class ReviewTests
{
    private const string Why = "Patiente inconsciente aux urgences";

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-6")]
    public async Task A_6_an_emergency_entry_opens_one_review_with_its_reason_sealed(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var (ins, record) = await house.OpenRecordAsync();
        await EnterAsync(house, Sample.Doctor(1, AccessMode.BreakGlass, Why), ins);
        await EnterAsync(house, Sample.Doctor(1, AccessMode.BreakGlass, Why), ins);
        var line = Assert.Single(await ListAsync(house, Governors.Anne));
        Assert.Equal((Sample.Ps(1).Value, Sample.Structure(1).Value, AccessMode.BreakGlass, (ReviewVerdict?)null), (line.Holder, line.Structure, line.Mode, line.Verdict));
        Assert.Equal(TimeSpan.FromHours(4), line.ExpiresAt - line.OpenedAt);
        await using (var db = await house.OpenAsync())
        {
            Assert.True((await db.Set<ReviewRow>().SingleAsync()).Sealed.AsSpan().IndexOf(Encoding.UTF8.GetBytes("inconsciente")) < 0);
        }

        house.Clock.Advance(TimeSpan.FromSeconds(1));
        var shown = (await house.RunAsync<ShowReview, ReviewShown>(Governors.Anne, new(line.Id))).Done();
        Assert.Equal((Why, "Prénom NOM1", "Médecin généraliste"), (shown.Reason, shown.Who, shown.Trade));

        // The reviewer's reading stands in the person's own history.
        var history = (await house.RunAsync<ListTraces, TraceList>(Sample.Patient(record), new())).Done().Lines;
        Assert.Equal((TraceAct.ReadReview, ActorKind.Operator), (history[0].Act, history[0].Actor));
        house.Clock.Advance(TimeSpan.FromHours(5));
        await EnterAsync(house, Sample.Doctor(1, AccessMode.BreakGlass, Why), ins);
        Assert.Equal(2, (await ListAsync(house, Governors.Anne)).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-6")]
    public async Task A_6_a_verdict_closes_the_review_and_stands_in_the_history(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        foreach (var (verdict, act, messages) in ((ReviewVerdict, TraceAct, int)[])
            [(ReviewVerdict.Justified, TraceAct.ReviewJustified, 0), (ReviewVerdict.Unjustified, TraceAct.ReviewUnjustified, 1), (ReviewVerdict.Unclear, TraceAct.ReviewUnclear, 0)])
        {
            var (ins, record) = await house.OpenRecordAsync();
            await EnterAsync(house, Sample.Doctor(1, AccessMode.Samu), ins);
            var id = (await ListAsync(house, Governors.Anne))[^1].Id;
            var before = await MessagesAsync(house, record);
            Assert.Equal("review.comment-missing", (await house.RunAsync<CloseReview, ReviewVerdict>(Governors.Anne, new(id, verdict, " "))).Code());
            Assert.Equal(verdict, (await house.RunAsync<CloseReview, ReviewVerdict>(Governors.Anne, new(id, verdict, "Dossier du SAMU relu"))).Done());
            Assert.Equal("review.already-closed", (await house.RunAsync<CloseReview, ReviewVerdict>(Governors.Bruno, new(id, verdict, "Dossier du SAMU relu"))).Code());
            Assert.Equal(before + messages, await MessagesAsync(house, record));
            Assert.Equal(act, (await house.TracesAsync(record))[^1].Act);
            Assert.Equal("Dossier du SAMU relu", (await house.RunAsync<ShowReview, ReviewShown>(Governors.Anne, new(id))).Done().Comment);
        }

        Assert.Empty(await ListAsync(house, Governors.Anne));
    }

    [Fact]
    public async Task A_6_the_reviewer_of_an_establishment_sees_its_entries_only_and_nobody_else_sees_any()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var (ins, _) = await house.OpenRecordAsync();
        await EnterAsync(house, Sample.Doctor(1, AccessMode.BreakGlass), ins);
        await EnterAsync(house, Sample.Doctor(2, AccessMode.BreakGlass), ins);
        var reviewer = new Caller.Operator("revue", Sample.Structure(2)) { Origin = Governors.Anne.Origin };
        var all = await ListAsync(house, Governors.Anne);
        var own = Assert.Single(await ListAsync(house, reviewer));
        Assert.Equal(Sample.Structure(2).Value, own.Structure);
        var other = all.Single(line => line.Id != own.Id).Id;
        Assert.Equal("review.unknown", (await house.RunAsync<ShowReview, ReviewShown>(reviewer, new(other))).Code());
        Assert.Equal("review.unknown", (await house.RunAsync<CloseReview, ReviewVerdict>(reviewer, new(other, ReviewVerdict.Justified, "tout va bien"))).Code());
        Assert.Equal("review.unknown", (await house.RunAsync<ShowReview, ReviewShown>(reviewer, new(Guid.CreateVersion7()))).Code());
        Assert.Equal("review.unknown", (await house.RunAsync<ShowReview, ReviewShown>(reviewer, new(new Guid("ffffffff-ffff-ffff-ffff-ffffffffffff")))).Code());
        foreach (var caller in (Caller[])[Sample.Doctor(1), Sample.Desk, Sample.Establishment(1)])
        {
            Assert.Equal("operator.required", (await house.RunAsync<ListReviews, IReadOnlyList<ReviewLine>>(caller, new())).Code());
            Assert.Equal("operator.required", (await house.RunAsync<ShowReview, ReviewShown>(caller, new(own.Id))).Code());
            Assert.Equal("operator.required", (await house.RunAsync<ReviewFigures, ReviewMonth>(caller, new(2027, 3))).Code());
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_figure_of_a_month_counts_entries_shares_and_the_median_delay(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var month = house.Clock.GetUtcNow();
        (int Hours, ReviewVerdict? Verdict)[] entries =
            [(1, ReviewVerdict.Justified), (3, ReviewVerdict.Unjustified), (10, ReviewVerdict.Justified), (20, ReviewVerdict.Unclear), (0, null)];
        foreach (var (hours, verdict) in entries)
        {
            var (ins, _) = await house.OpenRecordAsync();
            await EnterAsync(house, Sample.Doctor(1, AccessMode.BreakGlass), ins);
            house.Clock.Advance(TimeSpan.FromHours(hours));
            if (verdict is { } given)
            {
                var id = Assert.Single(await ListAsync(house, Governors.Anne)).Id;
                (await house.RunAsync<CloseReview, ReviewVerdict>(Governors.Anne, new(id, given, "Dossier relu"))).Done();
            }
        }

        var figure = (await house.RunAsync<ReviewFigures, ReviewMonth>(Governors.Anne, new(month.Year, month.Month))).Done();
        Assert.Equal((5, 4, 2, 1, 1), (figure.Entries, figure.Reviewed, figure.Justified, figure.Unjustified, figure.Unclear));
        Assert.Equal((80, 50, TimeSpan.FromHours(6.5)), (figure.ReviewedShare, figure.JustifiedShare, figure.MedianDelay));
        var empty = (await house.RunAsync<ReviewFigures, ReviewMonth>(Governors.Anne, new(month.Year - 1, month.Month))).Done();
        Assert.Equal((0, 0, null), (empty.Entries, empty.ReviewedShare, empty.MedianDelay));
        Assert.Equal("review.wrong-month", (await house.RunAsync<ReviewFigures, ReviewMonth>(Governors.Anne, new(2027, 13))).Code());
    }

    [Fact]
    [Trait("rule", "A-6")]
    public async Task A_6_the_banner_says_mode_start_and_end_to_who_entered_and_to_nobody_else()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var (ins, _) = await house.OpenRecordAsync();
        var doctor = Sample.Doctor(1, AccessMode.BreakGlass);
        var since = house.Clock.GetUtcNow();
        Assert.Equal("record.unknown", await BannerCodeAsync(doctor, ins));
        await EnterAsync(house, doctor, ins);
        house.Clock.Advance(TimeSpan.FromHours(1));
        var banner = (await house.RunAsync<ShowEmergency, EmergencyBanner>(doctor, new(ins))).Done();
        Assert.Equal(new EmergencyBanner(AccessMode.BreakGlass, since, since + TimeSpan.FromHours(4)), banner);
        Assert.Equal("record.unknown", await BannerCodeAsync(Sample.Doctor(2), ins));
        Assert.Equal("record.unknown", await BannerCodeAsync(doctor, Sample.NextIns()));
        Assert.Equal("record.unknown", await BannerCodeAsync(Sample.Employee(1), ins));
        house.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal("record.unknown", await BannerCodeAsync(doctor, ins));

        async Task<string> BannerCodeAsync(Caller caller, Ins person)
            => (await house.RunAsync<ShowEmergency, EmergencyBanner>(caller, new(person))).Code();
    }

    private static async Task EnterAsync(House house, Caller caller, Ins ins)
        => (await house.RunAsync<FindDocuments, FoundDocuments>(caller, new(ins, DocumentCriteria.Approved))).Done();

    private static async Task<IReadOnlyList<ReviewLine>> ListAsync(House house, Caller caller)
        => (await house.RunAsync<ListReviews, IReadOnlyList<ReviewLine>>(caller, new())).Done();

    private static async Task<int> MessagesAsync(House house, RecordId record)
    {
        await using var db = await house.OpenAsync();
        return await db.Set<OutboxRow>().CountAsync(row => row.RecordId == record);
    }
}
