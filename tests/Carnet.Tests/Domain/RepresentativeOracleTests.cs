using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>Everything that matters when somebody acts for another, multiplied, against the rules as plain sentences.</summary>
public sealed class RepresentativeOracleTests
{
    private static readonly DateTimeOffset Birthday = new(2027, 3, 1, 23, 0, 0, TimeSpan.Zero);
    private static readonly RecordId Id = new(new Guid(1, 2, 3, new byte[8]));
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Where the moment lies with regard to the beginning and the end of the mandate.</summary>
    private enum When
    {
        TooEarly,
        AtTheBeginning,
        During,
        JustBeforeTheEnd,
        AtTheEnd,
        WithoutEnd,
    }

    /// <summary>What a court has said.</summary>
    private enum Court
    {
        Nothing,
        SaidNothingYet,
        LeavesNothing,
        LeavesReading,
        LeavesAll,
        NoLonger,
    }

    [Fact]
    [Trait("rule", "A-12"), Trait("rule", "A-13"), Trait("rule", "V-4"), Trait("rule", "L-10"), Trait("rule", "V-3"), Trait("rule", "V-5")]
    public void A_13_every_combination_is_decided_as_the_sentences_say()
    {
        var cases = 0;
        var readings = 0;
        var acts = 0;
        bool[] both = [false, true];
        var mandates =
            from kind in Enum.GetValues<RepresentativeKind>()
            from extent in Enum.GetValues<Extent>()
            from moment in Enum.GetValues<When>()
            from court in Enum.GetValues<Court>()
            from adult in both
            from conflict in both
            select (kind, extent, moment, court, adult, conflict);
        foreach (var (kind, extent, moment, court, adult, conflict) in mandates)
        {
            var now = adult ? Birthday : Birthday - TimeSpan.FromTicks(1);
            var mandate = Mandate(kind, extent, moment, court, conflict, now);
            foreach (var mine in both)
            {
                foreach (var closed in both)
                {
                    var caller = Sample.Representative(mine ? Id : new RecordId(Guid.AllBitsSet), mandate);
                    var record = new RecordFacts(Id, closed ? RecordStatus.Closed : RecordStatus.Open, false, false, false, []);
                    var question = new AccessQuestion(caller, record, now);
                    var may = mine ? LeftTo(kind, extent, moment, court, adult) : "nothing";
                    foreach (var act in Enum.GetValues<PersonalAct>())
                    {
                        acts += Compare(Allowed(act, may, kind, conflict, closed), RepresentativeRules.Act(question, act),
                            $"{kind} {extent} {moment} {court} {adult} {conflict} {mine} {closed} {act}");
                        cases++;
                    }

                    var entry = AccessRules.Enter(question, Transaction.Read, RuleBook.Default);
                    Compare(may != "nothing" && !closed, entry, "enter");
                    Compare(may is "add" or "manage" or "all" && !closed, AccessRules.Feed(question, RuleBook.Default), "feed");
                    foreach (var (document, seen, asked) in Documents())
                    {
                        cases++;
                        if (entry is AccessDecision.Granted granted)
                        {
                            readings += Compare(seen, new DocumentRules(granted, question, RuleBook.Default)
                                .Decide(document, Purpose.Content, asked), $"{document.Marks} {document.Status} {asked}");
                        }
                    }
                }
            }
        }

        Assert.True(cases > 50_000, $"{cases}");
        Assert.True(readings > 1_000 && acts > 1_000, $"{readings} {acts}");
    }

    private static int Compare(bool expected, AccessDecision decision, string said)
    {
        Assert.True(expected == decision.IsGranted, $"{said}: {decision}");
        Assert.Contains(decision.Reasons, reason => reason.Effect == (expected ? Effect.Opens : Effect.Closes));
        return expected ? 1 : 0;
    }

    /// <summary>What is left to somebody, in one word; written without a look at the engine.</summary>
    private static string LeftTo(RepresentativeKind kind, Extent extent, When moment, Court court, bool adult)
    {
        if (moment is When.TooEarly or When.AtTheEnd)
        {
            return "nothing";
        }

        if (kind is RepresentativeKind.Parent && adult)
        {
            return "nothing";
        }

        if (court is Court.LeavesNothing || extent is Extent.None)
        {
            return "nothing";
        }

        if (court is Court.LeavesReading || extent is Extent.Read)
        {
            return "read";
        }

        if (extent is Extent.Add)
        {
            return "add";
        }

        return extent is Extent.Manage || kind is RepresentativeKind.Caregiver ? "manage" : "all";
    }

    private static bool Allowed(PersonalAct act, string may, RepresentativeKind kind, bool conflict, bool closed)
    {
        if (may == "nothing" || (closed && act is not PersonalAct.Reactivate))
        {
            return false;
        }

        if (conflict && kind is RepresentativeKind.Parent && (act is PersonalAct.Mask || act is PersonalAct.Close))
        {
            return false;
        }

        return may switch
        {
            "read" => act is PersonalAct.Read,
            "add" => act is PersonalAct.Read or PersonalAct.AddDocument,
            "manage" => act is not (PersonalAct.Close or PersonalAct.Reactivate or PersonalAct.EmergencyChoices
                or PersonalAct.ManageTreatingDoctor or PersonalAct.DeleteDocument or PersonalAct.NamePersons
                or PersonalAct.ChangeContact or PersonalAct.TakeCopy),
            _ => true,
        };
    }

    private static IEnumerable<(DocumentFacts Facts, bool Seen, bool Asked)> Documents()
    {
        DocumentTypes.TryFind("11488-4", out var type);
        foreach (var marks in Enumerable.Range(0, 8).Select(number => (Marks)number))
        {
            foreach (var status in Enum.GetValues<DocumentStatus>())
            {
                foreach (var asked in (bool[])[false, true])
                {
                    var secret = ((int)marks & 4) != 0;
                    var notYet = ((int)marks & 2) != 0;
                    var seen = !secret && !notYet && status is not DocumentStatus.Deleted
                        && (status is DocumentStatus.Approved || asked);
                    yield return (new DocumentFacts(type!, marks, status, Sample.Ps(1), Sample.Structure(1), false), seen, asked);
                }
            }
        }
    }

    private static Mandate Mandate(
        RepresentativeKind kind, Extent extent, When moment, Court court, bool conflict, DateTimeOffset now)
    {
        var since = moment is When.TooEarly ? now + Day : moment is When.AtTheBeginning ? now : now - (10 * Day);
        DateTimeOffset? until = moment switch
        {
            When.JustBeforeTheEnd => now + TimeSpan.FromTicks(1),
            When.AtTheEnd => now,
            When.WithoutEnd or When.TooEarly => null,
            _ => now + (20 * Day),
        };
        Restriction[] restrictions = court switch
        {
            Court.SaidNothingYet => [new(now + Day, null, Extent.None)],
            Court.LeavesNothing => [new(now, null, Extent.None)],
            Court.LeavesReading => [new(now - Day, now + Day, Extent.Read)],
            Court.LeavesAll => [new(now - Day, now + Day, Extent.Full)],
            Court.NoLonger => [new(now - (2 * Day), now, Extent.None)],
            _ => [],
        };
        return new Mandate(new Guid(7, 0, 0, new byte[8]), kind, extent, since, until, Birthday, [.. restrictions], conflict);
    }
}
