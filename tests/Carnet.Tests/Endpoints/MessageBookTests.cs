using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Tests.Support;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Endpoints;

/// <summary>docs/integration/messages.md is made from real calls: <c>CARNET_UPDATE_DOCS=1</c> writes it anew.</summary>
public sealed partial class MessageBookTests
{
    private static readonly string Page = Path.Combine(Corpus.Repository, "docs", "integration", "messages.md");

    [Fact]
    public async Task Every_transaction_is_shown_with_its_request_and_its_answer()
    {
        if (Environment.GetEnvironmentVariable("CARNET_UPDATE_DOCS") is "1")
        {
            await File.WriteAllTextAsync(Page, await WriteAsync());
        }

        var page = await File.ReadAllTextAsync(Page);
        var sections = page.Split("\n## ")[1..];
        Assert.All(sections, section => Assert.Equal(2, XmlBlock().Count(section)));
        Assert.All(XmlBlock().Matches(page), match => XElement.Load(new StringReader(match.Groups[1].Value)));
        foreach (var action in (await File.ReadAllLinesAsync(Path.Combine(Corpus.Repository, "tests", "operations.txt")))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')[1]))
        {
            Assert.Contains(sections, section => section.Contains($"`{action}`", StringComparison.Ordinal));
        }
    }

    private static async Task<string> WriteAsync()
    {
        List<ObservedMessage> heard = [];
        await using var town = await SoapServer.StartAsync(settings:
            [("Accounts:AccessBySoftware", "true"), ("Registry:CertifyIdentity", "true")]);
        var patient = await town.OpenRecordAsync();
        var (doctor, samu) = (Client("claire-kerscaven"), Client("maud-trevidoul"));
        var now = TimeProvider.System.GetUtcNow();
        var page = new StringBuilder("""
            # Messages

            Made from real calls by a test; do not edit. *Chaque transaction, telle qu'elle passe : le corps de la demande, puis celui de la
            réponse.* Each transaction as it goes over the wire: the body of the request, then that of the answer. Around both lies the same
            envelope, with `wsa:Action`, `wsa:MessageID` and, in the request, `wsse:Security` with the VIHF. Numbers, dates and keys are
            shortened or invented; the persons do not exist.

            """);
        await AddAsync("TD0.2 Test d'existence", () => doctor.ConsultAsync(patient.Call, PatientMessages.Query(patient.Cx, DmpCodes.TestExistence, now)));
        await AddAsync("TD0.3 Autorisation", () => doctor.SetAuthorizationAsync(patient.Call, new SetAuthorizationRequest(AuthorizationAction.Ajout)));
        await AddAsync("TD0.4 Liste des patients", () => doctor.ListPatientsAsync(new DmpCall(null), new PatientListRequest(
            now.AddDays(-30).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture), PatientListDate.LastAuthorisation, null)));
        await AddAsync("TD0.5 Recherche par traits", () => samu.SearchAsync(new DmpCall(null, "centre_15"), PatientMessages.Candidates(
            patient.Traits.BirthName, [patient.Traits.FirstGivenName], "19800131", "F", null, now)));
        await AddAsync("TD1.3a Données administratives", () => doctor.ConsultAsync(patient.Call, PatientMessages.Query(patient.Cx, DmpCodes.ConsultData, now)));
        await AddAsync("TD1.3b Modification", () => RegisterAsync(DmpCodes.Revise, DmpCodes.ModifyData, patient, person => person));
        await AddAsync("TD1.5 Accès internet de la personne", () => doctor.PatientAccessAsync(
            patient.Call, new PatientAccessRequest(PatientAccessOperation.Update, null, null, null)));
        await AddAsync("TD1.5 Première ouverture de l'accès, refusée : la personne en a un", () => doctor.PatientAccessAsync(
            patient.Call, new PatientAccessRequest(PatientAccessOperation.Create, false, "zoe@example.test", null)));
        await AddAsync("TD1.5 Voie des codes", () => doctor.PatientAccessAsync(
            patient.Call, new PatientAccessRequest(PatientAccessOperation.OtpUpdate, true, "0612345678", OtpAction.Ajout)));
        await AddAsync("TD1.6 Liste des autorisations", () => doctor.ListAuthorizationsAsync(
            patient.Call, new ListAuthorizationByPatientRequest(AuthorizationListMode.Toute)));
        await AddAsync("patientCertif Certification d'identité", () => doctor.CertifyAsync(
            patient.Call, new IdentityCertificationRequest(patient.Ins.Value, "19800131", "1", patient.Ins.Value)));
        var document = patient.Document(doctor.Card);
        await AddAsync("TD2.1 Alimentation (ITI-41)", () => doctor.ProvideAndRegisterAsync(patient.Call, patient.Set(doctor.Card, document)));
        await AddAsync("TD3.1 Recherche (ITI-18)", () => doctor.QueryAsync(patient.Call, DocumentQueries.FindDocuments(patient.Cx)));
        await AddAsync("TD3.2 Consultation (ITI-43)", () => doctor.RetrieveAsync(patient.Call,
            new RetrieveDocumentSetRequest([new DocumentRequest(DmpTestClient.Repository, document.Header.UniqueId)])));
        var entry = (await doctor.QueryAsync(patient.Call, DocumentQueries.FindDocuments(patient.Cx))).Value().DocumentEntries[0];
        await AddAsync("TD3.3a Masquer (ITI-57)", () => doctor.UpdateAsync(
            patient.Call, DocumentUpdate.Marks(doctor.Card, patient.Cx, entry, Marks.MaskedToProfessionals, now)));
        await AddAsync("TD3.3c Supprimer (ITI-57)", () => doctor.UpdateAsync(patient.Call, DocumentUpdate.Status(
            doctor.Card, patient.Cx, entry.EntryUuid, AvailabilityStatuses.Approved, AvailabilityStatuses.Deleted, now)));
        await AddAsync("TD1.4 Fermeture", () => RegisterAsync(DmpCodes.Revise, DmpCodes.Close, patient, person => person with { StatusCode = "terminated" }));
        await AddAsync("TD1.2 Réouverture", () => RegisterAsync(DmpCodes.Revise, DmpCodes.Reactivate, patient, person => person));
        await AddAsync("TD1.1 Ouverture", () => RegisterAsync(DmpCodes.Add, null,
            new TestPatient(Sample.NextIns(), Sample.Traits, default), person => person with
            {
                Observations = [Hl7Observation.Flag(DmpCodes.Consent, DmpCodes.FlagSystem, true)],
            }));
        return page.ToString().ReplaceLineEndings("\n");

        DmpClient Client(string slug) => new(town.Card(slug), town.Address, town.Roots) { Observer = heard.Add };

        async Task AddAsync<T>(string title, Func<Task<Answer<T>>> call)
        {
            heard.Clear();
            await call();
            var (asked, answered) = (Envelope(heard[0]), Envelope(heard[1]));
            page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n`{asked.Action}`, service `{heard[0].Subject}`\n");
            page.Append(CultureInfo.InvariantCulture, $"\n```xml\n{Body(asked)}\n```\n\n```xml\n{Body(answered)}\n```\n");
        }

        Task<Answer<PatientRegistrationAnswer>> RegisterAsync(
            string interaction, string? reason, TestPatient person, Func<Hl7Patient, Hl7Patient> change)
        {
            var registration = PatientMessages.Registration(interaction, reason, change(new Hl7Patient
            {
                Ids = [new Ii(person.Ins.Oid, person.Ins.Value)],
                StatusCode = "active",
                Name = new Hl7Name("LEFÈVRE", "D'ORMESSON", ["Zoé", "Marie"]),
                Telecoms = [new("mailto:zoe@example.test", null)],
                Gender = "F",
                BirthTime = "19800131",
                BirthPlace = "75120",
            }), doctor.Card, now);
            return doctor.RegisterAsync(person.Call, reason is DmpCodes.Close
                ? registration with { MotiveCode = "FERMETURE_DEMANDE_PATIENT", MotiveText = "La personne part à l'étranger." }
                : registration);
        }
    }

    private static SoapEnvelope Envelope(ObservedMessage message)
    {
        var bytes = message.Bytes;
        if (message.ContentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            // The envelope is the first part.
            var text = Encoding.Latin1.GetString(bytes.Span);
            var start = text.IndexOf("<soap:Envelope", StringComparison.Ordinal);
            bytes = bytes[start..(text.IndexOf("</soap:Envelope>", StringComparison.Ordinal) + "</soap:Envelope>".Length)];
        }

        return SoapEnvelope.ReadAnswer(bytes);
    }

    private static string Body(SoapEnvelope envelope)
    {
        using var reader = envelope.OpenBody();
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, IndentChars = "  ", OmitXmlDeclaration = true }))
        {
            XElement.Load(reader.ReadSubtree()).Save(writer);
        }

        return Instant().Replace(Oid225().Replace(Uuid().Replace(text.ToString(), "urn:uuid:…"), "2.25.…"), "20261124080000");
    }

    [GeneratedRegex("```xml\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex XmlBlock();

    [GeneratedRegex("urn:uuid:[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"2\.25\.[0-9]{20,}")]
    private static partial Regex Oid225();

    [GeneratedRegex("20[23][0-9]{11}(?![0-9])")]
    private static partial Regex Instant();
}
