using System.Security.Cryptography;
using Carnet.Client;
using Carnet.Server.Cli.Lps;
using Carnet.Server.Platform.Pki;
using Carnet.Tests.Support;

namespace Carnet.Tests.Endpoints;

/// <summary>Revocation asked of a real responder (OpenSSL) on loopback, through the real door.</summary>
public sealed class OcspTests
{
    private const string Doctor = "claire-kerscaven";
    private const string Nurse = "sami-rozmeur";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // The whole suite beside it may keep the responder from its turn for longer than a server would wait.
    private static readonly (string, string) Patient = ("Trust:OcspTimeout", "00:00:30");

    [ToolFact("openssl")]
    public async Task A_revoked_card_neither_connects_nor_signs_and_one_that_is_good_does()
    {
        var (doctor, nurse) = (Card(Doctor), Card(Nurse));
        using var responder = await OcspResponder.StartAsync(
            [doctor.Authentication, doctor.Signature, nurse.Authentication], [nurse.Signature]);
        await using var town = await SoapServer.StartAsync(settings: [("Trust:OcspResponder", responder.Address.AbsoluteUri), Patient]);
        Assert.Equal("access.not-authorised", await AskAsync(town, Doctor));
        Assert.Equal("vihf.certificate-revoked", await AskAsync(town, Nurse));

        // Whom the responder does not know is nobody of whom something fresh is known.
        Assert.Equal("tls.revocation-unknown", await AskAsync(town, "elise-pennarstank"));
    }

    [ToolFact("openssl")]
    public async Task A_responder_that_is_slow_to_close_is_asked_each_question_on_a_connection_of_its_own()
    {
        var doctor = Card(Doctor);
        using var responder = await OcspResponder.StartAsync([doctor.Authentication, doctor.Signature], []);
        using var slow = new SlowToClose(responder.Address);
        await using var town = await SoapServer.StartAsync(settings: [("Trust:OcspResponder", slow.Address.AbsoluteUri), Patient]);
        Assert.Equal("access.not-authorised", await AskAsync(town, Doctor));
        Assert.Equal(2, slow.Connections); // the card's two certificates
    }

    [ToolFact("openssl")]
    public async Task Without_an_answer_everybody_is_refused_or_by_setting_heard_and_a_kept_answer_still_counts()
    {
        var doctor = Card(Doctor);
        var responder = await OcspResponder.StartAsync([doctor.Authentication, doctor.Signature], []);
        var address = responder.Address.AbsoluteUri;
        await using (var town = await SoapServer.StartAsync(settings: [("Trust:OcspResponder", address), Patient]))
        {
            Assert.Equal("access.not-authorised", await AskAsync(town, Doctor));
            responder.Dispose();
            Assert.Equal("access.not-authorised", await AskAsync(town, Doctor)); // within its hour
            Assert.Equal("tls.revocation-unknown", await AskAsync(town, Nurse));
        }

        await using (var town = await SoapServer.StartAsync(settings: [("Trust:OcspResponder", address), ("Trust:StaleRevocation", "Warn")]))
        {
            Assert.Equal("access.not-authorised", await AskAsync(town, Nurse));
        }
    }

    [ToolFact("openssl")]
    public async Task Where_the_responder_is_silent_a_fresh_list_speaks_and_a_list_that_revokes_always_does()
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "demo.crl"), CardWorld.RevocationList(-Hour, Hour, false, Card(Nurse).Authentication));
        var doctor = Card(Doctor);
        using var responder = await OcspResponder.StartAsync(
            [doctor.Authentication, Card(Nurse).Authentication], [doctor.Signature]);
        await using var town = await SoapServer.StartAsync(settings:
            [("Trust:OcspResponder", responder.Address.AbsoluteUri), ("Trust:RevocationLists", folder.Path), Patient]);
        Assert.Equal("vihf.certificate-revoked", await AskAsync(town, Doctor)); // the responder knows later than the list
        Assert.Equal("tls.certificate-revoked", await AskAsync(town, Nurse)); // the list says so, whatever the responder says
        Assert.Equal("access.not-authorised", await AskAsync(town, "elise-pennarstank")); // unknown there, not on the fresh list
    }

    [ToolFact("openssl")]
    public async Task An_answer_signed_by_somebody_else_old_or_of_another_question_is_none()
    {
        var (authority, doctor) = (CardWorld.Root(), Card(Doctor));
        var now = TimeProvider.System.GetUtcNow();
        using var responder = await OcspResponder.StartAsync([doctor.Authentication, doctor.Signature], []);
        var nonce = RandomNumberGenerator.GetBytes(32);
        var genuine = await PostAsync(responder.Address, OcspAnswer.Ask(doctor.Authentication, authority, nonce));
        Assert.False(OcspAnswer.Read(genuine, doctor.Authentication, authority, nonce, now)!.Revoked);
        Assert.Null(OcspAnswer.Read(genuine, doctor.Signature, authority, nonce, now));
        Assert.Null(OcspAnswer.Read(genuine, doctor.Authentication, authority, RandomNumberGenerator.GetBytes(32), now));
        Assert.Null(OcspAnswer.Read([], doctor.Authentication, authority, nonce, now));
        for (var at = 0; at < genuine.Length; at++)
        {
            // No byte may be turned so that the answer still counts and says something else.
            var changed = (byte[])genuine.Clone();
            changed[at] ^= 1;
            Assert.NotEqual(true, OcspAnswer.Read(changed, doctor.Authentication, authority, nonce, now)?.Revoked);
        }

        // A card of the same authority has no business to answer for it.
        using var folder = new ScratchFolder();
        CardWorld.CopyTo(folder.Path);
        var card = Path.Combine(folder.Path, "cards", Nurse);
        var both = folder.Write("signer.pem", File.ReadAllText(Path.Combine(card, "sign.pem")) + "\n" + File.ReadAllText(Path.Combine(card, "sign.key")));
        using var impostor = await OcspResponder.StartAsync([doctor.Authentication], [], both);
        var forged = await PostAsync(impostor.Address, OcspAnswer.Ask(doctor.Authentication, authority, nonce));
        Assert.Null(OcspAnswer.Read(forged, doctor.Authentication, authority, nonce, now));
    }

    private static async Task<byte[]> PostAsync(Uri address, byte[] question)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(question);
        content.Headers.ContentType = new("application/ocsp-request");
        using var answer = await http.PostAsync(address, content);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static Card Card(string slug)
    {
        using var folder = new ScratchFolder();
        CardWorld.CopyTo(folder.Path);
        return CardFolder.Open(Path.Combine(folder.Path, "cards", slug), LpsCommand.Software);
    }

    private static async Task<string> AskAsync(SoapServer town, string slug)
    {
        var patient = await town.OpenRecordAsync();
        return (await town.As(slug).QueryAsync(patient.Call, DocumentQueries.FindDocuments(patient.Cx))).Refusal(answer => answer.Errors).Code;
    }
}
