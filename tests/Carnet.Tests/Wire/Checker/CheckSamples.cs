using System.Buffers;
using System.Text;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Server.Cli.Hl7v2;
using Carnet.Server.Cli.Lps;
using Carnet.Tests.Support;
using Carnet.Tests.Wire.Hl7v3;
using Carnet.Wire.Cda.Drafting;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Wire.Checker;

/// <summary>Genuine messages as our own software writes them; each rule is broken in one of them by a small change.</summary>
internal static class CheckSamples
{
    private static readonly Lazy<Dictionary<string, string>> Made = new(Make);

    public static string Get(string name) => Made.Value[name];

    public static IReadOnlyCollection<string> Names => Made.Value.Keys;

    private static Dictionary<string, string> Make()
    {
        var folder = Directory.CreateTempSubdirectory("carnet-check-").FullName;
        try
        {
            CardWorld.CopyTo(folder);
            using var card = CardFolder.Open(Path.Combine(folder, "cards", "claire-kerscaven"), LpsCommand.Software);
            using var hospital = CardFolder.Open(Path.Combine(folder, "structures", "ch-kerlann"), LpsCommand.Software);
            return Make(card, hospital);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string> Make(Card card, Card hospital)
    {
        var patient = new TestPatient(Sample.Ins(7), Sample.Traits, RecordId.None);
        var (messages, indirect) = (new DmpMessages(card, TimeProvider.System), new DmpMessages(hospital, TimeProvider.System));
        var first = patient.Document(card);
        var cda = patient.Draft(card) with { LegalAuthenticator = patient.Draft(card).Author };
        var wrapped = cda with { Sections = [], Content = new CdaDraftContent("application/pdf", "%PDF-1.4 essai %%EOF"u8.ToArray()) };
        var deposit = patient.Set(card, patient.Document(card, marks: Marks.MaskedToProfessionals, replaces: first, replacedEntry: $"urn:uuid:{Guid.CreateVersion7()}"));
        var query = DocumentQueries.FindDocuments(patient.Cx);
        var dated = query with { Slots = [.. query.Slots, new Slot("$XDSDocumentEntryCreationTimeFrom", "20260101000000")] };
        var person = new KnownPerson("", patient.Ins.Value, patient.Ins.Oid, patient.Traits.BirthName, patient.Traits.GivenNames, "", "F", "19800131", "75120");
        var mdm = new HospitalMessage(person, "T10", "15", TimeProvider.System.GetUtcNow(), ("11488-4", "CR ou fiche de consultation ou de visite"),
            first.Header.UniqueId, "1.2.250.1.999.5", "899700000179^MARTIN^Anne^^^^^^ASIP-SANTE-PS&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS", first.Bytes)
        {
            Indicators = [("DESTDMP", true), ("MASQUE_PS", false), ("INVISIBLE_PATIENT", false)],
        };
        return new(StringComparer.Ordinal)
        {
            ["iti41"] = Envelope(XdsActions.ProvideAndRegister, messages.Sign(patient.Call), deposit.ToRequest().WriteTo),
            ["indirect"] = Text(indirect.Query(patient.Call, DocumentQueries.FindDocuments(patient.Cx)).Bytes),
            ["break"] = Text(messages.Query(patient.Call with { Mode = "bris_de_glace", Reason = "Patiente inconsciente, douleur" }, DocumentQueries.FindDocuments(patient.Cx)).Bytes),
            ["iti18"] = Text(messages.Query(patient.Call, DocumentQueries.FindDocuments(patient.Cx, allStatuses: true)).Bytes),
            ["references"] = Text(messages.Query(patient.Call, DocumentQueries.GetDocuments(first.Header.UniqueId)).Bytes),
            ["dates"] = Text(messages.Query(patient.Call, dated).Bytes),
            ["confidential"] = Text(DmpMessages.Plain(DmpMessages.Registry, XdsActions.RegistryStoredQuery, VihfWriter.Write(
                DmpToken.For(card, patient.Call, TimeProvider.System.GetUtcNow()) with { ConfidentialityCode = "INVISIBLE_REPRESENTANTS_LEGAUX" },
                card.Signature), query.WriteTo).Bytes),
            ["iti43"] = Envelope(XdsActions.Retrieve, messages.Sign(patient.Call),
                new RetrieveDocumentSetRequest([new DocumentRequest(DmpTestClient.Repository, first.Header.UniqueId)]).WriteTo),
            ["iti57"] = Text(messages.Update(patient.Call, DocumentUpdate.Status(card, patient.Cx, $"urn:uuid:{Guid.CreateVersion7()}",
                AvailabilityStatuses.Approved, AvailabilityStatuses.Archived, TimeProvider.System.GetUtcNow())).Bytes),
            ["td02"] = Text(messages.Query(patient.Call, Hl7Samples.Query).Bytes),
            ["td05"] = Text(messages.Query(new DmpCall(null, "centre_15"), Hl7Samples.Candidates).Bytes),
            ["td03"] = Text(messages.SetAuthorization(patient.Call, new SetAuthorizationRequest(AuthorizationAction.Ajout, TreatingPhysician: true)).Bytes),
            ["td16"] = Text(messages.ListAuthorizations(patient.Call, new ListAuthorizationByPatientRequest(AuthorizationListMode.Toute)).Bytes),
            ["cda"] = Text(CdaWriter.Write(cda with { Replaces = first.Header.Id, Version = 2 })),
            ["cda1"] = Text(CdaWriter.Write(wrapped)),
            ["mdm"] = Text(mdm.Write()),
            ["secret"] = Text((mdm with { Indicators = [("CONNEXION_SECRETE", true), ("INVISIBLE_REP_LEGAUX", true)] }).Write()),
            ["ack"] = "MSH|^~\\&|CARNET|CH|DPI|CH|20261124090000+0000||ACK^T02^ACK|1|P|2.6|||||FRA|UNICODE UTF-8\rMSA|AE|15\rERR|||207^Erreur^HL70357|E|x\r",
            ["failure"] = Envelope(XdsActions.ProvideAndRegisterResponse, [],
                RegistryResponse.Failure(new RegistryError("XDSRepositoryError", "document.empty : Vide.", null)).WriteTo),
        };
    }

    private static string Envelope(string action, byte[] assertion, Action<IBufferWriter<byte>> body)
        => Text(DmpMessages.Envelope(action, assertion, body));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
