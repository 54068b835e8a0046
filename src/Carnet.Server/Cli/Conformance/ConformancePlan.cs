using System.Text;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Wire.Cda;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Conformance;

/// <summary>One trial of the plan.</summary>
/// <param name="Transaction">E.g. TD2.1.</param>
/// <param name="Heard">
/// By what a listener knows that a client has shown it: the step of an accepted call, or our codes of the refusal; empty
/// where one call alone does not show it.
/// </param>
/// <param name="Codes">Codes with which a refusal is expected; empty where the call must be accepted.</param>
internal sealed record Trial(
    string Transaction, string What, string Heard, IReadOnlyList<string> Codes, Func<ConformanceBench, Task<TrialResult>> RunAsync)
{
    public bool MustBeAccepted => Codes.Count == 0;
}

/// <summary>The vendor's test plan: each transaction of the three profiles, then each refusal that a client must see.</summary>
/// <remarks>Source: DMP 1.2 to 1.6, 2.3; IHE ITI TF-3 4.2.4.</remarks>
internal static class ConformancePlan
{
    private const string Approved = AvailabilityStatuses.Approved;
    private const string OwnOnly = "ses propres documents";

    public static IReadOnlyList<Trial> Trials { get; } = [.. Transactions(), .. Tokens(), .. Metadata(), .. Registry(), .. End()];

    private static IEnumerable<Trial> Transactions()
    {
        yield return Accept("TD0.2", "existence du dossier", "TD0.2", bench => AskAsync(bench, DmpCodes.TestExistence));
        yield return Accept("TD0.3", "ajout de l'autorisation", "TD0.3 AJOUT", bench => AllowAsync(bench, AuthorizationAction.Ajout));
        yield return Accept("TD1.3a", "données administratives", "TD1.3a", bench => AskAsync(bench, DmpCodes.ConsultData));
        yield return Accept("TD1.6", "liste des autorisations", "TD1.6", async bench => await bench.Client.ListAuthorizationsAsync(
            bench.Call, new ListAuthorizationByPatientRequest(AuthorizationListMode.Toute)) switch
        {
            Answer<ListAuthorizationByPatientResponse>.Faulted(var fault) => TrialResult.Of(fault),
            Answer<ListAuthorizationByPatientResponse>.Received({ Status: SetAuthorizationResponse.Ok }) => TrialResult.Yes,
            _ => TrialResult.No("statut inattendu"),
        });
        yield return Accept("TD2.1a", "dépôt d'un document", "TD2.1a", bench => bench.DepositAsync(bench.First));
        yield return Accept("TD2.1a", "le même lot, renvoyé", "", bench => bench.DepositAsync(bench.First));
        yield return Accept("TD3.1b", "référence par l'uniqueId", "TD3.1b", async bench =>
            (await bench.FindAsync(DocumentQueries.GetDocuments(bench.UniqueId, QueryReturnType.ObjectRef))).Result);
        yield return Accept("TD3.1a", "liste des documents", "TD3.1a", bench => bench.ListedAsync(expected: true));
        yield return Accept("TD3.2", "lecture, octet pour octet", "TD3.2", ReadAsync);
        yield return Accept("TD2.1b", "remplacement", "TD2.1b", ReplaceAsync);
        yield return Accept("TD3.1a", "seule la nouvelle version est en vigueur", "", bench => bench.ListedAsync(expected: true));
        yield return Accept("TD3.3a", "masquer aux professionnels", "TD3.3a MASQUE_PS", bench => bench.MarkAsync(Marks.MaskedToProfessionals));
        yield return Accept("TD3.3a", "démasquer", "TD3.3a", bench => bench.MarkAsync(Marks.None));
        yield return Accept("TD3.3d", "archiver", "TD3.3d ARCHIVE", bench => bench.StatusAsync(Approved, AvailabilityStatuses.Archived));
        yield return Accept("TD3.3d", "désarchiver", "TD3.3d APPROVED", bench => bench.StatusAsync(AvailabilityStatuses.Archived, Approved));
    }

