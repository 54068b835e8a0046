using Carnet.Server.Platform.Mail;
using Carnet.Tests.Support;

namespace Carnet.Tests.Platform.Mail;

/// <summary>N-9: e-mail over a real connection to a server that we did not write.</summary>
public sealed class MailRelayTests
{
    private const string Body = "Première ligne, avec des accents : éàüœ € – et un émoji 🩺.\n.une ligne qui commence par un point\n..deux\n.\n"
        + "Une ligne longue longue longue longue longue longue longue longue longue longue longue longue longue longue longue.  \n\nFin=";

    [ToolFact("/usr/bin/python3", "aiosmtpd")]
    public Task N_9_mail_arrives_whole_over_implicit_tls() => ArrivesAsync("implicit", MailSecurity.ImplicitTls);

    [ToolFact("/usr/bin/python3", "aiosmtpd")]
    public Task N_9_mail_arrives_whole_over_starttls() => ArrivesAsync("starttls", MailSecurity.StartTls);

    [ToolFact("/usr/bin/python3", "aiosmtpd")]
    public async Task N_9_a_refused_recipient_is_given_up_a_full_one_is_tried_later()
    {
        using var certificates = new TestCertificates();
        await using var server = await MailServer.StartAsync("implicit", certificates.Issue("127.0.0.1"));
        var relay = MailServer.Relay(MailServer.Options(server.Port, MailSecurity.ImplicitTls, certificates.Roots));
        Assert.Equal(MailVerdict.Refused, await relay.SendAsync(MailServer.Message("inconnu@example.test"), default));
        Assert.Equal(MailVerdict.Deferred, await relay.SendAsync(MailServer.Message("plein@example.test"), default));
    }

    [ToolFact("/usr/bin/python3", "aiosmtpd")]
    public async Task N_9_a_wrong_password_loses_no_message()
    {
        using var certificates = new TestCertificates();
        await using var server = await MailServer.StartAsync("implicit", certificates.Issue("127.0.0.1"));
        var options = MailServer.Options(server.Port, MailSecurity.ImplicitTls, certificates.Roots);
        options.Password = "faux";
        Assert.Equal(MailVerdict.Deferred, await MailServer.Relay(options).SendAsync(MailServer.Message("zoe@example.test"), default));
    }

    [ToolFact("/usr/bin/python3", "aiosmtpd")]
    public async Task A_certificate_of_another_root_or_name_is_not_believed()
    {
        using var certificates = new TestCertificates();
        using var others = new TestCertificates();
        await using var server = await MailServer.StartAsync("implicit", certificates.Issue("mail.example.test"));
        foreach (var roots in (string?[])[certificates.Roots, others.Roots, null])
        {
            var relay = MailServer.Relay(MailServer.Options(server.Port, MailSecurity.ImplicitTls, roots));
            await Assert.ThrowsAsync<MailTransportException>(() => relay.SendAsync(MailServer.Message("zoe@example.test"), default));
        }
    }

    private static async Task ArrivesAsync(string mode, MailSecurity security)
    {
        using var certificates = new TestCertificates();
        await using var server = await MailServer.StartAsync(mode, certificates.Issue("127.0.0.1"));
        var relay = MailServer.Relay(MailServer.Options(server.Port, security, certificates.Roots));
        var id = Guid.CreateVersion7();
        const string Subject = "Un sujet très long, plus long qu'une seule ligne d'en-tête, avec des accents à é è et un émoji 🩺";
        Assert.Equal(MailVerdict.Accepted, await relay.SendAsync(MailServer.Message("zoé".Replace('é', 'e') + "@exämple.test", Subject, Body, id), default));

        var mail = await server.NextAsync();
        Assert.True(mail.GetProperty("tls").GetBoolean());
        Assert.Equal(MailServer.User, mail.GetProperty("user").GetString());
        Assert.Equal("ne-pas-repondre@carnet.example.test", mail.GetProperty("sender").GetString());
        Assert.Equal("zoe@xn--exmple-cua.test", mail.GetProperty("recipients")[0].GetString());
        Assert.Equal("Carnet de santé", mail.GetProperty("from").GetString());
        Assert.Equal(Subject, mail.GetProperty("subject").GetString());
        Assert.Equal($"<{id}@carnet.example.test>", mail.GetProperty("id").GetString());
        Assert.Equal("2027-03-01T08:00:00+00:00", mail.GetProperty("date").GetString());
        Assert.Equal("auto-generated", mail.GetProperty("auto").GetString());
        Assert.Equal(Body + "\n", mail.GetProperty("body").GetString());
        Assert.Equal(0, mail.GetProperty("defects").GetArrayLength());
        Assert.InRange(mail.GetProperty("longest").GetInt32(), 1, 76);
        Assert.True(mail.GetProperty("ascii").GetBoolean());
    }
}
