using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform.Outbox;
using Carnet.Tests.Life;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Representation;

/// <summary>What two parents in conflict do together, and what ends at majority.</summary>
public sealed class JointActTests
{
    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-13")]
    public async Task A_13_in_a_conflict_masking_needs_both_and_is_done_when_the_other_agrees(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        var father = await family.AddFatherAsync();
        await house.AllowAsync(family.Ins, Sample.Doctor(1));
        await family.DepositAsync(Sample.Doctor(1), marked: false, "1.2.3.1");
        var document = (await family.ListAsync(family.Child)).Single().Id;
        var masking = new ProposeJointly(new JointProposal(JointKind.Mask, document, null));
        Assert.Equal("joint.not-needed", await ProposeAsync(family, family.Mother, masking));

        await ConflictAsync(house, family);
        var mother = await family.ActAsync(family.Mother);
        Assert.Equal("access.both-parents", (await house.RunAsync<SetMarks, AmendedDocument>(
            mother, new(document, Marks.MaskedToProfessionals))).Code());
        Assert.Equal("document.unknown", await ProposeAsync(family, family.Mother,
            new(new JointProposal(JointKind.Mask, new DocumentId(Guid.CreateVersion7()), null))));
        Assert.Equal("done", await ProposeAsync(family, family.Mother, masking));
        Assert.Equal("joint.waits", await ProposeAsync(family, father, masking));
        var act = Assert.Single(await WaitingAsync(family, father));
        Assert.Equal(("Muriel TEST", false, JointKind.Mask), (act.By, act.IsMine, act.Kind));
        Assert.True(Assert.Single(await WaitingAsync(family, family.Mother)).IsMine);
        Assert.Empty((await house.RunAsync<ListJointActs, JointActsList>(family.Child, new())).Done().Acts);

        // Neither she herself nor the child nor a stranger can agree.
        Assert.Equal("joint.unknown", await AnswerAsync(family, family.Mother, act.JointAct, agree: true));
        Assert.Equal("record.unknown", (await house.RunAsync<AnswerJointly, JointlyAnswered>(
            family.Child, new(act.JointAct, true))).Code());
        Assert.Equal("joint.unknown", await AnswerAsync(family, father, Guid.CreateVersion7(), agree: true));
        Assert.Equal(Marks.None, (await family.ListAsync(family.Child)).Single().Marks);

        Assert.Equal("done", await AnswerAsync(family, father, act.JointAct, agree: true));
        Assert.Equal(Marks.MaskedToProfessionals, (await family.ListAsync(family.Child)).Single().Marks);
        Assert.Equal("joint.unknown", await AnswerAsync(family, father, act.JointAct, agree: true));
        Assert.Empty(await WaitingAsync(family, father));

        var told = await ToldAsync(house, family);
        Assert.Equal([(NoticeKind.AgreementAsked, "erwan@example.test"), (NoticeKind.AgreementAnswered, "muriel@example.test")], told);
        Assert.Equal(["joint.mask", "joint.agreed"], (await house.TracesAsync(family.Id))
            .Where(line => line is { Act: TraceAct.ProposeJointly, Outcome: TraceOutcome.Done }).Select(line => line.Code));
    }

    [Theory, OnSqlite]
    [Trait("rule", "A-13")]
    public async Task A_13_a_proposal_is_turned_down_taken_back_or_ends_after_thirty_days(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        var father = await family.AddFatherAsync();
        await ConflictAsync(house, family);
        var closing = new ProposeJointly(new JointProposal(JointKind.Close, null, "Pour la forme"));
        foreach (var (who, agree) in new[] { (father, false), (family.Mother, false) })
        {
            Assert.Equal("done", await ProposeAsync(family, family.Mother, closing));
            Assert.Equal("done", await AnswerAsync(family, who, (await WaitingAsync(family, father)).Single().JointAct, agree));
            Assert.Empty(await WaitingAsync(family, father));
        }

        Assert.Equal("done", await ProposeAsync(family, family.Mother, closing));
        var act = (await WaitingAsync(family, father)).Single().JointAct;
        house.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("joint.unknown", await AnswerAsync(family, father, act, agree: true));
        Assert.Equal("done", (await house.RunAsync<ListDocuments, DocumentList>(family.Child, new())).Code());

        // A court has left him the reading: he neither proposes nor agrees.
        Assert.Equal("done", await ProposeAsync(family, family.Mother, closing));
        (await house.RunAsync<RestrictRepresentative, DecisionRecorded>(Sample.Desk, new(
            family.Ins, father, Extent.Read, house.Clock.GetUtcNow(), null, "Jugement"))).Done();
        Assert.Equal("access.beyond-extent", await AnswerAsync(family, father, (await WaitingAsync(family, father)).Single().JointAct, agree: true));
        Assert.Equal("access.beyond-extent", await ProposeAsync(family, father, closing));
        Assert.Equal("done", (await house.RunAsync<ListDocuments, DocumentList>(family.Child, new())).Code());
    }

