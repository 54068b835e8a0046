using Carnet.Domain.Documents;
using Carnet.Server.Cli.Lps;
using Carnet.Tests.Support;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Endpoints;

/// <summary>Each stored query through the door, on one record with a replaced document and a set of two.</summary>
public sealed class StoredQueryTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    private const string Hospital = "ch-kerlann";
    private const string Doctor = "claire-kerscaven";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task FindDocuments_filters_by_type_class_and_time(string database)
    {
        var (town, patient, _) = await FillAsync(database);
        Assert.Equal(3, await CountAsync());
        Assert.Equal(1, await CountAsync(("$XDSDocumentEntryTypeCode", "('11502-2^^2.16.840.1.113883.6.1')")));
        Assert.Equal(3, await CountAsync(("$XDSDocumentEntryClassCode", "('10^^1.2.250.1.213.1.1.4.1')")));
        Assert.Equal(0, await CountAsync(("$XDSDocumentEntryClassCode", "('90^^1.2.250.1.213.1.1.4.1')")));
        Assert.Equal(0, await CountAsync(("$XDSDocumentEntryCreationTimeFrom", "'20400101'")));
        Assert.Equal(3, await CountAsync(("$XDSDocumentEntryCreationTimeTo", "'20400101'")));

        async Task<int> CountAsync(params (string Name, string Value)[] more)
        {
            var query = LpsQueries.FindDocuments(patient.Cx);
            var answer = await town.As(Doctor).QueryAsync(patient.Call, query with
            {
                Slots = [.. query.Slots, .. more.Select(slot => new Slot(slot.Name, slot.Value))],
            });
            return answer.Value().DocumentEntries.Count;
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task GetDocuments_takes_unique_ids_and_entry_uuids(string database)
    {
        var (town, patient, entries) = await FillAsync(database);
        var old = entries[0];
        var byUnique = await AskAsync(town, patient, LpsQueries.GetDocuments(old.UniqueId));
        Assert.Equal(AvailabilityStatuses.Deprecated, Assert.Single(byUnique.DocumentEntries).AvailabilityStatus);
        var byEntry = await AskAsync(town, patient, new AdhocQueryRequest(StoredQueries.GetDocuments, QueryReturnType.LeafClass,
            [new Slot("$XDSDocumentEntryEntryUUID", StoredQueryParameters.QuoteList(entries[1].EntryUuid, "urn:uuid:" + Guid.CreateVersion7()))]));
        Assert.Equal([entries[1].UniqueId], byEntry.DocumentEntries.Select(entry => entry.UniqueId));
        var reference = await AskAsync(town, patient, LpsQueries.GetDocuments(old.UniqueId, QueryReturnType.ObjectRef));
        Assert.Equal([old.EntryUuid], reference.ObjectRefs);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task FindSubmissionSets_gives_the_sets_and_not_their_documents(string database)
    {
        var (town, patient, _) = await FillAsync(database);
        var answer = await AskAsync(town, patient, new AdhocQueryRequest(
            StoredQueries.FindSubmissionSets, QueryReturnType.LeafClass,
            [
                new Slot("$XDSSubmissionSetPatientId", StoredQueryParameters.Quote(patient.Cx.ToString())),
                new Slot("$XDSSubmissionSetStatus", StoredQueryParameters.QuoteList(AvailabilityStatuses.Approved)),
            ]));
        Assert.Equal(2, answer.SubmissionSets.Count);
        Assert.Empty(answer.DocumentEntries);
        Assert.All(answer.SubmissionSets, set => Assert.Equal("Centre hospitalier de Kerlann", set.Authors[0].Institutions[0].Name));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task GetAssociations_and_documents_follow_a_replacement(string database)
    {
        var (town, patient, entries) = await FillAsync(database);
        var (old, replacing) = (entries[0], entries[1]);
        var arrows = await AskAsync(town, patient, new AdhocQueryRequest(
            StoredQueries.GetAssociations, QueryReturnType.LeafClass, [new Slot("$uuid", StoredQueryParameters.QuoteList(old.EntryUuid))]));
        var replaced = Assert.Single(arrows.Associations, arrow => arrow.Type == AssociationTypes.Replace);
        Assert.Equal((replacing.EntryUuid, old.EntryUuid), (replaced.Source, replaced.Target));
        Assert.Single(arrows.Associations, arrow => arrow.Type == AssociationTypes.HasMember);

        var both = await AskAsync(town, patient, new AdhocQueryRequest(
            StoredQueries.GetDocumentsAndAssociations, QueryReturnType.LeafClass,
            [new Slot("$XDSDocumentEntryUniqueId", StoredQueryParameters.QuoteList(replacing.UniqueId))]));
        Assert.Equal([replacing.UniqueId], both.DocumentEntries.Select(entry => entry.UniqueId));
        Assert.Contains(both.Associations, arrow => arrow.Id == replaced.Id);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_query_that_is_not_served_or_not_complete_says_so(string database)
    {
        var (town, patient, _) = await FillAsync(database);
        var doctor = town.As(Doctor);
        Assert.Equal("xds.query-id", await CodeAsync(new AdhocQueryRequest(StoredQueries.GetAll, QueryReturnType.LeafClass, [])));
        Assert.Equal("xds.query-missing-param", await CodeAsync(new AdhocQueryRequest(StoredQueries.FindDocuments, QueryReturnType.LeafClass, [])));
        Assert.Equal("soap.patient-mismatch", await CodeAsync(LpsQueries.FindDocuments(patient.Cx with { Id = Sample.NextIns().Value })));

        async Task<string> CodeAsync(AdhocQueryRequest query)
            => (await doctor.QueryAsync(patient.Call, query)).Refusal(response => response.Errors).Code;
    }

    private static async Task<AdhocQueryResponse> AskAsync(SoapServer town, TestPatient patient, AdhocQueryRequest query)
    {
        var answer = (await town.As(Doctor).QueryAsync(patient.Call, query)).Value();
        Assert.Empty(answer.Errors);
        return answer;
    }

    /// <summary>A document and its replacement with a second one beside it; entries in that order.</summary>
    private async Task<(SoapServer, TestPatient, IReadOnlyList<DocumentEntry>)> FillAsync(string database)
    {
        var town = await towns.OnAsync(database);
        var hospital = town.As(Hospital);
        var patient = await town.OpenRecordAsync();
        var first = patient.Document(hospital.Card);
        var one = await hospital.DepositAsync(patient, first);
        var two = await hospital.DepositAsync(
            patient,
            patient.Document(hospital.Card, "Corrigé.", replaces: first, replacedEntry: one.Metadata.DocumentEntries[0].EntryUuid),
            patient.Document(hospital.Card, "Bilan.", "11502-2"),
            patient.Document(hospital.Card, "Séjour.", "34112-3", Marks.HiddenFromPatient));
        await town.As(Doctor).AllowAsync(patient);
        return (town, patient, [.. one.Metadata.DocumentEntries, .. two.Metadata.DocumentEntries]);
    }
}
