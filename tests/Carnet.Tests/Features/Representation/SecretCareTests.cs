using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Representation;
using Carnet.Server.Features.Traces;
using Carnet.Tests.Support;

namespace Carnet.Tests.Features.Representation;

/// <summary>V-4: what a minor keeps secret, through the use cases.</summary>
public sealed class SecretCareTests
{
    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-4"), Trait("rule", "T-2")]
    public async Task V_4_secret_care_is_in_no_list_count_page_or_trace_of_a_representative(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var (twin, family) = (await Family.OpenAsync(house), await Family.OpenAsync(house));
        var (open, secret) = (Lot.NextOid(), Lot.NextOid());
        foreach (var one in (Family[])[twin, family])
        {
            Assert.Equal("done", await one.DepositAsync(Sample.Doctor(1), marked: false, one == twin ? Lot.NextOid() : open));
        }

        // All that happens in secret, on one of two records that are alike but for it.
        var doctor = Family.InSecret(Sample.Doctor(7));
        Assert.Equal("done", await family.DepositAsync(doctor, marked: true, secret));
        Assert.Equal("document.secret-mark-missing", await family.DepositAsync(doctor, marked: false, Lot.NextOid()));
        await house.RunAsync<FindDocuments, FoundDocuments>(doctor, new(family.Ins, DocumentCriteria.Approved));
        await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(doctor, new(family.Ins, [secret]));
        var mine = (await family.ListAsync(family.Child)).Single(line => line.Marks.HasFlag(Marks.HiddenFromRepresentatives));
        Assert.Equal("done", (await house.RunAsync<ViewDocument, DocumentView>(family.Child, new(mine.Id))).Code());

        var mother = await family.ActAsync(family.Mother);
        Assert.Single(await family.ListAsync(mother));
        Assert.Equal(2, (await family.ListAsync(family.Child)).Count);
        Assert.Equal("document.unknown", (await house.RunAsync<ViewDocument, DocumentView>(mother, new(mine.Id))).Code());
        Assert.Equal("document.unknown", (await house.RunAsync<ReadContent, ContentStream>(
            mother, new(mine.Id, new ContentPart.Original()))).Code());

        var expected = await HistoryAsync(house, await twin.ActAsync(twin.Mother), limit: 200);
        var seen = (await HistoryAsync(house, mother, limit: 200)).Where(line => !IsOwn(line)).ToList();
        Assert.Equal(
            expected.Where(line => !IsOwn(line)).Select(Shape).Order(StringComparer.Ordinal), seen.Select(Shape).Order(StringComparer.Ordinal)); // one instant, any order
        Assert.DoesNotContain(seen, line => line.ActorName?.Contains("NOM7", StringComparison.Ordinal) is true);

        // Page by page it is the same, and the child sees all of it.
        Assert.Equal(seen.Select(line => line.Id),
            (await HistoryAsync(house, mother, limit: 1)).Where(line => !IsOwn(line)).Select(line => line.Id));
        Assert.Contains(await HistoryAsync(house, family.Child, limit: 200), line => line.ActorName == "Prénom NOM7");
    }

    [Theory, OnSqlite]
    [Trait("rule", "V-4")]
    public async Task V_4_whom_a_minor_lets_in_secretly_is_in_no_list_of_a_representative(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        await AuthoriseAsync(house, Sample.Doctor(1), family);
        await AuthoriseAsync(house, Family.InSecret(Sample.Doctor(2)), family);
        await AuthoriseAsync(house, Family.InSecret(Sample.Doctor(1)), family); // given in the open, it stays so
        await house.RunAsync<FindDocuments, FoundDocuments>(
            Family.InSecret(Sample.Doctor(3, AccessMode.BreakGlass)), new(family.Ins, DocumentCriteria.Approved));
        await house.RunAsync<FindDocuments, FoundDocuments>(
            Sample.Doctor(4, AccessMode.BreakGlass), new(family.Ins, DocumentCriteria.Approved));
        var seen = (await house.RunAsync<ListAccess, AccessList>(await family.ActAsync(family.Mother), new())).Done();
        Assert.Equal(Sample.Ps(1), Assert.Single(seen.Grants).Grant.Holder);
        Assert.Equal(Sample.Ps(4), Assert.Single(seen.Emergencies).Window.Holder);
        var all = (await house.RunAsync<ListAccess, AccessList>(family.Child, new())).Done();
        Assert.Equal((2, 2), (all.Grants.Count, all.Emergencies.Count));
        await AuthoriseAsync(house, Sample.Doctor(2), family); // and now in the open too
        Assert.Equal(2, (await house.RunAsync<ListAccess, AccessList>(await family.ActAsync(family.Mother), new())).Done().Grants.Count);
    }

