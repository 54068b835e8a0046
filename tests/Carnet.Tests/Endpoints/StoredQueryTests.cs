using Carnet.Client;
using Carnet.Domain.Documents;
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
            var query = DocumentQueries.FindDocuments(patient.Cx);
            var answer = await town.As(Doctor).QueryAsync(patient.Call, query with
            {
                Slots = [.. query.Slots, .. more.Select(slot => new Slot(slot.Name, slot.Value))],
            });
            return answer.Value().DocumentEntries.Count;
        }
    }

    public static TheoryData<int, string, string[]> Filters()
    {
        const string classes = "^^1.2.250.1.213.1.1.4.1", marks = "^^1.2.250.1.213.1.1.4.13", levels = "^^2.16.840.1.113883.5.25";
        return new TheoryData<int, string, string[]>
        {
            { 3, "TypeCode", ["('11502-2^^2.16.840.1.113883.6.1','34112-3^^2.16.840.1.113883.6.1','11488-4^^2.16.840.1.113883.6.1')"] },
            { 1, "TypeCode", ["('11502-2^^2.16.840.1.113883.6.1')"] },
            { 0, "TypeCode", ["('11502-2^^1.2.250.1.213.1.1.4.12')"] },
            { 3, "ClassCode", [$"('10{classes}','90{classes}')"] },
            { 0, "ClassCode", ["('10^^1.2.3')"] },
            { 1, "ConfidentialityCode", [$"('INVISIBLE_PATIENT{marks}')"] },
            { 3, "ConfidentialityCode", [$"('INVISIBLE_PATIENT{marks}','N{levels}')"] },
            { 1, "ConfidentialityCode", [$"('INVISIBLE_PATIENT{marks}')", $"('N{levels}')"] },
            { 0, "ConfidentialityCode", [$"('INVISIBLE_PATIENT{marks}')", $"('MASQUE_PS{marks}')"] },
            { 0, "ConfidentialityCode", [$"('R{levels}')"] },
            { 0, "EventCodeList", ["('X^^1.2')"] },
            { 3, "PracticeSettingCode", ["('AMBULATOIRE^^1.2.250.1.213.1.1.4.9')"] },
            { 0, "PracticeSettingCode", ["('ETABLISSEMENT^^1.2.250.1.213.1.1.4.9')"] },
            { 0, "HealthcareFacilityTypeCode", ["('SA07^^1.2.250.1.71.4.2.4')"] },
            { 0, "FormatCode", ["('urn:ihe:pcc:none:2000^^1.3.6.1.4.1.19376.1.2.3')"] },
            { 0, "AuthorPerson", ["('%NOBODY%')"] },
            { 0, "CreationTimeFrom", ["'20400101'"] },
            { 3, "CreationTimeTo", ["'20400101'"] },
            { 3, "ServiceStartTimeFrom", ["'2020'"] },
            { 0, "ServiceStartTimeTo", ["'2020'"] },
            { 0, "ServiceStopTimeTo", ["'2020'"] },
            { 3, "Type", ["('urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1')"] },
            { 0, "Type", ["('urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248')"] },
        };
    }

    [Fact]
    public async Task Each_parameter_of_FindDocuments_narrows_by_value_and_system_and_a_repeated_one_adds_up()
    {
        var (town, patient, _) = await FillAsync("Sqlite");
        List<string> wrong = [];
        foreach (var row in Filters())
        {
            var (expected, name, values) = ((int)row[0], (string)row[1], (string[])row[2]);
            var found = (await AskAsync(town, patient, With(patient, [.. values.Select(value => new Slot("$XDSDocumentEntry" + name, value))])))
                .DocumentEntries.Count;
            if (found != expected)
            {
                wrong.Add($"{name} {string.Join(" AND ", values)}: {found} instead of {expected}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task The_author_is_sought_by_pattern_by_number_name_or_the_whole_of_the_metadata()
    {
        var town = await towns.OnAsync("Sqlite");
        var (doctor, patient) = (town.As(Doctor), await town.OpenRecordAsync());
        await doctor.AllowAsync(patient);
        await doctor.DepositAsync(patient, patient.Document(doctor.Card));
        var raw = (await doctor.ListAsync(patient))[0].Authors[0].Person!.ToString();
        foreach (var (pattern, expected) in new[]
        {
            ("%KERSCAVEN%", 1), (doctor.Card.IdNat + "^%", 1), (raw, 1), ("%^KERSCAVEN^Claire", 1), ("%kerlann%", 0), ("KERSCAVEN", 0), ("%K_RSCAVEN%", 1),
        })
        {
            var answer = await AskAsync(town, patient, With(patient, new Slot("$XDSDocumentEntryAuthorPerson", StoredQueryParameters.QuoteList(pattern))));
            Assert.True(answer.DocumentEntries.Count == expected, pattern + " " + raw);
        }
    }

    [Fact]
    public async Task A_page_of_the_results_says_how_many_there_are_in_all()
    {
        var (town, patient, _) = await FillAsync("Sqlite");
        var all = (await AskAsync(town, patient, DocumentQueries.FindDocuments(patient.Cx))).DocumentEntries.Select(entry => entry.UniqueId).ToList();
        var page = await AskAsync(town, patient, DocumentQueries.FindDocuments(patient.Cx) with { StartIndex = 1, MaxResults = 1 });
        Assert.Equal([all[1]], page.DocumentEntries.Select(entry => entry.UniqueId));
        Assert.Equal((1, 3), (page.StartIndex, page.TotalResultCount));
        Assert.Empty((await AskAsync(town, patient, DocumentQueries.FindDocuments(patient.Cx) with { StartIndex = 9 })).DocumentEntries);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task GetDocuments_takes_unique_ids_and_entry_uuids(string database)
    {
        var (town, patient, entries) = await FillAsync(database);
        var old = entries[0];
        var byUnique = await AskAsync(town, patient, DocumentQueries.GetDocuments(old.UniqueId));
        Assert.Equal(AvailabilityStatuses.Deprecated, Assert.Single(byUnique.DocumentEntries).AvailabilityStatus);
        var byEntry = await AskAsync(town, patient, new AdhocQueryRequest(StoredQueries.GetDocuments, QueryReturnType.LeafClass,
            [new Slot("$XDSDocumentEntryEntryUUID", StoredQueryParameters.QuoteList(entries[1].EntryUuid, "urn:uuid:" + Guid.CreateVersion7()))]));
        Assert.Equal([entries[1].UniqueId], byEntry.DocumentEntries.Select(entry => entry.UniqueId));
        var reference = await AskAsync(town, patient, DocumentQueries.GetDocuments(old.UniqueId, QueryReturnType.ObjectRef));
        Assert.Equal([old.EntryUuid], reference.ObjectRefs);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task GetDocuments_finds_the_newest_version_by_the_logical_number_and_takes_numbers_of_one_kind(string database)
    {
        var (town, patient, _) = await FillAsync(database);
        var doctor = town.As(Doctor);
        var own = (await doctor.DepositAsync(patient, patient.Document(doctor.Card))).Metadata.DocumentEntries[0].UniqueId;
        var stored = (await doctor.ListAsync(patient)).Single(entry => entry.UniqueId == own);
        Assert.Equal(("", ""), (await doctor.UpdateAsync(patient.Call, DocumentUpdate.Marks(
            doctor.Card, patient.Cx, stored, Marks.MaskedToProfessionals, TimeProvider.System.GetUtcNow()))).Refusal());
        var logical = new Slot("$XDSDocumentEntryLogicalID", StoredQueryParameters.QuoteList(stored.LogicalId!));
        var level = new Slot("$MetadataLevel", "2");
        var query = new AdhocQueryRequest(StoredQueries.GetDocuments, QueryReturnType.LeafClass, [logical, level]);
        var found = Assert.Single((await AskAsync(town, patient, query)).DocumentEntries);
        Assert.Equal((stored.UniqueId, 2, stored.LogicalId), (found.UniqueId, found.Version, found.LogicalId));
        Assert.Equal([found.EntryUuid], (await AskAsync(town, patient, query with { ReturnType = QueryReturnType.ObjectRef })).ObjectRefs);

        var two = await town.As(Doctor).QueryAsync(patient.Call, query with
        {
            Slots = [logical, new Slot("$XDSDocumentEntryUniqueId", StoredQueryParameters.QuoteList(found.UniqueId))],
        });
        Assert.Equal("xds.query-missing-param", two.Refusal(response => response.Errors).Code);
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
    public async Task A_set_is_answered_with_its_contents_and_found_by_what_it_contains(string database)
    {
        var (town, patient, entries) = await FillAsync(database);
        var sets = await AskAsync(town, patient, new AdhocQueryRequest(StoredQueries.GetSubmissionSets, QueryReturnType.LeafClass,
            [new Slot("$uuid", StoredQueryParameters.QuoteList(entries[1].EntryUuid))]));
        var set = Assert.Single(sets.SubmissionSets);
        Assert.Equal((AssociationTypes.HasMember, set.EntryUuid, entries[1].EntryUuid), sets.Associations is [var member]
            ? (member.Type, member.Source, member.Target) : default);

        var contents = await AskAsync(town, patient, DocumentQueries.Contents(set.UniqueId));
        Assert.Equal(set.UniqueId, Assert.Single(contents.SubmissionSets).UniqueId);
        Assert.Equal(entries.Skip(1).Select(entry => entry.UniqueId).Order(), contents.DocumentEntries.Select(entry => entry.UniqueId).Order());
        Assert.Equal(3, contents.Associations.Count(arrow => arrow.Source == set.EntryUuid));

        var narrowed = await AskAsync(town, patient, DocumentQueries.Contents(set.UniqueId) with
        {
            Slots =
            [
                new Slot("$XDSSubmissionSetEntryUUID", StoredQueryParameters.Quote(set.EntryUuid)),
                new Slot("$XDSDocumentEntryConfidentialityCode", $"('INVISIBLE_PATIENT^^{MarkCodes.System}')"),
            ],
        });
        Assert.Equal([entries[3].UniqueId], narrowed.DocumentEntries.Select(entry => entry.UniqueId));
        Assert.Empty((await AskAsync(town, patient, DocumentQueries.Contents(Submission.NewOid()))).SubmissionSets);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task GetRelatedDocuments_answers_both_ends_of_a_replacement(string database)
    {
        var (town, patient, entries) = await FillAsync(database);
        var related = await AskAsync(town, patient, DocumentQueries.Related(entries[0].UniqueId));
        Assert.Equal(entries.Take(2).Select(entry => entry.UniqueId).Order(), related.DocumentEntries.Select(entry => entry.UniqueId).Order());
        Assert.Equal(AssociationTypes.Replace, Assert.Single(related.Associations).Type);

        var alone = await AskAsync(town, patient, DocumentQueries.Related(entries[2].UniqueId));
        Assert.Empty(alone.DocumentEntries);
        Assert.Empty(alone.Associations);
    }

    [Fact]
    public async Task V_2_What_is_masked_is_as_absent_in_every_stored_query()
    {
        var (town, patient, entries) = await FillAsync("Sqlite");
        var hospital = town.As(Hospital);
        var masked = patient.Document(hospital.Card, "Masqué.", marks: Marks.MaskedToProfessionals);
        var set = await hospital.DepositAsync(patient, masked);
        var (hidden, number) = (set.Metadata.DocumentEntries[0], set.Metadata.SubmissionSet.UniqueId);
        foreach (var query in new[]
        {
            DocumentQueries.GetDocuments(hidden.UniqueId), DocumentQueries.Contents(number), DocumentQueries.Related(hidden.UniqueId),
            DocumentQueries.Related(entries[2].UniqueId), DocumentQueries.GetDocuments(hidden.UniqueId, QueryReturnType.ObjectRef),
            new AdhocQueryRequest(StoredQueries.GetDocuments, QueryReturnType.LeafClass,
                [new Slot("$XDSDocumentEntryLogicalID", StoredQueryParameters.QuoteList(hidden.EntryUuid))]),
        })
        {
            var answer = await AskAsync(town, patient, query);
            Assert.Equal((0, 0, 0, 0), (answer.DocumentEntries.Count, answer.SubmissionSets.Count, answer.Associations.Count, answer.ObjectRefs.Count));
        }

        var visible = await AskAsync(town, patient, DocumentQueries.FindDocuments(patient.Cx, allStatuses: true) with { MaxResults = 100 });
        Assert.DoesNotContain(visible.DocumentEntries, entry => entry.UniqueId == hidden.UniqueId);
        Assert.Equal(visible.DocumentEntries.Count, visible.TotalResultCount);
    }

    [Fact]
    public async Task Folders_are_never_kept_and_their_queries_find_none_for_who_may_enter()
    {
        var (town, patient, entries) = await FillAsync("Sqlite");
        var stranger = town.As("nadia-benkerlou");
        foreach (var query in new[]
        {
            new AdhocQueryRequest(StoredQueries.FindFolders, QueryReturnType.LeafClass,
                [
                    new Slot("$XDSFolderPatientId", StoredQueryParameters.Quote(patient.Cx.ToString())),
                    new Slot("$XDSFolderStatus", StoredQueryParameters.QuoteList(AvailabilityStatuses.Approved)),
                ]),
            new(StoredQueries.GetFolders, QueryReturnType.LeafClass, [new Slot("$XDSFolderUniqueId", "('1.2.3')")]),
            new(StoredQueries.GetFolderAndContents, QueryReturnType.LeafClass, [new Slot("$XDSFolderUniqueId", "'1.2.3'")]),
            new(StoredQueries.GetFoldersForDocument, QueryReturnType.ObjectRef,
                [new Slot("$XDSDocumentEntryUniqueId", StoredQueryParameters.Quote(entries[0].UniqueId))]),
        })
        {
            var answer = await AskAsync(town, patient, query);
            Assert.Equal(0, answer.DocumentEntries.Count + answer.ObjectRefs.Count + answer.SubmissionSets.Count);
            Assert.Equal("access.not-authorised", (await stranger.QueryAsync(patient.Call, query)).Refusal(response => response.Errors).Code);
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_query_that_is_not_served_or_not_complete_says_so(string database)
    {
        var (town, patient, _) = await FillAsync(database);
        var doctor = town.As(Doctor);
        Assert.Equal("xds.query-get-all", await CodeAsync(new AdhocQueryRequest(StoredQueries.GetAll, QueryReturnType.LeafClass, [])));
        Assert.Equal("xds.query-id", await CodeAsync(new AdhocQueryRequest("urn:uuid:" + Guid.CreateVersion7(), QueryReturnType.LeafClass, [])));
        foreach (var (name, value, code) in new[]
        {
            ("$XDSDocumentEntryTitle", "('a')", "xds.query-unknown-param"), ("$XDSDocumentEntryTypeCode", "('a')", "xds.query-value"),
            ("$XDSDocumentEntryCreationTimeFrom", "'20261301'", "xds.query-value"), ("$XDSDocumentEntryPatientId", "'a'", "xds.query-single"),
            ("$XDSDocumentEntryStatus", "('urn:x')", "xds.query-repeated"), ("$XDSDocumentEntryCreationTimeTo", "('2020','2021')", "xds.query-single"),
        })
        {
            Assert.Equal((name, code), (name, await CodeAsync(With(patient, new Slot(name, value)))));
        }

        var error = (await doctor.QueryAsync(patient.Call, With(patient, new Slot("$XDSDocumentEntryTitle", "('a')")))).Value().Errors[0];
        Assert.Equal(XdsErrorCode.StoredQueryParamNumber, error.ErrorCode);
        Assert.Equal("xds.query-missing-param", await CodeAsync(new AdhocQueryRequest(StoredQueries.FindDocuments, QueryReturnType.LeafClass, [])));
        Assert.Equal("soap.patient-mismatch", await CodeAsync(DocumentQueries.FindDocuments(patient.Cx with { Id = Sample.NextIns().Value })));

        async Task<string> CodeAsync(AdhocQueryRequest query)
            => (await doctor.QueryAsync(patient.Call, query)).Refusal(response => response.Errors).Code;
    }

    private static AdhocQueryRequest With(TestPatient patient, params IEnumerable<Slot> more)
        => DocumentQueries.FindDocuments(patient.Cx) is var query ? query with { Slots = [.. query.Slots, .. more] } : query;

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