    private static IEnumerable<Trial> Tokens()
    {
        yield return Refuse("VIHF", "message sans VIHF", "vihf.missing", "InvalidSecurity", bench => bench.RawAsync(bench.Search(default)));
        yield return Refuse("VIHF", "VIHF modifié après signature", "vihf.digest vihf.signature", "FailedAuthentication", bench => bench.WithTokenAsync(
            token => token, bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace(">DIRECTE<", ">INDIRECTE<", StringComparison.Ordinal))));
        yield return Refuse("VIHF", "VIHF vieux d'une heure", "vihf.instant", "MessageExpired", bench => bench.WithTokenAsync(
            token => token with { IssueInstant = token.IssueInstant.AddHours(-1) }));
        yield return Refuse("VIHF", "VIHF employé deux fois", "vihf.replayed", "MessageExpired", async bench =>
        {
            var message = bench.Search(bench.Client.Messages.Sign(bench.Call));
            await bench.RawAsync(message);
            return await bench.RawAsync(message);
        });
        yield return Refuse("VIHF", "sujet qui n'est pas celui de la carte", "vihf.certificate-mismatch", "FailedAuthentication", bench => bench.WithTokenAsync(
            token => token with { SubjectNameId = "899700000179" }));
        yield return Refuse("VIHF", "version inconnue", "vihf.version", "FailedAuthentication", bench => bench.WithTokenAsync(token => token with { Version = "1.0" }));
        yield return Refuse("VIHF", "mode d'accès inconnu", "vihf.purpose", "FailedAuthentication", bench => bench.WithTokenAsync(
            token => token with { PurposeOfUse = "curiosite" }));
        yield return Refuse("SOAP", "action inconnue", "soap.unknown-action", "ActionNotSupported", bench => bench.RawAsync(
            bench.Search(bench.Client.Messages.Sign(bench.Call), "urn:ihe:iti:2007:Inconnue")));
        yield return Refuse("SOAP", "action d'une autre transaction", "soap.action-mismatch", "InvalidAddressingHeader", bench => bench.RawAsync(
            bench.Search(bench.Client.Messages.Sign(bench.Call), XdsActions.Update)));
        yield return Refuse("SOAP", "XML avec DTD", "xml.dtd", "DMPInvalidMessage", bench =>
        {
            var message = bench.Search(bench.Client.Messages.Sign(bench.Call));
            return bench.RawAsync(message with { Bytes = (byte[])[.. "<!DOCTYPE a [<!ENTITY b \"c\">]>"u8, .. message.Bytes.Span] });
        });
    }

    private static IEnumerable<Trial> Metadata()
    {
        yield return Refuse("TD2.1", "classe qui n'est pas celle du type", "document.wrong-class", "XDSRepositoryMetadataError", bench => bench.DepositAsync(
            entry => entry with { ClassCode = entry.ClassCode with { Code = "11" } }));
        yield return Refuse("TD2.1", "type inconnu", "document.unknown-type", "XDSRepositoryMetadataError", bench => bench.DepositAsync(
            entry => entry with { TypeCode = entry.TypeCode with { Code = "99999-9" } }));
        yield return Refuse("TD2.1", "empreinte fausse", "document.hash-mismatch", "XDSRepositoryMetadataError", bench => bench.DepositAsync(
            entry => entry with { Hash = new string('0', 40) }));
        yield return Refuse("TD2.1", "taille fausse", "document.size-mismatch", "XDSRepositoryMetadataError", bench => bench.DepositAsync(
            entry => entry with { Size = entry.Size + 1 }));
        yield return Refuse("TD2.1", "marquages incompatibles", "document.marks-together", "XDSRepositoryMetadataError", bench => bench.DepositAsync(
            bench.Set(bench.Document("À refuser") with { Marks = Marks.MaskedToProfessionals | Marks.HiddenFromPatient })));
        yield return Refuse("TD2.1", "auteur qui n'est pas celui de la carte", "document.foreign-author", "XDSRepositoryMetadataError", bench => bench.DepositAsync(
            entry => entry with { Authors = [new Author { Person = new Xcn("899700000179", "AUTRE", "Ana", "1.2.250.1.71.4.2.1", "D", "IDNPS") }] }));
        yield return Refuse("TD2.1", "patient du VIHF différent", "document.patient-mismatch soap.patient-mismatch", "XDSPatientIdDoesNotMatch XDSUnknownPatientId", bench => bench.DepositAsync(
            bench.Set(bench.Document("À refuser")), bench.Call with { Patient = bench.Nobody() }));
        yield return Refuse("TD2.1", "document CDA d'un autre patient", "document.traits-mismatch document.patient-mismatch", "XDSPatientIdDoesNotMatch", bench => bench.DepositAsync(
            bench.Set(bench.Document("À refuser", draft => draft with
            {
                Patient = draft.Patient with { Ids = [new CdaId(bench.Patient.AssigningAuthorityOid, bench.Nobody().Id)] },
            }))));
        yield return Refuse("TD2.1", "contenu qui n'est pas un CDA", "document.cda-invalid", "InvalidDocumentContent", bench =>
        {
            var set = bench.Set(bench.Document("À refuser"));
            return bench.DepositAsync(set with
            {
                Metadata = set.Metadata with { DocumentEntries = [set.Metadata.DocumentEntries[0] with { Hash = null, Size = null }] },
                Parts = [set.Parts[0] with { Content = "<html/>"u8.ToArray() }],
            });
        });
        yield return Refuse("TD2.1", "numéro de document déjà pris", "document.other-content", "XDSNonIdenticalHash XDSDuplicateUniqueIdInRegistry", bench => bench.DepositAsync(
            bench.Set(bench.Document("Un autre contenu", draft => draft with { Id = new CdaId(bench.UniqueId, null) }))));
        yield return Refuse("TD2.1b", "remplacement d'un document inconnu", "document.replaces-unknown", "XDSReplaceFailed XDSRepositoryMetadataError", bench => bench.DepositAsync(
            bench.Set(bench.Document("À refuser") with { Replaces = $"urn:uuid:{Guid.CreateVersion7()}" })));
    }

    private static IEnumerable<Trial> Registry()
    {
        yield return Refuse("TD3.1", "recherche sans statut", "xds.query-missing-param", "XDSStoredQueryMissingParam", async bench =>
        {
            var query = DocumentQueries.FindDocuments(bench.Patient);
            return (await bench.FindAsync(query with { Slots = [query.Slots[0]] })).Result;
        });
        yield return Refuse("TD3.1", "recherche enregistrée inconnue", "xds.query-id", "XDSUnknownStoredQuery", async bench =>
            (await bench.FindAsync(DocumentQueries.FindDocuments(bench.Patient) with { QueryId = $"urn:uuid:{Guid.CreateVersion7()}" })).Result);
        yield return Refuse("TD3.1", "patient recherché autre que celui du VIHF", "soap.patient-mismatch", "XDSPatientIdDoesNotMatch", async bench =>
            (await bench.FindAsync(DocumentQueries.FindDocuments(bench.Nobody()))).Result);
        yield return Refuse("TD3.1", "personne sans dossier", "record.unknown", "XDSUnknownPatientId", async bench =>
            (await bench.FindAsync(DocumentQueries.FindDocuments(bench.Nobody()), bench.Call with { Patient = bench.Nobody() })).Result);
        yield return Refuse("TD3.1", "bris de glace sans motif", "access.reason-missing", "XDSRegistryError DMPAccessDenied", async bench =>
            (await bench.FindAsync(DocumentQueries.FindDocuments(bench.Patient), bench.Call with { Mode = "bris_de_glace" })).Result);
        yield return Refuse("TD3.2", "document inconnu", "document.unknown", "XDSDocumentUniqueIdError", async bench => TrialResult.Of(
            await bench.Client.RetrieveAsync(bench.Call, new RetrieveDocumentSetRequest([new DocumentRequest(Repository(bench), Submission.NewOid())])),
            set => set.Response.Status is ResponseStatus.Success, set => set.Response.Errors));
        yield return Refuse("TD3.3d", "statut d'origine faux", "document.already-so document.outdated", "XDSMetadataVersionError XDSMetadataUpdateOperationError XDSMetadataUpdateError",
            bench => bench.StatusAsync(AvailabilityStatuses.Archived, Approved));
        yield return Refuse("TD3.3c", "suppression d'un document inconnu", "document.unknown", "XDSMetadataVersionError XDSMetadataUpdateError UnresolvedReferenceException", bench => bench.UpdateAsync(
            DocumentUpdate.Status(bench.Client.Card, bench.Patient, $"urn:uuid:{Guid.CreateVersion7()}", Approved, AvailabilityStatuses.Deleted, bench.Now)));
    }

    private static IEnumerable<Trial> End()
    {
        yield return Accept("TD3.3c", "suppression du document", "TD3.3c", bench => bench.StatusAsync(Approved, AvailabilityStatuses.Deleted));
        yield return Accept("TD3.1a", "le document supprimé n'est plus listé", "", bench => bench.ListedAsync(expected: false));
        yield return Accept("TD0.3", "retrait de l'autorisation", "TD0.3 SUPPRESSION", bench => AllowAsync(bench, AuthorizationAction.Suppression));
        yield return new("TD3.1", "recherche sans autorisation", "access.not-authorised",
            ["XDSRegistryError", "DMPAccessDenied", OwnOnly], WithoutAuthorisationAsync);
    }

    // Who wrote documents of this person goes on to see those, and no other (V-1): such a list is as good as a refusal.
    private static async Task<TrialResult> WithoutAuthorisationAsync(ConformanceBench bench)
    {
        var (result, entries) = await bench.FindAsync(DocumentQueries.FindDocuments(bench.Patient));
        return !result.Accepted ? result
            : entries.Count > 0 && entries.All(bench.IsOwn) ? TrialResult.No(OwnOnly)
            : TrialResult.Yes;
    }

    private static async Task<TrialResult> AskAsync(ConformanceBench bench, string reason)
        => await bench.Client.ConsultAsync(bench.Call, PatientMessages.Query(bench.Patient, reason, bench.Now)) switch
        {
            Answer<PatientQueryAnswer>.Faulted(var fault) => TrialResult.Of(fault),
            Answer<PatientQueryAnswer>.Received({ Refused: { } complaint }) => TrialResult.No(complaint.Code),
            Answer<PatientQueryAnswer>.Received({ Patient: null }) => TrialResult.No("NF"),
            _ => TrialResult.Yes,
        };

    private static async Task<TrialResult> AllowAsync(ConformanceBench bench, AuthorizationAction action)
        => await bench.Client.SetAuthorizationAsync(bench.Call, new SetAuthorizationRequest(action)) switch
        {
            Answer<SetAuthorizationResponse>.Faulted(var fault) => TrialResult.Of(fault),
            Answer<SetAuthorizationResponse>.Received({ Status: SetAuthorizationResponse.Ok }) => TrialResult.Yes,
            _ => TrialResult.No("statut inattendu"),
        };

    private static async Task<TrialResult> ReadAsync(ConformanceBench bench)
    {
        var answer = await bench.Client.RetrieveAsync(
            bench.Call, new RetrieveDocumentSetRequest([new DocumentRequest(Repository(bench), bench.UniqueId)]));
        return answer is Answer<RetrievedSet>.Received({ Response.Errors.Count: 0 } set)
            ? set.Contents.TryGetValue(bench.UniqueId, out var bytes) && bytes.Span.SequenceEqual(bench.First.Parts[0].Content.Span)
                ? TrialResult.Yes
                : TrialResult.No("octets différents")
            : TrialResult.Of(answer, _ => false, set => set.Response.Errors);
    }

    private static async Task<TrialResult> ReplaceAsync(ConformanceBench bench)
    {
        if (bench.Entry is not { } old)
        {
            return TrialResult.No("document introuvable");
        }

        bench.Second = bench.Set(bench.Document("Version corrigée", draft => draft with { Replaces = new CdaId(old.UniqueId, null), Version = 2 })
            with
        { Replaces = old.EntryUuid });
        return await bench.DepositAsync(bench.Second);
    }

    private static string Repository(ConformanceBench bench)
        => bench.Entry?.RepositoryUniqueId ?? new Platform.RegistryOptions().RepositoryUniqueId;

    private static Trial Accept(string transaction, string what, string heard, Func<ConformanceBench, Task<TrialResult>> run)
        => new(transaction, what, heard, [], run);

    private static Trial Refuse(string transaction, string what, string heard, string codes, Func<ConformanceBench, Task<TrialResult>> run)
        => new(transaction, what, heard, codes.Split(' '), run);
}
