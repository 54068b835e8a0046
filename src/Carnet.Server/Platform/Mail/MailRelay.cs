using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Carnet.Server.Platform.Mail;

/// <summary>What became of a message at the mail server.</summary>
internal enum MailVerdict
{
    /// <summary>The server answers for it from here on.</summary>
    Accepted,

    /// <summary>Not now, or not as we are set up.</summary>
    Deferred,

    /// <summary>This recipient, or this message, never.</summary>
    Refused,
}

/// <summary>The mail server was not reached, is not the one we mean, or does not speak SMTP.</summary>
/// <remarks>
/// The message names what failed, never what was said: MailKit's exceptions carry the words of the server, among them
/// addresses, so that none of them leaves this room, not even as a cause.
/// </remarks>
internal sealed class MailTransportException(string message) : Exception(message);

/// <summary>Hands one message to the configured mail server, by MailKit.</summary>
/// <remarks>
/// One connection for each message: messages are few. The server's certificate is always checked, its name too; without the
/// protection that is configured nothing is said, least of all the password. What concerns our settings (greeting, login,
/// sender) is only ever deferred, so that a wrong password does not lose messages. Source: RFC 5321; RFC 3207; RFC 8314 §3;
/// RFC 4954.
/// </remarks>
internal sealed class MailRelay(IOptions<MailOptions> options, TimeProvider clock)
{
    // 530 asks us to log in, 552 is said of a mailbox that is full today.
    private const int LogInFirst = 530;
    private const int MailboxFull = 552;

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    public async Task<MailVerdict> SendAsync(MailMessage message, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            return await ConverseAsync(message, either.Token);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
        catch (Exception) when (deadline.IsCancellationRequested)
        {
            throw new MailTransportException("The mail server took too long.");
        }
        catch (SslHandshakeException)
        {
            throw new MailTransportException("The certificate of the mail server is not believed, or TLS failed.");
        }
        catch (NotSupportedException)
        {
            throw new MailTransportException("The mail server does not offer STARTTLS, or somebody took the offer away.");
        }
        catch (Exception cause) when (cause is not MailTransportException)
        {
            throw new MailTransportException($"The mail server was not reached, or does not speak SMTP: {cause.GetType().Name}.");
        }
    }

    private async Task<MailVerdict> ConverseAsync(MailMessage message, CancellationToken ct)
    {
        var settings = options.Value;
        using var client = new Client(new Listener())
        {
            LocalDomain = message.From.Domain,
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = (_, certificate, chain, errors) => IsBelieved(certificate, chain, errors),
        };
        try
        {
            await client.ConnectAsync(settings.Host!, settings.PortNumber, settings.Protection switch
            {
                MailSecurity.ImplicitTls => SecureSocketOptions.SslOnConnect,
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                MailSecurity.None => SecureSocketOptions.None,
            }, ct);
        }
        catch (SmtpCommandException said) when ((int)said.StatusCode is >= 400 and < 600)
        {
            return MailVerdict.Deferred; // it is there, and busy
        }

        if (settings.Protection is not MailSecurity.None && !client.IsSecure)
        {
            throw new MailTransportException("The connection to the mail server is not protected.");
        }

        return await DeliverAsync(client, message, settings, ct);
    }

    private static async Task<MailVerdict> DeliverAsync(
        Client client, MailMessage message, MailOptions settings, CancellationToken ct)
    {
        if (settings is { User: { Length: > 0 } user, Password: { } password } && !await LogInAsync(client, user, password, ct))
        {
            return MailVerdict.Deferred;
        }

        // Addresses travel in their ASCII form, also to a server that would take another: the mailbox behind it might not.
        client.Capabilities &= ~SmtpCapabilities.UTF8;
        using var mail = message.ToMime();
        try
        {
            await client.SendAsync(mail, ct);
        }
        catch (ServiceNotAuthenticatedException)
        {
            return MailVerdict.Deferred;
        }
        catch (SmtpCommandException said)
        {
            return Verdict(client, said.ErrorCode, (int)said.StatusCode);
        }

        await LeaveAsync(client, ct);
        return MailVerdict.Accepted;
    }

    private static MailVerdict Verdict(Client client, SmtpErrorCode about, int code) => code switch
    {
        < 500 => MailVerdict.Deferred,
        _ when !client.SenderTaken => MailVerdict.Deferred,
        LogInFirst or MailboxFull when !client.RecipientTaken => MailVerdict.Deferred,
        _ when !client.RecipientTaken || about is SmtpErrorCode.MessageNotAccepted => MailVerdict.Refused,
        _ => MailVerdict.Deferred,
    };

    private static async Task<bool> LogInAsync(Client client, string user, string password, CancellationToken ct)
    {
        try
        {
            await client.AuthenticateAsync(Encoding.UTF8, user, password, ct);
            return true;
        }
        catch (Exception cause)
            when (cause is AuthenticationException or SaslException or SmtpCommandException or NotSupportedException)
        {
            return false;
        }
    }

    // The verdict stands; a server that hangs up on our farewell does not change it.
    private static async Task LeaveAsync(Client client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception cause) when (cause is ProtocolException or CommandException or IOException or OperationCanceledException)
        {
        }
    }

    // MailKit's own callback believes the certificates of some large providers whatever is wrong with them: not ours.
    private bool IsBelieved(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (options.Value.Roots is not { Length: > 0 } roots)
        {
            return errors is SslPolicyErrors.None;
        }

        if (certificate is not X509Certificate2 leaf || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            return false; // the name is another's, or there is no certificate at all
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(roots);
        chain.ChainPolicy.ExtraStore.AddRange(sent?.ChainPolicy.ExtraStore ?? []);
        return chain.Build(leaf);
    }

    /// <summary>MailKit's client, which remembers how far the server went along.</summary>
    private sealed class Client(IProtocolLogger limit) : SmtpClient(limit)
    {
        public bool SenderTaken { get; private set; }

        public bool RecipientTaken { get; private set; }

        protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
            => SenderTaken = true;

        protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
            => RecipientTaken = true;
    }

    /// <summary>Stands where MailKit offers a log; logs nothing, and ends what no honest server says.</summary>
    private sealed class Listener : IProtocolLogger
    {
        private const int MostBytes = 64 * 1024;

        private int _said;
        private bool _promised;

        public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

        public void LogConnect(Uri uri)
        {
        }

        public void LogClient(byte[] buffer, int offset, int count)
            => _promised = buffer.AsSpan(offset, count).SequenceEqual("STARTTLS\r\n"u8);

        public void LogServer(byte[] buffer, int offset, int count)
        {
            _said += count;
            if (_said > MostBytes)
            {
                throw new MailTransportException("The mail server says more than a conversation about one message holds.");
            }

            // MailKit would go on: what comes with the answer to STARTTLS was said by nobody we know (RFC 3207 §4.2).
            if (_promised && buffer.AsSpan(offset, count).IndexOf((byte)'\n') is var end and >= 0 && end != count - 1)
            {
                throw new MailTransportException("Something was said between STARTTLS and TLS.");
            }
        }

        public void Dispose()
        {
        }
    }
}
