using System.Security.Cryptography;
using Carnet.Bench.World;
using Carnet.Client;
using Carnet.Client.Metadata;
using Carnet.Domain.Documents;
using Carnet.Server.Demo;
using Carnet.Server.Platform;
using Carnet.Wire.Cda;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Xds;

namespace Carnet.Bench.Messages;

/// <summary>The messages of the measurements, each signed and complete.</summary>
internal sealed class Requests(Town town)
{
    private const string Source = "2.25.104601029093106120325512811871160837303";
    private static readonly string Repository = new RegistryOptions().RepositoryUniqueId;

    /// <summary>Builds so many at once, on all cores.</summary>
    public static byte[][] Many(int count, Func<int, byte[]> build)
    {
        var messages = new byte[count][];
        Parallel.For(0, count, i => messages[i] = build(i));
        return messages;
    }

    /// <summary>ITI-41 of one 20 kB document by the hospital.</summary>
    public byte[] Deposit(DemoPatient patient, string uniqueId, Marks marks = Marks.None)
    {
        var depositor = new Depositor(null, null, null, null, Town.Hospital.IdNst, Town.Hospital.Name, Town.Hospital.Sector);
        return Deposit(
            patient, BenchDocuments.Write(town.DraftOf(patient), uniqueId), depositor, $"urn:uuid:{Guid.CreateVersion7()}", marks,
            Tokens.Indirect(Town.Hospital, town.HospitalCard, patient));
    }

    /// <summary>The same by the doctor, who may then archive it.</summary>
    public byte[] DepositByDoctor(DemoPatient patient, string uniqueId, string entryUuid)
    {
        var doctor = Town.Doctor;
        var structure = DemoTown.Structure(doctor.Structure);
        var depositor = new Depositor(doctor.PsIdNat, doctor.FamilyName, doctor.GivenName, doctor.AuthorSpecialty, structure.IdNst,
            structure.Name, structure.Sector);
        return Deposit(patient, BenchDocuments.Write(town.DoctorsDraftOf(patient), uniqueId), depositor, entryUuid, Marks.None,
            Tokens.Direct(doctor, town.DoctorCard, patient));
    }

    private static byte[] Deposit(
        DemoPatient patient, byte[] cda, Depositor depositor, string entryUuid, Marks marks, byte[] security)
    {
        var entry = CdaMetadata.Entry(CdaHeaderReader.Read(new MemoryStream(cda)), BenchPatients.InsOf(patient), depositor,
            entryUuid, marks) with
        {
            Size = cda.Length,
            Hash = Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, cda)), // what XDS asks for
        };
        var set = new SubmissionSet
        {
            EntryUuid = $"urn:uuid:{Guid.CreateVersion7()}",
            Authors = [CdaMetadata.SetAuthor(depositor)],
            ContentTypeCode = new CodedValue("07", "1.2.250.1.213.2.2", "Consultation"),
            SubmissionTime = Dtm.Format(TimeProvider.System.GetUtcNow()),
            PatientId = entry.PatientId,
            SourceId = Source,
            UniqueId = BenchDocuments.NewOid(),
            Title = new LocalizedString("Banc d’essai"),
        };
        var member = new Association($"urn:uuid:{Guid.CreateVersion7()}", AssociationTypes.HasMember, set.EntryUuid, entry.EntryUuid)
        {
            Slots = [new Slot("SubmissionSetStatus", "Original")],
        };
        var request = new ProvideAndRegisterDocumentSetRequest(
            new SubmitObjectsRequest(set, [entry], [member]), [new SubmittedDocument(entry.EntryUuid, "doc1@banc")]);
        return HttpRequestBytes.Mtom("repository", XdsActions.ProvideAndRegister,
            security, request.WriteTo, "doc1@banc", cda);
    }

    /// <summary>ITI-18 FindDocuments with all metadata, by the doctor.</summary>
    public byte[] Find(DemoPatient patient) => HttpRequestBytes.Soap("registry", XdsActions.RegistryStoredQuery,
        Tokens.Direct(Town.Doctor, town.DoctorCard, patient), FindBody(patient).WriteTo);

    /// <summary>ITI-18 FindDocuments with numbers alone, by the doctor.</summary>
    public byte[] References(DemoPatient patient) => HttpRequestBytes.Soap("registry", XdsActions.RegistryStoredQuery,
        Tokens.Direct(Town.Doctor, town.DoctorCard, patient), FindBody(patient, QueryReturnType.ObjectRef).WriteTo);

    /// <summary>The envelope of <see cref="Find"/>, for what is measured without the door.</summary>
    public byte[] FindEnvelope(DemoPatient patient) => HttpRequestBytes.Envelope(XdsActions.RegistryStoredQuery,
        Tokens.Direct(Town.Doctor, town.DoctorCard, patient), FindBody(patient).WriteTo);

    /// <summary>ITI-43 of one document, by the doctor.</summary>
    public byte[] Retrieve(DemoPatient patient, string uniqueId) => HttpRequestBytes.Soap("repository", XdsActions.Retrieve,
        Tokens.Direct(Town.Doctor, town.DoctorCard, patient),
        new RetrieveDocumentSetRequest([new DocumentRequest(Repository, uniqueId)]).WriteTo);

    /// <summary>TD0.3: the patient allows the doctor, or does no longer.</summary>
    public byte[] Allow(DemoPatient patient, bool remove = false) => HttpRequestBytes.Soap(
        "habilitations", SetAuthorizationRequest.SoapAction,
        Tokens.Direct(Town.Doctor, town.DoctorCard, patient),
        new SetAuthorizationRequest(remove ? AuthorizationAction.Suppression : AuthorizationAction.Ajout).WriteTo);

    /// <summary>TD0.2 by the doctor.</summary>
    public byte[] Exists(DemoPatient patient) => HttpRequestBytes.Soap("patients", DmpCodes.ActionOf(DmpCodes.GetDemographics),
        Tokens.Direct(Town.Doctor, town.DoctorCard, patient),
        PatientMessages.Query(CxOf(patient), DmpCodes.TestExistence, TimeProvider.System.GetUtcNow()).WriteTo);

    /// <summary>ITI-57: the doctor archives their own document, or takes it back.</summary>
    public byte[] Archive(DemoPatient patient, string entryUuid, bool back)
    {
        var (from, to) = (AvailabilityStatuses.Approved, AvailabilityStatuses.Archived);
        return HttpRequestBytes.Soap(
            "registry", XdsActions.Update, Tokens.Direct(Town.Doctor, town.DoctorCard, patient), DocumentUpdate.Status(
            town.DoctorLps, CxOf(patient), entryUuid, back ? to : from, back ? from : to, TimeProvider.System.GetUtcNow()).WriteTo);
    }

    private static Cx CxOf(DemoPatient patient) => new(patient.Ins, patient.InsOid, "NH");

    private static AdhocQueryRequest FindBody(DemoPatient patient, QueryReturnType type = QueryReturnType.LeafClass) => new(
        StoredQueries.FindDocuments, type,
    [
        new Slot("$XDSDocumentEntryPatientId", $"'{patient.Ins}^^^&{patient.InsOid}&ISO^NH'"),
        new Slot("$XDSDocumentEntryStatus", $"('{AvailabilityStatuses.Approved}')"),
    ]);
}
