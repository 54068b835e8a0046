using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Portals.Patient;

namespace Carnet.Tests.Portals;

public sealed class EntryViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly TraceLine Read = new(
        Guid.Empty, Now, TraceAct.ReadDocument, TraceOutcome.Done, ActorKind.Professional, "Yann Kerbrat",
        "Médecin urgentiste", "Urgences", AccessMode.BreakGlass, Door.Soap, "Douleur thoracique", null,
        new DocumentId(Guid.Empty), "Synthèse", IsEmergency: true);

    [Fact]
    public void T_2_an_emergency_stands_out_with_its_reason()
    {
        var entry = Assert.Single(EntryView.Group([Read, Read, Read with { Act = TraceAct.Deposit }], Now));
        Assert.True(entry.IsEmergency);
        Assert.Equal("2 documents lus, 1 document ajouté", entry.Summary);
        Assert.Equal("Douleur thoracique", entry.Reason);
        Assert.Contains("bris de glace", entry.Way, StringComparison.Ordinal);
        Assert.Equal(3, entry.Acts.Count);
    }

    [Fact]
    public void T_2_what_was_refused_is_said_and_leads_nowhere()
    {
        var entry = Assert.Single(EntryView.Group([Read with { Outcome = TraceOutcome.Refused }], Now));
        Assert.True(entry.IsRefused);
        Assert.Equal("1 essai refusé", entry.Summary);
        Assert.Null(entry.Acts[0].DocumentHref);
    }

    [Fact]
    public void Another_day_person_or_mode_is_another_entry()
        => Assert.Equal(4, EntryView.Group(
            [
                Read, Read with { Mode = AccessMode.Normal }, Read with { ActorName = "Claire Martin" },
                Read with { ActorName = "Claire Martin", At = Now.AddDays(-1) },
            ],
            Now).Count());

    [Fact]
    public void Every_act_actor_and_way_has_words()
    {
        foreach (var act in Enum.GetValues<TraceAct>())
        {
            Assert.NotEmpty(TraceWords.Act(act));
        }

        foreach (var actor in Enum.GetValues<ActorKind>())
        {
            Assert.NotEmpty(TraceWords.Who(Read with { Actor = actor, ActorName = null }));
        }

        foreach (var door in Enum.GetValues<Door>())
        {
            Assert.NotEmpty(TraceWords.Way(Read with { Door = door, Mode = AccessMode.Normal }));
        }
    }
}
