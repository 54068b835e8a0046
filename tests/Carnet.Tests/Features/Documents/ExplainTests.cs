using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Cli;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Documents;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Documents;

/// <summary>Who can see a document, and why: to the person all, to the professional about themselves, to the operator numbers.</summary>
public sealed class ExplainTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    private static readonly Caller.Professional Author = Sample.Doctor(1), Treating = Sample.Doctor(4), Never = Sample.Doctor(5), Emergency = Sample.Doctor(6, AccessMode.BreakGlass);
    private static readonly Caller.Professional Pharmacist = Sample.As(Sample.Practitioner(2, "21", "A")), Optician = Sample.As(Sample.Practitioner(3, "28", null));
    private static readonly Caller.Operator Operator = new("exploitation") { Origin = new Origin(Door.CommandLine) };

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-2"), Trait("rule", "A-7"), Trait("rule", "V-2"), Trait("rule", "A-6")]
    public async Task A_7_the_person_is_told_who_sees_a_document_and_why_and_what_would_change(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id, document) = await OpenAsync(house);
        var explained = await ExplainAsync(house, id, document);
        Assert.Equal("Prénom NOM2, pharmacien, le lit : vous lui avez ouvert votre carnet le 1er mars 2027 ; sa profession lit ce type de document.",
            Line(explained, Pharmacist).Sentence);
        Assert.Equal("Prénom NOM3, opticien-lunetier, ne le voit pas : vous lui avez ouvert votre carnet le 1er mars 2027 ; sa profession ne lit pas ce type de document.",
            Line(explained, Optician).Sentence);
        Assert.Equal("Prénom NOM5, médecin généraliste, ne le voit pas : vous avez bloqué son accès le 1er mars 2027, même en urgence.", Line(explained, Never).Sentence);
        Assert.Equal("Prénom NOM1, médecin généraliste, le lit : c’est son propre document.", Line(explained, Author).Sentence);
        Assert.StartsWith("Prénom NOM4, médecin généraliste, le lit : c’est votre médecin traitant", Line(explained, Treating).Sentence, StringComparison.Ordinal);
        Assert.EndsWith("entré en urgence le 1er mars 2027, cet accès a pris fin.", Line(explained, Emergency).Sentence, StringComparison.Ordinal);
        Assert.Equal("Vous le lisez : c’est votre carnet.", explained.Lines[0].Sentence);
        Assert.Contains(explained.Trades, trade => trade is { Trade: "Pharmacien", Reads: true });
        Assert.Contains(explained.Trades, trade => trade is { Trade: "Médecin du travail", Reads: false });

        var masked = await ExplainAsync(house, id, document, new WhatIf.Mask());
        Assert.Equal([Pharmacist.Who.Id.Value, "break-glass", "samu"], Changed(masked));
        var blocked = await ExplainAsync(house, id, document, new WhatIf.Block(Treating.Who.Id));
        Assert.Equal([Treating.Who.Id.Value], Changed(blocked));
        var refused = await ExplainAsync(house, id, document, new WhatIf.NoEmergency());
        Assert.Equal(["break-glass", "samu"], Changed(refused));
        Assert.Empty(Changed(await ExplainAsync(house, id, document, new WhatIf.Mask(Masked: false))));

        IEnumerable<string> Changed(Explanation explanation) => explanation.Lines.Where(line => line.Changes)
            .Select(line => line.Number ?? (line.Who.Contains("SAMU", StringComparison.Ordinal) ? "samu" : "break-glass"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-7"), Trait("rule", "V-6")]
    public async Task V_6_what_is_explained_is_what_happens(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id, document) = await OpenAsync(house);
        await house.RunAsync<SetMarks, AmendedDocument>(Sample.Patient(id), new SetMarks(document, Marks.MaskedToProfessionals));
        var explained = await ExplainAsync(house, id, document);
        await using var db = await house.OpenAsync();
        var uniqueId = (await db.Set<DocumentRow>().SingleAsync(row => row.RecordId == id && row.DocumentId == document)).UniqueId;
        foreach (var caller in (Caller.Professional[])[Author, Pharmacist, Optician, Treating, Never])
        {
            var read = (await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(caller, new ReadDocuments(ins, [uniqueId]))).Done();
            Assert.Equal(read[0].Content is not null, Line(explained, caller).Now.Reads);
        }

        Assert.Equal([Author.Who.Id.Value, Treating.Who.Id.Value],
            explained.Lines.Where(line => line.Now.Reads).Select(line => line.Number).OfType<string>().Order());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-6"), Trait("rule", "T-1")]
    public async Task V_6_a_professional_is_told_of_themselves_and_of_nothing_that_they_do_not_see(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id, document) = await OpenAsync(house);
        var mine = (await AskAsync(house, Pharmacist, document, ins)).Done();
        Assert.Equal("Vous le lisez : la personne vous a autorisé le 1er mars 2027 ; votre profession lit ce type de document.", Assert.Single(mine.Lines).Sentence);
        Assert.Empty(mine.Trades);
        var occupational = Sample.As(Sample.Practitioner(7, "10", "SM25"));
        await house.RunAsync<AuthoriseProfessional, AuthorisationChange>(Sample.Patient(id), new AuthoriseProfessional(occupational.Who.Id));
        Assert.Contains("Refusé : ", Assert.Single((await AskAsync(house, occupational, document, ins)).Done().Lines).Sentence, StringComparison.Ordinal);

        var before = await house.CountTracesAsync();
        Assert.Equal("access.not-authorised", (await AskAsync(house, Never, document, ins)).Code());
        Assert.Equal("document.unknown", (await AskAsync(house, Optician, document, ins)).Code());
        Assert.Equal("document.unknown", (await AskAsync(house, Pharmacist, new DocumentId(Guid.CreateVersion7()), ins)).Code());
        await house.RunAsync<SetMarks, AmendedDocument>(Sample.Patient(id), new SetMarks(document, Marks.MaskedToProfessionals));
        Assert.Equal("document.unknown", (await AskAsync(house, Pharmacist, document, ins)).Code());
        Assert.Equal("document.unknown", (await AskAsync(house, Sample.Doctor(99), document, ins)).Code());
        Assert.Equal("record.unknown", (await AskAsync(house, Pharmacist, document, Sample.NextIns())).Code());
        Assert.Equal("access.no-right", (await AskAsync(house, Sample.Establishment(1), document, ins)).Code());
        Assert.Equal(before + 8, await house.CountTracesAsync());

        await house.RunAsync<SetMarks, AmendedDocument>(Author, new SetMarks(document, Marks.None, ins));
        var hidden = await DepositAsync(house, ins, id, "INVISIBLE_PATIENT");
        Assert.Equal("document.unknown", (await house.RunAsync<ExplainDocument, Explanation>(Sample.Patient(id), new ExplainDocument(hidden))).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "T-1")]
    public async Task T_1_the_operator_sees_numbers_and_rules_no_name_no_type_no_sentence(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id, document) = await OpenAsync(house);
        var explained = (await AskAsync(house, Operator, document, ins)).Done();
        Assert.Null(explained.Type);
        Assert.Empty(explained.Trades);
        Assert.All(explained.Lines, line => Assert.Equal("", line.Sentence));
        var printed = string.Join('\n', explained.Lines.Select(ExplainCommand.Line));
        Assert.DoesNotContain("NOM", printed, StringComparison.Ordinal);
        Assert.Contains($"{Pharmacist.Who.Id.Value}  lit  A-8+ A-3+ A-7+", printed, StringComparison.Ordinal);
        Assert.Contains($"{Never.Who.Id.Value}  rien  A-2-", printed, StringComparison.Ordinal);
        Assert.Contains(await house.TracesAsync(id), trace => trace is { Act: TraceAct.Explain, Actor: ActorKind.Operator, Outcome: TraceOutcome.Done });

        var one = (await house.RunAsync<ExplainDocument, Explanation>(
            Operator, new ExplainDocument(document, ins, Pharmacist.Who.Id, ExplainCommand.ChangeOf($"block:{Pharmacist.Who.Id}")))).Done();
        Assert.Equal($"{Pharmacist.Who.Id.Value}  lit  A-8+ A-3+ A-7+  => rien", ExplainCommand.Line(Assert.Single(one.Lines)));
        Assert.Null(ExplainCommand.ChangeOf("block:8123"));
        Assert.Equal("access.no-right", (await AskAsync(house, Operator with { Structure = Sample.Structure(1) }, document, ins)).Code());
        Assert.Equal("document.unknown", (await AskAsync(house, Operator, new DocumentId(Guid.CreateVersion7()), ins)).Code());
    }

    private static async Task<(Ins Ins, RecordId Id, DocumentId Document)> OpenAsync(House house)
    {
        var (ins, id) = await house.OpenRecordAsync();
        Caller.Professional[] town = [Author, Pharmacist, Optician, Treating, Never, Emergency];
        await house.RunAsync<Enlist, int>(Sample.Desk, new Enlist(
            [.. town.Select(one => new ListedStructure(one.Who.Structure, "Cabinet", "practice", "SA07"))],
            [.. town.Select(one => new ListedActivity(one.Who.Id, one.Who.FamilyName, one.Who.GivenName, one.Who.Profession, one.Who.Qualification, one.Who.Structure))]));
        foreach (var friend in (Caller.Professional[])[Pharmacist, Optician])
        {
            (await house.RunAsync<SetAuthorisation, AuthorisationChange>(friend, new SetAuthorisation(ins, false, false))).Done();
        }

        (await house.RunAsync<SetAuthorisation, AuthorisationChange>(Treating, new SetAuthorisation(ins, false, true))).Done();
        (await house.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(id), new BlockProfessional(Never.Who.Id))).Done();
        var document = await DepositAsync(house, ins, id, null);
        (await house.RunAsync<FindDocuments, FoundDocuments>(Emergency, new FindDocuments(ins, DocumentCriteria.Approved))).Done();
        house.Clock.Advance(TimeSpan.FromHours(4));
        return (ins, id, document);
    }

    private static ExplainedLine Line(Explanation explanation, Caller.Professional who)
        => explanation.Lines.Single(line => line.Number == who.Who.Id.Value);

    private static async Task<Explanation> ExplainAsync(House house, RecordId id, DocumentId document, WhatIf? change = null)
        => (await house.RunAsync<ExplainDocument, Explanation>(Sample.Patient(id), new ExplainDocument(document, If: change))).Done();

    private static Task<Outcome<Explanation>> AskAsync(House house, Caller caller, DocumentId document, Ins ins)
        => house.RunAsync<ExplainDocument, Explanation>(caller, new ExplainDocument(document, ins));

    private static async Task<DocumentId> DepositAsync(House house, Ins ins, RecordId id, string? mark)
    {
        var uniqueId = Lot.NextOid();
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(
            Author, new Lot(ins, Author).Add("11488-4", uniqueId, mark is null ? [] : [mark]).Request())).Done();
        await using var db = await house.OpenAsync();
        return (await db.Set<DocumentRow>().SingleAsync(row => row.RecordId == id && row.UniqueId == uniqueId)).DocumentId;
    }
}
