using System.Collections.Concurrent;
using System.Diagnostics;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Carnet.Tests.Support;
using Carnet.Tests.Wire.Soap;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Xds;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>A thousand damaged copies of each genuine message: no defect of ours, no hang, nothing half stored.</summary>
/// <remarks>
/// One half is damaged anywhere, so that most fall at the token; the other half in the body alone, under a fresh token that
/// holds: a quarter by bytes, a quarter by letters and digits only, which stay well-formed and reach what acts on them. The
/// same seeds give the same damage.
/// </remarks>
[Trait("Category", "slow")]
public sealed class MutatedMessageTests(ITestOutputHelper output)
{
    private const int Each = 1_000;
    private const string Doctor = "claire-kerscaven";
    private const string Hospital = "ch-kerlann";

    // The promise is two seconds; the guard leaves room for a machine that does other things meanwhile.
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_thousand_mutations_of_each_genuine_message_are_answered_or_refused()
    {
        await using var town = await SoapServer.StartAsync(settings:
            [("PatientList:PerHour", "10000"), ("Accounts:AccessBySoftware", "true"), ("Registry:CertifyIdentity", "true")]);
        var patient = await town.OpenRecordAsync();
        ConcurrentBag<string> wrong = [];
        foreach (var kind in await KindsAsync(town, patient))
        {
            var (answers, slowest) = (new ConcurrentDictionary<int, int>(), 0L);
            await Parallel.ForEachAsync(Enumerable.Range(1, Each), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, ct) =>
            {
                var message = kind.Make();
                var damaged = (seed % 4) switch
                {
                    0 or 2 => message with { Bytes = MtomMutationTests.Damage(message.Bytes.ToArray(), (uint)seed) },
                    1 => BodyOnly(message, (uint)seed, MtomMutationTests.Damage),
                    _ => BodyOnly(message, (uint)seed, OtherLetters),
                };
                var start = Stopwatch.GetTimestamp();
                try
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
                    limit.CancelAfter(TimeSpan.FromSeconds(20));
                    using var response = await town.As(kind.Slug).SendAsync(damaged, limit.Token);
                    var text = await response.Content.ReadAsStringAsync(limit.Token);
                    var status = (int)response.StatusCode;
                    answers.AddOrUpdate(status, 1, (_, count) => count + 1);
                    if (status is not (200 or 400) || text.Contains("server.error", StringComparison.Ordinal))
                    {
                        wrong.Add($"{kind.Name} seed {seed}: HTTP {status}");
                    }
                }
                catch (HttpRequestException cut)
                {
                    wrong.Add($"{kind.Name} seed {seed}: {cut.Message}");
                }

                var took = Stopwatch.GetElapsedTime(start);
                InterlockedMax(ref slowest, took.Ticks);
                if (took > Guard)
                {
                    wrong.Add($"{kind.Name} seed {seed}: {took.TotalSeconds:0.0} s");
                }
            });
            output.WriteLine($"{kind.Name,-18} {string.Join(", ", answers.OrderBy(one => one.Key).Select(one => $"{one.Value} x {one.Key}"))}, "
                + $"slowest {TimeSpan.FromTicks(slowest).TotalMilliseconds:0} ms");
        }

        Assert.Empty(wrong);
        await NothingIsHalfStoredAsync(town, patient);
        Assert.IsType<TrailVerdict.Intact>(await town.App.Services.GetRequiredService<TrailVerifier>().VerifyAsync(default));
    }

    private static async Task NothingIsHalfStoredAsync(SoapServer town, TestPatient fed)
    {
        await using var db = await town.OpenAsync();
        var documents = db.Set<DocumentRow>().AsEnumerable().ToList();
        var submissions = db.Set<SubmissionRow>().AsEnumerable().ToList();
        var blobs = db.Set<VaultChunkRow>().Select(chunk => chunk.BlobId).AsEnumerable().ToHashSet();
        Assert.All(documents, document => Assert.Contains(document.BlobId, blobs));
        Assert.Equal(
            submissions.Select(set => set.SubmissionId.Value).Order(), documents.Select(document => document.SubmissionId.Value).Distinct().Order());
        Assert.Equal(documents.Count, documents.DistinctBy(document => (document.RecordId, document.UniqueId)).Count());

        // What is stored can be read back whole.
        foreach (var document in documents.Where(document => document.RecordId == fed.Record).Take(50))
        {
            var bytes = await town.As(Doctor).BytesAsync(fed, document.UniqueId);
            Assert.Equal(document.Sha256, System.Security.Cryptography.SHA256.HashData(bytes));
        }
    }

    private static async Task<IReadOnlyList<Kind>> KindsAsync(SoapServer town, TestPatient patient)
    {
        var (doctor, hospital) = (town.As(Doctor), town.As(Hospital));
        var (changing, fresh) = (await town.OpenRecordAsync(), new TestPatient(Sample.NextIns(), Sample.Traits, default));
        foreach (var one in (TestPatient[])[patient, changing])
        {
            await doctor.AllowAsync(one);
        }

        var set = await doctor.DepositAsync(patient, patient.Document(doctor.Card));
        await doctor.DepositAsync(changing, changing.Document(doctor.Card));
        var known = (await doctor.ListAsync(changing))[0];
        var unique = set.Metadata.DocumentEntries[0].UniqueId;
        var person = new Hl7Patient
        {
            Ids = [new Ii(fresh.Ins.Oid, fresh.Ins.Value)],
            StatusCode = "active",
            Name = new Hl7Name("LEFÈVRE", "D'ORMESSON", ["Zoé", "Marie"]),
            Telecoms = [new("tel:0612345678", "MC"), new("mailto:zoe@example.test", null)],
            Gender = "F",
            BirthTime = "19800131",
            BirthPlace = "75120",
            Observations = [Hl7Observation.Flag(DmpCodes.Consent, DmpCodes.FlagSystem, true)],
        };
        var changed = person with { Ids = [new Ii(changing.Ins.Oid, changing.Ins.Value)], Observations = [] };
        var from = Dtm.Format(Now.AddDays(-1));
        return
        [
            Of("ITI-41", () => hospital.Messages.ProvideAndRegister(patient.Call, patient.Set(hospital.Card, patient.Document(hospital.Card))), Hospital),
            Of("ITI-18", () => doctor.Messages.Query(patient.Call, DocumentQueries.FindDocuments(patient.Cx))),
            Of("ITI-18 contents", () => doctor.Messages.Query(patient.Call, DocumentQueries.Contents(set.Metadata.SubmissionSet.UniqueId))),
            Of("ITI-43", () => doctor.Messages.Retrieve(patient.Call, new RetrieveDocumentSetRequest([new DocumentRequest(DmpTestClient.Repository, unique)]))),
            Of("ITI-57 marks", () => doctor.Messages.Update(changing.Call, DocumentUpdate.Marks(doctor.Card, changing.Cx, known, Marks.MaskedToProfessionals, Now))),
            Of("ITI-57 status", () => doctor.Messages.Update(changing.Call, DocumentUpdate.Status(
                doctor.Card, changing.Cx, known.EntryUuid, AvailabilityStatuses.Approved, AvailabilityStatuses.Archived, Now))),
            Of("TD0.2", () => doctor.Messages.Query(patient.Call, PatientMessages.Query(patient.Cx, DmpCodes.TestExistence, Now))),
            Of("TD0.3", () => doctor.Messages.SetAuthorization(patient.Call, new SetAuthorizationRequest(AuthorizationAction.Ajout))),
            Of("TD0.4", () => doctor.Messages.ListPatients(new DmpCall(null), new PatientListRequest(from, PatientListDate.LastDocument))),
            Of("TD0.5", () => town.As("maud-trevidoul").Messages.Query(new DmpCall(null, "centre_15"),
                PatientMessages.Candidates("LEFEVRE", ["Zoé"], "19800131", "F", null, Now)), "maud-trevidoul"),
            Of("TD1.1", () => doctor.Messages.Register(fresh.Call, PatientMessages.Registration(DmpCodes.Add, null, person, doctor.Card, Now))),
            Of("TD1.3b", () => doctor.Messages.Register(changing.Call, PatientMessages.Registration(DmpCodes.Revise, DmpCodes.ModifyData, changed, doctor.Card, Now))),
            Of("TD1.4", () => doctor.Messages.Register(changing.Call, PatientMessages.Registration(
                DmpCodes.Revise, DmpCodes.Close, changed with { StatusCode = "terminated" }, doctor.Card, Now) with { MotiveCode = "FERMETURE_DEMANDE_PATIENT" })),
            Of("TD1.5", () => doctor.Messages.PatientAccess(patient.Call, new PatientAccessRequest(PatientAccessOperation.OtpUpdate, true, "0612345678", OtpAction.Ajout))),
            Of("TD1.6", () => doctor.Messages.ListAuthorizations(patient.Call, new ListAuthorizationByPatientRequest(AuthorizationListMode.Toute))),
            Of("patientCertif", () => doctor.Messages.Certify(patient.Call, new IdentityCertificationRequest(patient.Ins.Value, "19800131", "1", patient.Ins.Value))),
        ];

        static Kind Of(string name, Func<DmpMessage> make, string slug = Doctor) => new(name, slug, make);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>The same message with damage between the tags of its body; in a multipart one also in the parts that follow.</summary>
    private static DmpMessage BodyOnly(DmpMessage message, uint seed, Func<byte[], uint, byte[]> damage)
    {
        var bytes = message.Bytes.Span;
        var start = bytes.IndexOf("<soap:Body>"u8) + "<soap:Body>".Length;
        var end = bytes.LastIndexOf("</soap:Body>"u8);
        var body = damage(bytes[start..end].ToArray(), seed);
        return message with { Bytes = (byte[])[.. bytes[..start], .. body, .. bytes[end..]] };
    }

    /// <summary>One to four values lose, gain or change a letter or digit; the tags stay what they are.</summary>
    private static byte[] OtherLetters(byte[] genuine, uint seed)
    {
        var state = seed * 2_654_435_769u | 1;
        List<byte> bytes = [.. genuine];
        for (var i = Next(4); i >= 0; i--)
        {
            var values = Enumerable.Range(1, bytes.Count - 1).Where(at => IsValue(bytes, at)).ToList();
            var at = values[Next(values.Count)];
            switch (Next(4))
            {
                case 0:
                    bytes.RemoveAt(at);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, 1));
                    break;
                default:
                    bytes[at] = (byte)"0129AZaz^.:-_ %'"[Next(16)];
                    break;
            }
        }

        return [.. bytes];

        int Next(int below)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)below);
        }
    }

    // A letter or digit of a text or of an attribute's value.
    private static bool IsValue(List<byte> bytes, int at)
    {
        if (!char.IsAsciiLetterOrDigit((char)bytes[at]))
        {
            return false;
        }

        var before = at - 1;
        while (before >= 0 && bytes[before] is not ((byte)'<' or (byte)'>' or (byte)'"'))
        {
            before--;
        }

        if (before < 1 || bytes[before] is (byte)'<')
        {
            return false;
        }

        return bytes[before] is (byte)'>' || (bytes[before] is (byte)'"' && bytes[before - 1] is (byte)'=');
    }

    private static void InterlockedMax(ref long most, long value)
    {
        var known = Volatile.Read(ref most);
        while (value > known && Interlocked.CompareExchange(ref most, value, known) is var seen && seen != known)
        {
            known = seen;
        }
    }

    private sealed record Kind(string Name, string Slug, Func<DmpMessage> Make);
}