    [Theory, OnSqlite]
    [Trait("rule", "A-13")]
    public async Task A_13_of_two_answers_in_the_same_moment_one_is_heard(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        var father = await family.AddFatherAsync();
        await ConflictAsync(house, family);
        await ProposeAsync(family, family.Mother, new(new JointProposal(JointKind.Close, null, null)));
        var act = (await WaitingAsync(family, father)).Single().JointAct;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AnswerAsync(family, father, act, agree: false)));
        Assert.Equal(1, answers.Count(code => code == "done"));
        Assert.All(answers.Where(code => code != "done"), code => Assert.Equal("joint.unknown", code));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-10")]
    public async Task L_10_after_majority_the_parents_are_ended_and_the_person_is_told_once(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        var guardian = (await house.RunAsync<Represent, NewRepresentative>(Sample.Desk,
            new(family.Ins, Family.Draft("Gildas", RepresentativeKind.Guardian), "Jugement de tutelle"))).Done().Mandate;
        var younger = await Family.OpenAsync(house, Family.Birth.AddYears(2));
        house.Clock.Advance(Carnet.Domain.Identity.Majority.InstantOf(Family.Birth) - house.Clock.GetUtcNow());
        await house.WorkAsync<ComingOfAge>();
        await house.WorkAsync<ComingOfAge>();

        await using var db = await house.OpenAsync();
        var rows = await db.Set<RepresentationRow>().Where(row => row.RecordId == family.Id).ToListAsync();
        Assert.Equal([(family.Mother, true), (guardian, false)], rows.Select(row => (row.MandateId, row.Ended)).OrderByDescending(row => row.Ended));
        Assert.False(await db.Set<RepresentationRow>().Where(row => row.RecordId == younger.Id).AnyAsync(row => row.Ended));
        Assert.Single(await db.Set<OutboxRow>().Where(row => row.Kind == NoticeKind.MajorityReached).ToListAsync());
        var trace = Assert.Single(await house.TracesAsync(family.Id), line => line.Act is TraceAct.ComeOfAge);
        Assert.Equal((ActorKind.Job, "majority.reached"), (trace.Actor, trace.Code));

        // What the mother did is there to be read.
        Assert.Equal("done", (await house.RunAsync<ListDocuments, DocumentList>(family.Child, new())).Code());
    }

    private static async Task ConflictAsync(House house, Family family) => (await house.RunAsync<DeclareConflict, DecisionRecorded>(
        Sample.Desk, new(family.Ins, house.Clock.GetUtcNow(), null, "Déclaration"))).Done();

    private static async Task<string> ProposeAsync(Family family, Guid who, ProposeJointly proposal)
        => (await family.House.RunAsync<ProposeJointly, JointlyProposed>(await family.ActAsync(who), proposal)).Code();

    private static async Task<string> AnswerAsync(Family family, Guid who, Guid act, bool agree)
        => (await family.House.RunAsync<AnswerJointly, JointlyAnswered>(await family.ActAsync(who), new(act, agree))).Code();

    private static async Task<IReadOnlyList<WaitingAct>> WaitingAsync(Family family, Guid who)
        => (await family.House.RunAsync<ListJointActs, JointActsList>(await family.ActAsync(who), new())).Done().Acts;

    private static async Task<IReadOnlyList<(NoticeKind, string)>> ToldAsync(House house, Family family)
    {
        await using var db = await house.OpenAsync();
        using var record = await house.Get<IRecords>().FindAsync(db, family.Id, default);
        return (await db.Set<OutboxRow>().Where(row => row.RecordId == family.Id).ToListAsync())
            .Where(row => row.Kind is NoticeKind.AgreementAsked or NoticeKind.AgreementAnswered)
            .OrderBy(row => row.Kind).Select(row => (row.Kind, row.Open(record!.Key).To)).ToList();
    }
}
