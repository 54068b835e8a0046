using System.Text;
using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Cli.Hl7v2;
using Carnet.Server.Cli.Lps;
using Carnet.Server.Features.Records;
using Carnet.Tests.Support;
using Carnet.Wire.Cda;
using Carnet.Wire.Hl7v2;
using Carnet.Wire.Xds;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>The town with its HL7 v2 door open on a free port.</summary>
public sealed class HospitalTown : IAsyncLifetime
{
    internal SoapServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await SoapServer.StartAsync(
        Carnet.Server.Platform.DatabaseProvider.Sqlite, ("Doors:Hl7v2", "mllps://127.0.0.1:0"), ("Hl7v2:Grace", "00:00:01"),
        ("Hl7v2:MaxMessageBytes", "2000000"), ("Feeding:MaxDocumentBytes", "1500000"));

    public async Task DisposeAsync() => await Server.DisposeAsync();

    internal Uri Door => new(Server.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last());

    internal Task<MllpClient> ConnectAsync(string slug = "ch-kerlann") => ConnectAsync(Server.As(slug).Card);

    internal Task<MllpClient> ConnectAsync(Card card) => MllpClient.ConnectAsync(Door, card.Authentication, Server.Roots, default);
}

/// <summary>Documents of hospitals over MLLP with mutual TLS: real messages, real answers, nothing half stored.</summary>
public sealed class HospitalDoorTests(HospitalTown house, ITestOutputHelper output) : IClassFixture<HospitalTown>
{
    private const string Doctor = "claire-kerscaven";
    private const string Author = "899700000179^MARTIN^Anne^^^^^^ASIP-SANTE-PS&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS";

    private SoapServer Town => house.Server;

    [Fact]
    [Trait("rule", "F-2")]
    public async Task F_2_A_CDA_that_a_hospital_sends_is_found_and_read_by_an_allowed_doctor()
    {
        var patient = await Town.OpenRecordAsync();
        var document = patient.Document(Town.As("ch-kerlann").Card);
        await using var client = await house.ConnectAsync();
        Assert.Equal(("AA", ""), Verdict(await client.SendAsync(Message(patient, document).Write())));

        await Town.As(Doctor).AllowAsync(patient);
        var entry = Assert.Single(await Town.As(Doctor).ListAsync(patient));
        Assert.Equal(document.Header.UniqueId, entry.UniqueId);
        Assert.Equal(document.Bytes.ToArray(), await Town.As(Doctor).BytesAsync(patient, entry.UniqueId));
        var trace = (await Town.HistoryAsync(patient)).Single(line => line.Act is TraceAct.Deposit);
        Assert.Equal((ActorKind.Establishment, Door.Hl7v2, "Centre hospitalier de Kerlann"), (trace.Actor, trace.Door, trace.Structure));
    }

    [Fact]
    [Trait("rule", "F-3")]
    public async Task F_3_A_PDF_is_wrapped_into_a_CDA_of_level_1_that_holds_the_French_rules()
    {
        var patient = await Town.OpenRecordAsync();
        await using var client = await house.ConnectAsync();
        var message = Message(patient, Pdf, number: "CR-2026-77");
        Assert.Equal(("AA", ""), Verdict(await client.SendAsync(message.Write())));

        await Town.As(Doctor).AllowAsync(patient);
        var entry = Assert.Single(await Town.As(Doctor).ListAsync(patient));
        var bytes = await Town.As(Doctor).BytesAsync(patient, entry.UniqueId);
        var header = CdaHeaderReader.ReadWhole(new MemoryStream(bytes));
        Assert.Empty(CdaHeaderRules.Check(header));
        Assert.Equal(("11488-4", "urn:ihe:iti:xds-sd:pdf:2008"), (entry.TypeCode.Code, entry.FormatCode.Code));
        Assert.Equal("899700000179", Assert.Single(header.Authors).Ids[0].Extension);
        Assert.Contains(Convert.ToBase64String(Pdf)[..40], Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);

        // Sent again, it is the same set and the same document.
        Assert.Equal(("AA", ""), Verdict(await client.SendAsync(message.Write())));
        Assert.Single(await Town.As(Doctor).ListAsync(patient));
    }

