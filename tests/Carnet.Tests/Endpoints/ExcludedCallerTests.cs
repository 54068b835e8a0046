using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Traces;
using Carnet.Tests.Support;
using Carnet.Wire.Habilitations;

namespace Carnet.Tests.Endpoints;

/// <summary>A-10: the occupational doctor feeds and sees metadata; insurers, employers and the like see nothing, ever.</summary>
[Trait("rule", "A-10")]
public sealed class ExcludedCallerTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    private const string Occupational = "irene-stangalard";
    private const string Hospital = "ch-kerlann";

    /// <summary>The insurer's own certificate, and the agent at its desk with a card.</summary>
    public static TheoryData<string> Excluded => ["caisse-kerlann", "accueil-caisse-kerlann"];

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_10_the_occupational_doctor_feeds_and_reads_back_no_document_not_even_their_own(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var (doctor, hospital) = (town.As(Occupational), town.As(Hospital));
        var foreign = patient.Document(hospital.Card);
        await hospital.DepositAsync(patient, foreign);
        var own = patient.Document(doctor.Card);
        await doctor.DepositAsync(patient, own);

        foreach (var mode in (string[])["normal", "bris_de_glace", "centre_15"])
        {
            var call = patient.Call with { Mode = mode, Reason = "Malaise sur le poste de travail" };
            foreach (var id in (string[])[own.Header.UniqueId, foreign.Header.UniqueId])
            {
                var set = (await doctor.RetrieveAsync(call, new([new(DmpTestClient.Repository, id)]))).Value();
                Assert.Empty(set.Contents);
                Assert.NotEmpty(set.Response.Errors);
            }
        }

        Assert.DoesNotContain(
            await town.HistoryAsync(patient), line => line.Act is TraceAct.ReadDocument && line.Outcome is TraceOutcome.Done);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_10_the_occupational_doctor_sees_what_lies_in_the_list_once_the_person_let_them(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var (doctor, hospital) = (town.As(Occupational), town.As(Hospital));
        await hospital.DepositAsync(patient, patient.Document(hospital.Card));

        // The functional rights do not let them declare themselves; the person lets them in.
        var declared = await doctor.SetAuthorizationAsync(patient.Call, new SetAuthorizationRequest(AuthorizationAction.Ajout, false));
        Assert.NotEqual(SetAuthorizationResponse.Ok, declared is Answer<SetAuthorizationResponse>.Received(var answer) ? answer.Status : "fault");
        Assert.True(PsIdNat.TryCreate(doctor.Card.Depositor.Person, out var number));
        (await town.RunAsync<AuthoriseProfessional, AuthorisationChange>(Sample.Patient(patient.Record), new(number))).Done();
        var entry = Assert.Single(await doctor.ListAsync(patient));
        Assert.Empty((await doctor.GetAsync(patient, entry.UniqueId)).Value().Contents);
    }

    [Theory, MemberData(nameof(Excluded))]
    public async Task A_10_an_insurer_lists_nothing_reads_nothing_and_declares_nothing_in_any_mode(string slug)
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var hospital = town.As(Hospital);
        var document = patient.Document(hospital.Card);
        await hospital.DepositAsync(patient, document);
        var insurer = town.As(slug);
        foreach (var mode in (string[])["normal", "bris_de_glace", "centre_15"])
        {
            var call = patient.Call with { Mode = mode, Reason = "Contrôle d'une facture" };
            Assert.NotEqual("", (await insurer.QueryAsync(call, DocumentQueries.FindDocuments(patient.Cx))).Refusal(response => response.Errors).Code);
            var got = await insurer.RetrieveAsync(call, new([new(DmpTestClient.Repository, document.Header.UniqueId)]));
            Assert.True(got is not Answer<RetrievedSet>.Received(var set) || set.Contents.Count == 0);
            var declared = await insurer.SetAuthorizationAsync(call, new SetAuthorizationRequest(AuthorizationAction.Ajout, true));
            Assert.NotEqual(SetAuthorizationResponse.Ok, declared is Answer<SetAuthorizationResponse>.Received(var answer) ? answer.Status : "fault");
        }

        var references = await insurer.QueryAsync(
            patient.Call, DocumentQueries.FindDocuments(patient.Cx, Carnet.Wire.Xds.QueryReturnType.ObjectRef));
        Assert.True(references is not Answer<Carnet.Wire.Xds.AdhocQueryResponse>.Received(var found) || found.ObjectRefs.Count == 0);
    }

    [Fact]
    public async Task A_10_the_feed_channel_of_the_insurer_and_desks_and_operators_read_nothing_through_any_use_case()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var hospital = town.As(Hospital);
        var document = patient.Document(hospital.Card);
        await hospital.DepositAsync(patient, document);
        var origin = Sample.Soap;
        Caller[] callers =
        [
            new Caller.Insurer { Origin = origin }, new Caller.Desk("Mutuelle") { Origin = origin },
            new Caller.Operator("anne") { Origin = origin }, new Caller.Job("banque") { Origin = origin },
            new Caller.Unidentified { Origin = origin },
        ];
        foreach (var caller in callers)
        {
            Assert.NotEqual("done", (await town.RunAsync<FindDocuments, FoundDocuments>(caller, new(patient.Ins, DocumentCriteria.Approved))).Code());
            Assert.True(await town.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(caller, new(patient.Ins, [document.Header.UniqueId]))
                is not Outcome<IReadOnlyList<ReadContentAnswer>>.Done(var read) || read.All(one => one.Content is null));
            Assert.NotEqual("done", (await town.RunAsync<ListDocuments, DocumentList>(caller, new())).Code());
            Assert.NotEqual("done", (await town.RunAsync<ListTraces, TraceList>(caller, new())).Code());
            Assert.NotEqual("done", (await town.RunAsync<SetAuthorisation, AuthorisationChange>(caller, new(patient.Ins, false, false))).Code());
        }
    }
}
