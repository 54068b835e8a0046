using System.Buffers;
using System.Net;
using System.Text;
using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Cli.Lps;
using Carnet.Server.Features.Directory;
using Carnet.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Portals;

/// <summary>TD0.9 and TD0.10: the professionals' pages, opened with a card or with a VIHF, over real mutual TLS.</summary>
public sealed class ContextualDoorTests(ContextualTown town) : IClassFixture<ContextualTown>
{
    private const string Doctor = "claire-kerscaven";
    private const string Cardiologist = "paul-auffretic";
    private const string Hospital = "ch-kerlann";

    [Fact]
    public async Task A_card_opens_the_record_of_a_person_who_allows_its_holder_and_leaves_the_same_traces_as_the_soap_door()
    {
        var (patient, unique) = await PatientAsync("Contenu à lire", Doctor);
        using var browser = town.Browser(Doctor);
        var opened = await browser.GetAsync($"/DossierPatient/{patient.Ins.Value}");
        Assert.Equal(HttpStatusCode.SeeOther, opened.StatusCode);
        Assert.Equal("/contexte/dossier", opened.Headers.Location!.OriginalString);

        var record = await browser.PageAsync("/contexte/dossier");
        Assert.Contains(patient.Traits.BirthName, record.Body!.TextContent, StringComparison.Ordinal);
        var link = record.QuerySelector(".rows a.title")!.GetAttribute("href")!;
        var page = await browser.PageAsync(link);
        Assert.Contains("Contenu à lire", page.Body!.TextContent, StringComparison.Ordinal);
        var original = await browser.GetAsync($"{link}/original");
        Assert.Equal(await town.Server.As(Doctor).BytesAsync(patient, unique), await original.Content.ReadAsByteArrayAsync());

        foreach (var path in (string[])["/contexte/documents", "/contexte/documents?ordre=auteur", "/contexte/parcours", "/contexte/historique", "/contexte/administratif", "/contexte/reglages"])
        {
            var answer = await browser.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
            Assert.DoesNotContain(patient.Ins.Value, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var traces = (await town.Server.HistoryAsync(patient)).Where(line => line.Door is Door.ProfessionalPortal).ToList();
        Assert.All(traces, line => Assert.Equal((ActorKind.Professional, TraceOutcome.Done), (line.Actor, line.Outcome)));
        Assert.Superset(
            new HashSet<TraceAct> { TraceAct.OpenWeb, TraceAct.FindDocuments, TraceAct.ReadDocument, TraceAct.ReadTraces, TraceAct.ReadAdministrativeData },
            traces.Select(line => line.Act).ToHashSet());
        Assert.Equal(2, traces.Count(line => line.Act is TraceAct.ReadDocument));
    }

    [Theory]
    [InlineData("/AccesDirect/TableauDeBord/", "/contexte/dossier")]
    [InlineData("/DossierPatient/", "/contexte/dossier")]
    [InlineData("/GestionDMPPatient/", "/contexte/administratif")]
    [InlineData("/Documents/", "/contexte/documents")]
    [InlineData("/ParcoursDeSoins/", "/contexte/parcours")]
    [InlineData("/HistoriqueAcces/", "/contexte/historique")]
    public async Task Each_address_of_the_protocol_leads_to_its_page_which_names_the_person(string address, string page)
    {
        var (patient, _) = await PatientAsync("Tout va bien.", Doctor);
        using var browser = town.Browser(Doctor);
        Assert.Equal(page, (await browser.GetAsync(address + patient.Ins.Value)).Headers.Location?.OriginalString);
        var shown = (await browser.PageAsync(page)).QuerySelector("main p.soft")!.TextContent;
        Assert.Contains(patient.Traits.BirthName, shown, StringComparison.OrdinalIgnoreCase); // whose record it is, on each page
    }

    [Fact]
    public async Task Without_an_authorisation_nothing_shows_until_the_person_agrees()
    {
        var (patient, _) = await PatientAsync("Secret de consultation");
        using var browser = town.Browser(Cardiologist);
        await browser.GetAsync($"/DossierPatient/{patient.Ins.Value}");
        var refused = await browser.PageAsync("/contexte/dossier");
        Assert.Contains("Vous n'êtes pas autorisé", refused.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(refused.QuerySelectorAll(".rows"));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/contexte/documents")).StatusCode);

        var agreed = await browser.SubmitAsync("/contexte/dossier", "/contexte/accord");
        Assert.Equal("/contexte/dossier", agreed.Headers.Location?.OriginalString);
        Assert.Single((await browser.PageAsync("/contexte/dossier")).QuerySelectorAll(".rows > li"));
        Assert.Contains(await town.Server.HistoryAsync(patient), line => line is { Act: TraceAct.Authorise, Door: Door.ProfessionalPortal });
    }

    [Fact]
    [Trait("rule", "A-6")]
    public async Task A_6_breaking_the_glass_asks_for_a_reason_stays_visible_and_is_told()
    {
        var (patient, _) = await PatientAsync("Allergie grave");
        using var browser = town.Browser(Cardiologist);
        await browser.GetAsync($"/DossierPatient/{patient.Ins.Value}");
        var late = await browser.SubmitAsync("/contexte/dossier", "/contexte/urgence", ("motif", "vite"));
        Assert.Contains("access.reason-missing", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var broken = await browser.SubmitAsync("/contexte/dossier", "/contexte/urgence", ("motif", "Patient inconscient aux urgences"));
        Assert.Equal("/contexte/dossier", broken.Headers.Location?.OriginalString);
        foreach (var path in (string[])["/contexte/dossier", "/contexte/documents", "/contexte/reglages"])
        {
            var page = await browser.PageAsync(path);
            Assert.Contains("bris de glace", page.QuerySelector(".acting")!.TextContent, StringComparison.Ordinal);
        }

        var entry = (await town.Server.HistoryAsync(patient)).First(line => line.Act is TraceAct.FindDocuments && line.Outcome is TraceOutcome.Done);
        Assert.Equal(("Patient inconscient aux urgences", true), (entry.Reason, entry.IsEmergency));
    }

    [Fact]
    [Trait("rule", "A-6")]
    public async Task A_6_who_refused_this_mode_is_not_entered_by_it()
    {
        var patient = await town.Server.OpenRecordAsync(consent: Sample.Consent with { BreakGlassRefused = true });
        using var browser = town.Browser(Cardiologist);
        await browser.GetAsync($"/DossierPatient/{patient.Ins.Value}");
        await browser.SubmitAsync("/contexte/dossier", "/contexte/urgence", ("motif", "Patient inconscient aux urgences"));
        Assert.Contains("La personne a refusé cet accès en urgence",
            (await browser.PageAsync("/contexte/dossier")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vihf_opens_the_record_once_as_an_envelope_or_in_a_form()
    {
        var (patient, _) = await PatientAsync("Tout va bien.", Doctor);
        foreach (var inForm in (bool[])[false, true])
        {
            using var browser = town.Browser(Doctor);
            var envelope = Envelope(town.Server.As(Doctor), patient.Call);
            var opened = await SendAsync(browser, patient, envelope, inForm);
            Assert.Equal("/contexte/dossier", opened.Headers.Location?.OriginalString);
            Assert.Single((await browser.PageAsync("/contexte/dossier")).QuerySelectorAll(".rows > li"));
            Assert.Equal("context.replayed", await CodeAsync(await SendAsync(browser, patient, envelope, inForm)));
        }

        // The trace names the software that opened it, as at the SOAP door.
        var trace = (await town.Server.HistoryAsync(patient)).First(line => line is { Act: TraceAct.OpenWeb, Door: Door.ProfessionalPortal });
        Assert.StartsWith(LpsCommand.Software.Name, trace.Software, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vihf_that_does_not_hold_opens_nothing()
    {
        var (patient, _) = await PatientAsync("Tout va bien.", Doctor);
        var other = await town.Server.OpenRecordAsync();
        using var browser = town.Browser(Doctor);
        using var colleague = town.Browser(Cardiologist);
        var path = $"/DossierPatient/{patient.Ins.Value}";
        var good = Encoding.UTF8.GetString(Envelope(town.Server.As(Doctor), patient.Call).Span);
        Assert.Equal("vihf.digest", await CodeAsync(await browser.PostEnvelopeAsync(
            path, Encoding.UTF8.GetBytes(good.Replace(">normal<", ">urgent<", StringComparison.Ordinal)
                .Replace("code=\"normal\"", "code=\"centre_15\"", StringComparison.Ordinal)))));
        Assert.Equal("vihf.certificate-mismatch", await CodeAsync(await colleague.PostEnvelopeAsync(path, Encoding.UTF8.GetBytes(good))));
        Assert.Equal("context.patient-mismatch", await CodeAsync(await browser.PostEnvelopeAsync(
            path, Envelope(town.Server.As(Doctor), other.Call))));
        Assert.Equal("vihf.patient-missing", await CodeAsync(await browser.PostEnvelopeAsync(
            path, Envelope(town.Server.As(Doctor), new DmpCall(null)))));
        Assert.Equal("vihf.missing", await CodeAsync(await browser.PostEnvelopeAsync(path, DmpMessages.Envelope("urn:x", default, Nothing))));
        Assert.Equal("context.token-missing", await CodeAsync(await browser.PostAsync(path, ("VIHF", "***"))));
        Assert.Equal("context.token-missing", await CodeAsync(await browser.PostEnvelopeAsync(path, default)));
        Assert.DoesNotContain(await town.Server.HistoryAsync(patient), line => line.Act is TraceAct.OpenWeb);
        Assert.Equal("context.over", await CodeAsync(await browser.GetAsync("/contexte/dossier")));
    }

    [Fact]
    [Trait("rule", "A-9")]
    public async Task A_9_an_establishment_opens_for_a_named_professional_with_an_agreement_and_never_for_itself()
    {
        var (patient, _) = await PatientAsync("Tout va bien.", Cardiologist);
        var hospital = town.Server.As(Hospital);
        using var proxy = town.Browser(Hospital);
        var path = $"/DossierPatient/{patient.Ins.Value}";
        var named = patient.Call with { Named = NamedPerson.Of(town.Server.Card(Cardiologist), "MDP_CODE") };
        Assert.Equal("agreement.missing", await CodeAsync(await proxy.PostEnvelopeAsync(path, Envelope(hospital, named))));
        await town.AgreeAsync(Hospital);

        Assert.Equal("/contexte/dossier", (await proxy.PostEnvelopeAsync(path, Envelope(hospital, named))).Headers.Location?.OriginalString);
        Assert.Single((await proxy.PageAsync("/contexte/dossier")).QuerySelectorAll(".rows > li"));
        var trace = (await town.Server.HistoryAsync(patient)).First(line => line.Act is TraceAct.FindDocuments);
        Assert.Equal((ActorKind.Professional, "Paul AUFFRETIC"), (trace.Actor, trace.ActorName));

        Assert.Equal("access.no-right", await CodeAsync(await proxy.PostEnvelopeAsync(path, Envelope(hospital, patient.Call))));
        Assert.Equal("context.card-only", await CodeAsync(await proxy.GetAsync(path)));
    }

    [Fact]
    public async Task An_access_is_for_one_person_and_goes_on_over_no_other_card()
    {
        var (mine, _) = await PatientAsync("Le mien", Doctor);
        var (theirs, unique) = await PatientAsync("Le sien", Doctor);
        using var browser = town.Browser(Doctor);
        await browser.GetAsync($"/DossierPatient/{mine.Ins.Value}");
        foreach (var part in (string[])["", "/original", "/contenu", "/image/1"])
        {
            var swapped = await browser.GetAsync($"/contexte/documents/{await town.IdOfAsync(theirs, unique)}{part}");
            var unknown = await browser.GetAsync($"/contexte/documents/{Guid.CreateVersion7()}{part}");
            Assert.Equal(HttpStatusCode.NotFound, swapped.StatusCode);
            Assert.Equal(await Transcript.OfAsync(unknown), await Transcript.OfAsync(swapped));
        }

        using var thief = town.Browser(Cardiologist);
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
        {
            thief.Cookies.Add(new Cookie(cookie.Name, cookie.Value, "/", cookie.Domain) { Secure = true });
        }

        Assert.Equal("context.over", await CodeAsync(await thief.GetAsync("/contexte/dossier")));
    }

    [Fact]
    public async Task An_access_ends_when_it_is_left_idle_or_old()
    {
        var (patient, _) = await PatientAsync("Tout va bien.", Doctor);
        using var browser = town.Browser(Doctor);
        var path = $"/DossierPatient/{patient.Ins.Value}";
        await browser.GetAsync(path);
        var left = await browser.SubmitAsync("/contexte/reglages", "/contexte/fin");
        Assert.Equal("\"cache\", \"storage\"", left.Headers.GetValues("Clear-Site-Data").Single());
        Assert.Equal("context.over", await CodeAsync(await browser.GetAsync("/contexte/dossier")));

        foreach (var column in (string[])["seen_at", "created_at"])
        {
            await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/contexte/reglages")).StatusCode);
            await using var db = await town.Server.OpenAsync();
#pragma warning disable EF1002 // a column of the list above
            await db.Database.ExecuteSqlRawAsync($"update web_context set {column} = {column} - 3600000001");
#pragma warning restore EF1002
            Assert.Equal("context.over", await CodeAsync(await browser.GetAsync("/contexte/reglages")));
        }
    }

    [Fact]
    public async Task Whoever_has_no_access_sees_no_page_and_a_foreign_certificate_none_at_all()
    {
        using var browser = town.Browser(Doctor);
        using var foreigner = new CardBrowser(town.Address, CardWorld.Foreign(town.Server.Card(Doctor).Authentication));
        foreach (var path in ContextualTown.Pages())
        {
            Assert.Equal((path, "context.over"), (path, await CodeAsync(await browser.GetAsync(path))));
            Assert.Equal((path, "tls.certificate-foreign"), (path, await CodeAsync(await foreigner.GetAsync(path))));
        }

        Assert.Equal("tls.certificate-foreign", await CodeAsync(await foreigner.GetAsync("/DossierPatient/255069999999934")));
        Assert.Equal("tls.certificate-foreign", await CodeAsync(await foreigner.GetAsync("/AccesDirect/TableauDeBord")));
    }

    [Fact]
    public async Task A_form_that_is_not_ours_changes_nothing()
    {
        var (patient, _) = await PatientAsync("Tout va bien.");
        using var browser = town.Browser(Cardiologist);
        await browser.GetAsync($"/DossierPatient/{patient.Ins.Value}");
        foreach (var path in (string[])["/contexte/accord", "/contexte/urgence", "/contexte/fin"])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(path, ("motif", "Patient inconscient aux urgences"))).StatusCode);
        }

        Assert.DoesNotContain(await town.Server.HistoryAsync(patient), line => line.Act is TraceAct.Authorise || line.IsEmergency);
    }

    [Fact]
    [Trait("rule", "T-2")]
    public async Task T_2_a_professional_reads_their_own_lines_and_the_treating_doctor_all()
    {
        var (patient, _) = await PatientAsync("Tout va bien.", Cardiologist);
        await town.Server.As(Doctor).AllowAsync(patient, treating: true);
        foreach (var (who, other, sees) in ((string, string, bool)[])[(Cardiologist, "Claire", false), (Doctor, "Paul", true)])
        {
            using var browser = town.Browser(who);
            await browser.GetAsync($"/HistoriqueAcces/{patient.Ins.Value}");
            var text = (await browser.PageAsync("/contexte/historique")).QuerySelector("main")!.TextContent;
            Assert.Equal(sees, text.Contains(other, StringComparison.Ordinal));
            Assert.Contains("Vous", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("rule", "A-10")]
    public async Task A_10_an_occupational_doctor_opens_and_reads_no_document()
    {
        var (patient, unique) = await PatientAsync("Tout va bien.");
        using var browser = town.Browser("irene-stangalard");
        Assert.Equal("/contexte/dossier", (await browser.GetAsync($"/DossierPatient/{patient.Ins.Value}")).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound,
            (await browser.GetAsync($"/contexte/documents/{await town.IdOfAsync(patient, unique)}")).StatusCode);
    }

    [Fact]
    public async Task The_dashboard_lists_the_holders_own_patients()
    {
        var (patient, _) = await PatientAsync("Tout va bien.", Doctor);
        using var browser = town.Browser(Doctor);
        var page = await browser.PageAsync("/AccesDirect/TableauDeBord");
        Assert.Contains(page.QuerySelectorAll("a.title"), link => link.GetAttribute("href") == $"/DossierPatient/{patient.Ins.Value}");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/Parametrages")).StatusCode);
    }

    [Fact]
    public async Task Nobody_and_a_closed_record_are_refused_by_their_codes()
    {
        using var browser = town.Browser(Doctor);
        Assert.Equal("record.unknown", await CodeAsync(await browser.GetAsync($"/DossierPatient/{Sample.NextIns().Value}")));
        Assert.Equal("ins.invalid", await CodeAsync(await browser.GetAsync("/DossierPatient/123456789012345")));
    }

    private async Task<(TestPatient Patient, string UniqueId)> PatientAsync(string text, params IReadOnlyList<string> allowed)
    {
        var patient = await town.Server.OpenRecordAsync();
        var document = patient.Document(town.Server.As(Hospital).Card, text);
        await town.Server.As(Hospital).DepositAsync(patient, document);
        foreach (var who in allowed)
        {
            await town.Server.As(who).AllowAsync(patient);
        }

        return (patient, document.Header.UniqueId);
    }

    private static Task<HttpResponseMessage> SendAsync(CardBrowser browser, TestPatient patient, ReadOnlyMemory<byte> envelope, bool inForm)
        => inForm
            ? browser.PostAsync($"/DossierPatient/{patient.Ins.Value}", ("VIHF", Convert.ToBase64String(envelope.Span)))
            : browser.PostEnvelopeAsync($"/DossierPatient/{patient.Ins.Value}", envelope);

    private static ReadOnlyMemory<byte> Envelope(DmpClient client, DmpCall call)
        => DmpMessages.Envelope("urn:carnet:contexte", client.Messages.Sign(call), Nothing);

    private static void Nothing(IBufferWriter<byte> output) => output.Write("<contexte/>"u8);

    private static async Task<string> CodeAsync(HttpResponseMessage answer)
        => (await Browser.ReadAsync(answer)).QuerySelector("main .nums")?.TextContent ?? $"HTTP {(int)answer.StatusCode}";
}

/// <summary>A server with the SOAP door, to prepare, and the card door, to try.</summary>
public sealed class ContextualTown : IAsyncLifetime
{
    internal SoapServer Server { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SoapServer.StartAsync(settings: ("Doors:Card", "https://127.0.0.1:0"));
        Address = new Uri(Server.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last());
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    internal CardBrowser Browser(string slug) => new(Address, Server.Card(slug).Authentication);

    internal async Task<DocumentId> IdOfAsync(TestPatient patient, string uniqueId)
    {
        await using var db = await Server.OpenAsync();
        return (await db.Set<Carnet.Server.Features.Documents.DocumentRow>().AsNoTracking()
            .SingleAsync(row => row.RecordId == patient.Record && row.UniqueId == uniqueId)).DocumentId;
    }

    internal async Task AgreeAsync(string slug)
    {
        StructIdNat.TryCreate(Server.Card(slug).StructureId, out var structure);
        var added = await Server.RunAsync<AddAgreement, EstablishmentAgreement>(
            Governors.Anne, new(new EstablishmentAgreement(
                structure, PrimaryMethods.PasswordAndCode, Simplified: false, TimeProvider.System.GetUtcNow(), null)));
        Assert.True(added is Outcome<EstablishmentAgreement>.Done, added.ToString());
    }

    /// <summary>The pages that need an access, with a number filled in.</summary>
    internal static IEnumerable<string> Pages()
        => File.ReadAllLines(Path.Combine(Corpus.Repository, "tests", "routes.txt"))
            .Where(line => line.StartsWith("GET /contexte/", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]
                .Replace("{id:guid}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)
                .Replace("{number:int}", "1", StringComparison.Ordinal));
}