    [Theory, OnSqlite]
    [Trait("rule", "V-4"), Trait("rule", "A-5")]
    public async Task V_4_a_secret_stay_and_who_came_in_secret_are_in_no_list_and_no_explanation_for_a_representative(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        await AuthoriseAsync(house, Sample.Doctor(1), family);
        await AuthoriseAsync(house, Family.InSecret(Sample.Doctor(2)), family);
        await family.DepositAsync(Sample.Doctor(1), marked: false, Lot.NextOid());
        await house.RunAsync<FindDocuments, FoundDocuments>(
            Family.InSecret(Sample.Doctor(3, AccessMode.BreakGlass)), new(family.Ins, DocumentCriteria.Approved));
        var ward = Sample.Doctor(5);
        var secret = await StayAsync(Family.InSecret(ward), "S1");
        var open = await StayAsync(Sample.Doctor(6), "S1");

        var mother = await family.ActAsync(family.Mother);
        Assert.Equal(open, Assert.Single((await house.RunAsync<ListAccess, AccessList>(mother, new())).Done().Stays).Team);
        Assert.Equal("access.stay-unknown", (await house.RunAsync<EndStay, AuthorisationChange>(mother, new(secret))).Code());
        var document = (await family.ListAsync(mother)).Single().Id;
        var told = string.Join('\n', (await ExplainAsync(mother)).Select(line => line.Sentence));
        foreach (var number in (int[])[2, 3, 5])
        {
            Assert.DoesNotContain(Sample.Ps(number).Value, told, StringComparison.Ordinal);
            Assert.DoesNotContain(Sample.Structure(number).Value, told, StringComparison.Ordinal);
        }

        Assert.Contains(Sample.Ps(1).Value, told, StringComparison.Ordinal);
        Assert.Contains(Sample.Structure(6).Value, told, StringComparison.Ordinal);
        Assert.Contains("Vous le lisez : agit pour vous.", told, StringComparison.Ordinal);
        Assert.Contains("La personne elle-même le lit", told, StringComparison.Ordinal);

        var own = string.Join('\n', (await ExplainAsync(family.Child)).Select(line => line.Sentence));
        Assert.All((int[])[1, 2, 3], number => Assert.Contains(Sample.Ps(number).Value, own, StringComparison.Ordinal));
        Assert.All((int[])[5, 6], number => Assert.Contains(Sample.Structure(number).Value, own, StringComparison.Ordinal));
        Assert.Contains("Muriel TEST, parent, le lit", own, StringComparison.Ordinal);

        // Said openly, the secret stay is one no longer.
        Assert.Equal(secret, await StayAsync(ward, "S1"));
        Assert.Equal(2, (await house.RunAsync<ListAccess, AccessList>(mother, new())).Done().Stays.Count);
        await StayAsync(Family.InSecret(ward), "S1");
        Assert.Equal(2, (await house.RunAsync<ListAccess, AccessList>(mother, new())).Done().Stays.Count);

        async Task<Guid> StayAsync(Caller.Professional doctor, string stay) => (await house.RunAsync<DeclareStay, DeclaredStay>(
            doctor, new DeclareStay(doctor.Who.Structure, family.Ins, "Dre Exemple", "par oral", stay))).Done().Team;

        async Task<IReadOnlyList<ExplainedLine>> ExplainAsync(Caller caller)
            => (await house.RunAsync<ExplainDocument, Explanation>(caller, new ExplainDocument(document))).Done().Lines;
    }

    private static async Task AuthoriseAsync(House house, Caller.Professional doctor, Family family)
        => Assert.Equal("done", (await house.RunAsync<SetAuthorisation, AuthorisationChange>(
            doctor, new(family.Ins, Remove: false, TreatingRole: false))).Code());

    [Theory, OnSqlite]
    [Trait("rule", "V-4")]
    public async Task V_4_only_a_minor_has_secrets_and_no_representative_makes_one(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        house.Clock.Advance(Majority.InstantOf(Family.Birth) - house.Clock.GetUtcNow());
        Assert.Equal("document.secret-of-adult", await family.DepositAsync(Sample.Doctor(1), marked: true, Lot.NextOid()));
        Assert.Equal("access.secret-not-minor",
            await family.DepositAsync(Family.InSecret(Sample.Doctor(1)), marked: true, Lot.NextOid()));
        Assert.Equal("access.secret-not-minor", (await house.RunAsync<FindDocuments, FoundDocuments>(
            Family.InSecret(Sample.Doctor(1)), new(family.Ins, DocumentCriteria.Approved))).Code());
        Assert.Equal("done", await family.DepositAsync(Sample.Doctor(1), marked: false, Lot.NextOid()));
    }

    [Theory, OnSqlite]
    [Trait("rule", "V-4"), Trait("rule", "L-10")]
    public async Task V_4_what_was_secret_stays_so_for_a_guardian_after_majority(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        await family.DepositAsync(Family.InSecret(Sample.Doctor(1)), marked: true, Lot.NextOid());
        var guardian = (await house.RunAsync<Represent, NewRepresentative>(Sample.Desk,
            new(family.Ins, Family.Draft("Gildas", RepresentativeKind.Guardian), "Jugement"))).Done().Mandate;
        house.Clock.Advance(TimeSpan.FromDays(900));
        Assert.Empty(await family.ListAsync(await family.ActAsync(guardian)));
        Assert.Single(await family.ListAsync(family.Child));
    }

    private static bool IsOwn(TraceLine line) => line.IsYou;

    private static string Shape(TraceLine line) => $"{line.Act} {line.Outcome} {line.Actor} {line.ActorName}";

    private static async Task<List<TraceLine>> HistoryAsync(House house, Caller caller, int limit)
    {
        List<TraceLine> lines = [];
        for (Guid? before = null; ;)
        {
            var page = (await house.RunAsync<ListTraces, TraceList>(caller, new(limit, before))).Done();
            lines.AddRange(page.Lines);
            if (!page.More)
            {
                return lines;
            }

            before = page.Lines[^1].Id;
        }
    }
}