    [Fact]
    [Trait("rule", "F-8")]
    public async Task F_8_results_in_segments_make_no_document_and_the_sender_is_told()
    {
        var patient = await Town.OpenRecordAsync();
        await using var client = await house.ConnectAsync();
        const string Results = "OBX|90|NM|2345-7^Glucose^LN||5.4|mmol/L|3.9-5.8|N|||F\rOBX|91|FT|8251-1^Commentaire^LN||À jeun.||||||F\r";
        var genuine = Encoding.UTF8.GetString(Message(patient, patient.Document(Town.As("ch-kerlann").Card)).Write());
        var beside = await client.SendAsync(Encoding.UTF8.GetBytes(genuine.TrimEnd('\r') + "\r" + Results));
        Assert.Equal(("AA", ""), Verdict(beside));
        Assert.Contains(beside!.All("ERR"), error => error[5][1] == "mllp.results-left");

        var lines = genuine.Split('\r').Where(line => !line.StartsWith("OBX", StringComparison.Ordinal)).ToList();
        var alone = string.Join('\r', lines).TrimEnd('\r') + "\r" + Results;
        Assert.Equal(("AE", "mllp.results-only"), Verdict(await client.SendAsync(Encoding.UTF8.GetBytes(alone))));
        await Town.As(Doctor).AllowAsync(patient);
        Assert.Single(await Town.As(Doctor).ListAsync(patient));
    }

