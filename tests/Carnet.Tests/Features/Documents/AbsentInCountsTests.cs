using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Traces;
using Carnet.Tests.Life;
using Carnet.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Carnet.Tests.Features.Documents;

/// <summary>
/// A law over whole records: what somebody may not see is as if it had never been put in. Two records, one with all
/// documents and one with only those that the caller sees in the first, give the caller the same answers.
/// </summary>
[Trait("Category", "slow")]
public sealed class AbsentInCountsTests
{
    private static readonly string[] Marks = ["MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX"];
    private static readonly string[] Types = ["11488-4", "60591-5", "34133-9", "11502-2", "57833-6"];

    private static readonly Gen<Put[]> Records = (
        from author in Gen.Choose(1, 3)
        from type in Gen.Elements(Types)
        from mark in Gen.Choose(-2, Marks.Length - 1)
        select new Put(author, type, mark < 0 ? null : Marks[mark])).ArrayOf(6);

    [Theory, OnSqlite]
    [Trait("rule", "V-6"), Trait("rule", "V-4"), Trait("rule", "V-2")]
    public async Task V_6_what_may_not_be_seen_is_absent_in_lists_sets_and_counts(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var hidden = 0;
        foreach (var documents in Records.Sample(12, 4))
        {
            var (whole, all) = await FillAsync(house, documents);
            foreach (var who in Enum.GetValues<Who>())
            {
                var answer = await AskAsync(house, who, whole);
                var seen = all.Where(put => answer.Ids.Contains(put.Id)).Select(put => put.Put).ToArray();
                hidden += documents.Length - seen.Length;
                var (bare, _) = await FillAsync(house, seen);
                var expected = await AskAsync(house, who, bare);
                Assert.Equal(expected.Counts, answer.Counts);
                Assert.Equal(expected.Types, answer.Types);
            }
        }

        Assert.True(hidden > 20, $"only {hidden} documents were hidden from anybody");
    }

    private static async Task<(Family Family, List<(Put Put, DocumentId Id)> All)> FillAsync(House house, Put[] documents)
    {
        var family = await Family.OpenAsync(house);
        foreach (var number in Enumerable.Range(1, 3))
        {
            await house.AllowAsync(family.Ins, Sample.Doctor(number));
        }

        await house.AllowAsync(family.Ins, Pharmacist);
        List<(Put, DocumentId)> all = [];
        foreach (var put in documents)
        {
            all.Add((put, await house.DepositAsync(family.Ins, family.Id, Sample.Doctor(put.Author), type: put.Type,
                marks: put.Mark is null ? [] : [put.Mark])));
        }

        return (family, all);
    }

    private static async Task<Answer> AskAsync(House house, Who who, Family family)
    {
        if (who is Who.Person or Who.Mother)
        {
            Caller person = who is Who.Person ? family.Child : await family.ActAsync(family.Mother);
            var lines = await family.ListAsync(person);
            var traces = (await house.RunAsync<ListTraces, TraceList>(person, new(200))).Done().Lines
                .Count(line => line.Act is Carnet.Domain.Traces.TraceAct.Deposit);
            return new Answer([.. lines.Select(line => line.Type.Code).Order(StringComparer.Ordinal)], (lines.Count, traces), [.. lines.Select(line => line.Id)]);
        }

        Caller.Professional caller = who is Who.Doctor ? Sample.Doctor(1) : Pharmacist;
        var found = (await house.RunAsync<FindDocuments, FoundDocuments>(
            caller, new FindDocuments(family.Ins, DocumentCriteria.Any, WithSubmissions: true))).Done();
        return new Answer(
            [.. found.Documents.Select(one => one.Row.TypeCode).Order(StringComparer.Ordinal)],
            (found.Documents.Count, found.Submissions.Count), [.. found.Documents.Select(one => one.Row.DocumentId)]);
    }

    private static Caller.Professional Pharmacist => Sample.As(Sample.Practitioner(9, "21", "A"));

    private enum Who
    {
        Doctor,
        Pharmacist,
        Person,
        Mother,
    }

    private sealed record Put(int Author, string Type, string? Mark);

    /// <param name="Counts">Documents, and sets or deposits in the history.</param>
    private sealed record Answer(IReadOnlyList<string> Types, (int, int) Counts, IReadOnlyList<DocumentId> Ids);
}