    [Fact]
    public async Task A_revoked_certificate_is_not_heard_here_either()
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "demo.crl"), CardWorld.RevocationList(
            -TimeSpan.FromHours(1), TimeSpan.FromHours(1), false, Town.As("ch-kerlann").Card.Authentication));
        await using var town = await SoapServer.StartAsync(settings:
            [("Doors:Hl7v2", "mllps://127.0.0.1:0"), ("Trust:RevocationLists", folder.Path)]);
        var door = new Uri(town.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last());
        var (patient, card) = (await town.OpenRecordAsync(), town.As("ch-kerlann").Card);
        await using var client = await MllpClient.ConnectAsync(door, card.Authentication, town.Roots, default);
        var answer = await client.SendAsync(Message(patient, patient.Document(card)).Write());
        Assert.Equal(("AR", "tls.certificate-revoked"), Verdict(answer));
    }

    [Fact]
    [Trait("rule", "F-6")]
    public async Task F_6_T10_takes_the_place_of_the_old_version_and_T04_deletes_it()
    {
        var (patient, card) = (await Town.OpenRecordAsync(), Town.As("ch-kerlann").Card);
        var first = patient.Document(card);
        var second = patient.Document(card, "Corrigé.", replaces: first);
        await using var client = await house.ConnectAsync();
        Assert.Equal(("AA", ""), Verdict(await client.SendAsync(Message(patient, first).Write())));
        Assert.Equal(("AA", ""), Verdict(await client.SendAsync(Message(patient, second, "T10").Write())));
        await Town.As(Doctor).AllowAsync(patient);
        Assert.Equal([second.Header.UniqueId], (await Town.As(Doctor).ListAsync(patient)).Select(entry => entry.UniqueId));

        Assert.Equal(("AA", ""), Verdict(await client.SendAsync(Message(patient, second, "T04").Write())));
        Assert.Empty(await Town.As(Doctor).ListAsync(patient));
        Assert.Equal(("AE", "document.already-so"), Verdict(await client.SendAsync(Message(patient, second, "T04").Write())));
    }

    [Fact]
    [Trait("rule", "F-6")]
    public async Task F_6_Another_establishment_neither_replaces_nor_deletes_a_document()
    {
        var (patient, card) = (await Town.OpenRecordAsync(), Town.As("ch-kerlann").Card);
        var first = patient.Document(card);
        await using (var client = await house.ConnectAsync())
        {
            Assert.Equal(("AA", ""), Verdict(await client.SendAsync(Message(patient, first).Write())));
        }

        await using var other = await house.ConnectAsync("laboratoire-des-abers");
        var laboratory = Town.As("laboratoire-des-abers").Card;
        Assert.Equal(("AE", "document.replaces-unknown"),
            Verdict(await other.SendAsync(Message(patient, patient.Document(laboratory, replaces: first), "T10").Write())));
        Assert.Equal(("AE", "document.unknown"), Verdict(await other.SendAsync(Message(patient, first, "T04").Write())));
        await Town.As(Doctor).AllowAsync(patient);
        Assert.Equal(AvailabilityStatuses.Approved, Assert.Single(await Town.As(Doctor).ListAsync(patient)).AvailabilityStatus);
    }

    [Fact]
    [Trait("rule", "V-4")]
    public async Task V_4_Marks_and_the_secret_connection_pass_from_the_message_to_the_entry()
    {
        var child = Sample.Traits with { BirthDate = new DateOnly(2012, 4, 5) };
        var ins = Sample.NextIns();
        var opened = await Town.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(
            Sample.Opening(ins) with { Traits = child, Representative = Family.Draft("Anne") }));
        var patient = new TestPatient(ins, child, opened.Done().Record);
        var message = Message(patient, patient.Document(Town.As("ch-kerlann").Card));
        await using var client = await house.ConnectAsync();
        Assert.Equal(("AE", "document.secret-mark-missing"), Verdict(await client.SendAsync(
            (message with { Indicators = [("DESTDMP", true), ("CONNEXION_SECRETE", true)] }).Write())));
        Assert.Equal(("AA", ""), Verdict(await client.SendAsync((message with
        {
            Indicators = [("DESTDMP", true), ("CONNEXION_SECRETE", true), ("INVISIBLE_REP_LEGAUX", true)],
        }).Write())));
        await using var db = await Town.OpenAsync();
        Assert.Equal(Marks.HiddenFromRepresentatives, Assert.Single(db.Set<Carnet.Server.Features.Documents.DocumentRow>()
            .Where(row => row.RecordId == patient.Record)).Marks);
    }

    [Fact]
    [Trait("rule", "I-2")]
    public async Task I_2_What_is_wrong_is_refused_with_its_reason_and_nothing_is_stored()
    {
        var patient = await Town.OpenRecordAsync();
        var card = Town.As("ch-kerlann").Card;
        var good = Encoding.UTF8.GetString(Message(patient, patient.Document(card)).Write());
        var pdf = Encoding.UTF8.GetString(Message(patient, Pdf, number: "N1").Write());
        (string What, string Message, string Code, string Reason)[] cases =
        [
            ("another name in PID", good.Replace("|LEFÈVRE^", "|AUTRE^", StringComparison.Ordinal), "AE", "document.traits-mismatch"),
            ("no INS", good.Replace(Ins.TestOid, "1.2.3", StringComparison.Ordinal), "AE", "mllp.ins-missing"),
            ("wrong key", good.Replace(patient.Ins.Value, patient.Ins.Value[..13] + "98", StringComparison.Ordinal), "AE", "ins.invalid"),
            ("not qualified", good.Replace("VALI", "PROV", StringComparison.Ordinal), "AE", "mllp.identity-status"),
            ("no record", good.Replace(patient.Ins.Value, Sample.NextIns().Value, StringComparison.Ordinal), "AE", "record.unknown"),
            ("no birth date", good.Replace("||19800131|", "|||", StringComparison.Ordinal), "AE", "mllp.traits-missing"),
            ("another event", good.Replace("MDM^T02", "MDM^T08", StringComparison.Ordinal), "AR", "mllp.event"),
            ("another message", good.Replace("MDM^T02", "ADT^A01", StringComparison.Ordinal), "AR", "mllp.message-type"),
            ("another version", good.Replace("|2.6|", "|2.2|", StringComparison.Ordinal), "AR", "mllp.version"),
            ("a test message", good.Replace("|P|2.6", "|D|2.6", StringComparison.Ordinal), "AR", "mllp.processing-id"),
            ("no control number", good.Replace("|15|P", "||P", StringComparison.Ordinal), "AR", "mllp.control-id"),
            ("event and order disagree", good.Replace("ORC|NW", "ORC|CA", StringComparison.Ordinal), "AE", "mllp.action"),
            ("no document", good.Replace("OBX|1|ED|", "OBX|1|TX|", StringComparison.Ordinal), "AE", "mllp.results-only"),
            ("a picture", good.Replace("^TEXT^XML^", "^IM^JPEG^", StringComparison.Ordinal), "AE", "mllp.attachment"),
            ("no base64", good.Replace("Base64^", "Base64^!", StringComparison.Ordinal), "AE", "mllp.base64"),
            ("no CDA", good.Replace("Base64^", "Base64^AAAA", StringComparison.Ordinal), "AE", "document.cda-invalid"),
            ("not meant for the record", good.Replace("DESTDMP^^MetaDMPMSS||Y", "DESTDMP^^MetaDMPMSS||N", StringComparison.Ordinal), "AE", "mllp.not-for-record"),
            ("no PID", good.Replace("\rPID|", "\rPIX|", StringComparison.Ordinal), "AE", "mllp.segment-missing"),
            ("no TXA", good.Replace("\rTXA|", "\rTXB|", StringComparison.Ordinal), "AE", "mllp.segment-missing"),
            ("no text in its set", good.Replace("UNICODE UTF-8", "UNICODE UTF-16", StringComparison.Ordinal), "AR", "mllp.character-set"),
            ("PDF without author", pdf.Replace(Author, "", StringComparison.Ordinal), "AE", "mllp.author-missing"),
            ("PDF of no known type", pdf.Replace("11488-4", "99999-9", StringComparison.Ordinal), "AE", "mllp.type-missing"),
            ("PDF without number", pdf.Replace("|N1|", "||", StringComparison.Ordinal), "AE", "mllp.number-missing"),
            ("PDF replaced without a parent", pdf.Replace("MDM^T02", "MDM^T10", StringComparison.Ordinal).Replace("ORC|NW", "ORC|RO", StringComparison.Ordinal), "AE", "mllp.parent-missing"),
            ("PDF that is none", pdf.Replace("Base64^JVBER", "Base64^AAAAA", StringComparison.Ordinal), "AE", "document.cda-invalid"),
        ];
        var before = await Town.CountAsync();
        await using var client = await house.ConnectAsync();
        foreach (var (what, message, code, reason) in cases)
        {
            var answer = await client.SendAsync(Encoding.UTF8.GetBytes(message));
            Assert.Equal((what, code, reason), (what, Verdict(answer).Code, Verdict(answer).Reason));
            Assert.EndsWith(".", answer!.Require("ERR")[8][1].Replace(")", ".", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Equal(before, await Town.CountAsync());
        Assert.Equal(("AA", ""), Verdict(await client.SendAsync(Encoding.UTF8.GetBytes(good))));
    }

    [Fact]
    [Trait("rule", "I-4")]
    public async Task I_4_A_card_of_a_person_or_of_nobody_we_trust_opens_nothing()
    {
        var patient = await Town.OpenRecordAsync();
        var message = Message(patient, patient.Document(Town.As("ch-kerlann").Card)).Write();
        await using (var person = await house.ConnectAsync(Doctor))
        {
            Assert.Equal(("AR", "mllp.certificate"), Verdict(await person.AnswerAsync()));
        }

        var hospital = Town.Card("ch-kerlann");
        using var foreign = CardWorld.Foreign(hospital.Authentication);
        await using (var stranger = await house.ConnectAsync(hospital with { Authentication = foreign }))
        {
            Assert.Equal(("AR", "tls.certificate-foreign"), Verdict(await stranger.AnswerAsync()));
        }

        Hl7v2Message? answer = null;
        await Record.ExceptionAsync(async () =>
        {
            await using var bare = await MllpClient.ConnectAsync(house.Door, null, Town.Roots, default);
            answer = await bare.SendAsync(message);
        });
        Assert.Null(answer);
        await using var db = await Town.OpenAsync();
        Assert.DoesNotContain(db.Set<Carnet.Server.Features.Documents.DocumentRow>(), row => row.RecordId == patient.Record);
    }

    [Fact]
    public async Task Two_messages_in_one_packet_are_answered_one_after_the_other()
    {
        var patient = await Town.OpenRecordAsync();
        var card = Town.As("ch-kerlann").Card;
        await using var client = await house.ConnectAsync();
        await client.WriteAsync((byte[])
        [
            .. MllpClient.Frame((Message(patient, patient.Document(card)) with { ControlId = "first" }).Write()), .. "\r\n"u8,
            .. MllpClient.Frame((Message(patient, patient.Document(card)) with { ControlId = "second" }).Write()),
        ]);
        Assert.Equal("first", (await client.AnswerAsync())!.Require("MSA")[2][1]);
        Assert.Equal("second", (await client.AnswerAsync())!.Require("MSA")[2][1]);
        await Town.As(Doctor).AllowAsync(patient);
        Assert.Equal(2, (await Town.As(Doctor).ListAsync(patient)).Count);
    }

    [Fact]
    public async Task Broken_frames_end_the_connection_and_store_nothing()
    {
        var patient = await Town.OpenRecordAsync();
        var message = Message(patient, patient.Document(Town.As("ch-kerlann").Card)).Write();
        var frame = MllpClient.Frame(message);
        var before = await Town.CountAsync();
        (byte[] Bytes, string Reason)[] broken =
        [
            ([.. "GET / HTTP/1.1\r\n"u8, .. frame], "mllp.frame"),
            ([.. frame[..^2], .. frame], "mllp.frame"),
            ([.. frame[..^1], (byte)'x'], "mllp.frame"),
            (MllpClient.Frame(new byte[2_100_000]), "mllp.too-large"),
            (MllpClient.Frame("n'importe quoi"u8), "mllp.msh"),
            (MllpClient.Frame([.. "MSH|^~\\&|a\r"u8, 0xFF, 0xFE, 0x00]), "mllp.segment"),
        ];
        foreach (var (bytes, reason) in broken)
        {
            await using var client = await house.ConnectAsync();
            var sending = client.WriteAsync(bytes);
            Assert.Equal(reason, Verdict(await client.AnswerAsync()).Reason);
            await Record.ExceptionAsync(() => sending);
        }

        Assert.Equal(before, await Town.CountAsync());
    }

    [Fact]
    public async Task A_sender_that_hangs_up_or_falls_silent_within_a_message_is_cut_and_nothing_is_stored()
    {
        var patient = await Town.OpenRecordAsync();
        var frame = MllpClient.Frame(Message(patient, patient.Document(Town.As("ch-kerlann").Card)).Write());
        var before = await Town.CountAsync();
        await using (var gone = await house.ConnectAsync())
        {
            await gone.WriteAsync(frame.AsMemory(0, frame.Length / 2));
        }

        await using var silent = await house.ConnectAsync();
        await silent.WriteAsync(frame.AsMemory(0, frame.Length / 2));
        var answer = await Record.ExceptionAsync(async () => Assert.Null(await silent.AnswerAsync()));
        Assert.True(answer is null or IOException, answer?.ToString());
        Assert.Equal(before, await Town.CountAsync());
    }

    [CorpusFact]
    [Trait("Category", "corpus")]
    public async Task Every_French_message_is_taken_or_refused_with_its_reason()
    {
        var ins = Ins.TryCreate("279035121518989", Ins.TestOid, out var known) ? known : throw new InvalidOperationException();
        var patient = await Town.OpenRecordAsync(ins,
            new IdentityTraits("PAT-TROIS", "DOMINIQUE", null, Sex.Female, new DateOnly(1979, 3, 28), "63220"));
        await using var client = await house.ConnectAsync();
        SortedDictionary<string, int> verdicts = new(StringComparer.Ordinal);
        foreach (var file in Corpus.Files("hl7v2-fr").Where(file => Path.GetExtension(file) != ".md"))
        {
            var answer = await client.SendAsync(await File.ReadAllBytesAsync(file));
            var (code, reason) = Verdict(answer);
            output.WriteLine($"{code} {reason,-28} {Path.GetFileName(file)}  {answer!.Find("ERR")?[8][1]}");
            var key = $"{code} {reason}".Trim();
            verdicts[key] = verdicts.GetValueOrDefault(key) + 1;
        }

        output.WriteLine(string.Join(", ", verdicts.Select(verdict => $"{verdict.Key}: {verdict.Value}")));
        Assert.Equal(
            new SortedDictionary<string, int>(StringComparer.Ordinal)
            {
                ["AA"] = 1,
                ["AE access.secret-not-minor"] = 1, // a secret connection of an adult
                ["AE document.cda-invalid"] = 2, // a sentence where the CDA should stand
                ["AE document.replaces-unknown"] = 1, // of a document that nobody has sent
                ["AE document.unknown"] = 1,
                ["AE ins.invalid"] = 2,
                ["AE mllp.cancel-what"] = 1,
                ["AE mllp.not-for-record"] = 6, // secure mail
                ["AR mllp.message-type"] = 13, // acknowledgements, receipts, admissions, consents
            },
            verdicts);
        var adult = (await File.ReadAllTextAsync(Corpus.Files("hl7v2-fr", "message_MDM_CR_Radio_INIT_N1_Base64.er7")[0]))
            .Replace("||Y^^expandedYes-NoIndicator", "||N^^expandedYes-NoIndicator", StringComparison.Ordinal)
            .Replace("MetaDMPMSS||N^^expandedYes-NoIndicator||||||F|\nOBX|8", "MetaDMPMSS||Y^^expandedYes-NoIndicator||||||F|\nOBX|8", StringComparison.Ordinal);
        Assert.Equal(("AA", ""), Verdict(await client.SendAsync(Encoding.UTF8.GetBytes(adult))));
        await Town.As(Doctor).AllowAsync(patient);
        Assert.Equal(2, (await Town.As(Doctor).ListAsync(patient)).Count);
    }

    private static byte[] Pdf { get; } = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"u8.ToArray();

    private static HospitalMessage Message(TestPatient patient, CdaDocument document, string trigger = "T02") => new(
        Person(patient), trigger, "15", TimeProvider.System.GetUtcNow(), ("11488-4", "CR ou fiche de consultation ou de visite"),
        document.Header.UniqueId, "", "", document.Bytes);

    private static HospitalMessage Message(TestPatient patient, byte[] pdf, string number) => new(
        Person(patient), "T02", "15", new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero),
        ("11488-4", "CR ou fiche de consultation ou de visite"), number, "", Author, pdf);

    private static KnownPerson Person(TestPatient patient) => new(
        "", patient.Ins.Value, patient.Ins.Oid, patient.Traits.BirthName, patient.Traits.GivenNames, "",
        patient.Traits.Sex is Sex.Male ? "M" : "F", patient.Traits.BirthDate.ToString("yyyyMMdd", null), patient.Traits.BirthPlace ?? "");

    private static (string Code, string Reason) Verdict(Hl7v2Message? answer) => answer is null
        ? ("closed", "")
        : (answer.Require("MSA")[1][1], answer.All("ERR").FirstOrDefault(error => error[4][1] == "E")?[5][1] ?? "");
}
