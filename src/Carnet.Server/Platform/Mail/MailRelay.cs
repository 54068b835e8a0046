using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;

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

/// <summary>Hands one message to the configured mail server: a small SMTP client.</summary>
/// <remarks>
/// The framework's own client does not do implicit TLS. One connection for each message: messages are few. The server's
/// certificate is always checked, its name too; without the protection that is configured nothing is said, least of all
/// the password. What concerns our settings (greeting, login, sender) is only ever deferred, so that a wrong password
/// does not lose messages. Source: RFC 5321; RFC 3207; RFC 8314 §3; RFC 4954; RFC 4616.
/// </remarks>
internal sealed class MailRelay(IOptions<MailOptions> options, TimeProvider clock)
{
    public async Task<MailVerdict> SendAsync(MailMessage message, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            return await ConverseAsync(message, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SmtpProtocolException("The mail server took too long.");
        }
    }

    private async Task<MailVerdict> ConverseAsync(MailMessage message, CancellationToken ct)
    {
        var settings = options.Value;
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(settings.Host!, settings.PortNumber, ct);
        await using var network = socket.GetStream();
        SslStream? protectedStream = null;
        try
        {
            SmtpLines lines;
            if (settings.Protection is MailSecurity.ImplicitTls)
            {
                protectedStream = await ProtectAsync(network, ct);
                lines = new SmtpLines(protectedStream);
                if (!(await lines.ReadAsync(ct)).IsPositive)
                {
                    return MailVerdict.Deferred;
                }
            }
            else
            {
                lines = new SmtpLines(network);
                if (!(await lines.ReadAsync(ct)).IsPositive)
                {
                    return MailVerdict.Deferred;
                }

                if (settings.Protection is MailSecurity.StartTls)
                {
                    await AskForTlsAsync(lines, ct);
                    protectedStream = await ProtectAsync(network, ct);
                    lines = new SmtpLines(protectedStream);
                }
            }

            var verdict = await DeliverAsync(lines, message, ct);
            await LeaveAsync(lines, ct);
            return verdict;
        }
        finally
        {
            if (protectedStream is not null)
            {
                await protectedStream.DisposeAsync();
            }
        }
    }

    private async Task<MailVerdict> DeliverAsync(SmtpLines lines, MailMessage message, CancellationToken ct)
    {
        var hello = await lines.AskAsync(Hello, ct);
        if (!hello.IsPositive || !await LogInAsync(lines, hello, ct)
            || !(await lines.AskAsync($"MAIL FROM:<{message.From}>", ct)).IsPositive)
        {
            return MailVerdict.Deferred;
        }

        var recipient = await lines.AskAsync($"RCPT TO:<{message.To}>", ct);
        if (!recipient.IsPositive)
        {
            // 530 asks us to log in, 552 is said of a mailbox that is full today.
            return recipient is { IsPermanent: true, Code: not (530 or 552) } ? MailVerdict.Refused : MailVerdict.Deferred;
        }

        if ((await lines.AskAsync("DATA", ct)).Code != 354)
        {
            return MailVerdict.Deferred;
        }

        var taken = await lines.SendDataAsync(message.Write(), ct);
        return taken.IsPositive ? MailVerdict.Accepted : taken.IsPermanent ? MailVerdict.Refused : MailVerdict.Deferred;
    }

    private async Task AskForTlsAsync(SmtpLines lines, CancellationToken ct)
    {
        var hello = await lines.AskAsync(Hello, ct);
        if (!hello.IsPositive || !hello.Offers("STARTTLS"))
        {
            throw new SmtpProtocolException("The mail server does not offer STARTTLS, or somebody took the offer away.");
        }

        if ((await lines.AskAsync("STARTTLS", ct)).Code != 220)
        {
            throw new SmtpProtocolException("The mail server refuses STARTTLS.");
        }

        if (lines.HasMore)
        {
            throw new SmtpProtocolException("Something was said between STARTTLS and TLS.");
        }
    }

    private async Task<bool> LogInAsync(SmtpLines lines, SmtpReply hello, CancellationToken ct)
    {
        if (options.Value is not { User: { Length: > 0 } user, Password: { } password })
        {
            return true;
        }

        var ways = hello.Words("AUTH");
        if (ways.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
        {
            return (await lines.AskAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", ct)).Code == 235;
        }

        return ways.Contains("LOGIN", StringComparer.OrdinalIgnoreCase)
            && (await lines.AskAsync("AUTH LOGIN", ct)).Code == 334
            && (await lines.AskAsync(Base64(user), ct)).Code == 334
            && (await lines.AskAsync(Base64(password), ct)).Code == 235;
    }

    private async Task<SslStream> ProtectAsync(Stream network, CancellationToken ct)
    {
        var tls = new SslStream(network, leaveInnerStreamOpen: true);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = options.Value.Host,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                CertificateChainPolicy = Policy(options.Value.Roots),
            }, ct);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private static X509ChainPolicy? Policy(string? roots)
    {
        if (string.IsNullOrEmpty(roots))
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(roots);
        return policy;
    }

    // The verdict stands; a server that hangs up on our farewell does not change it.
    private static async Task LeaveAsync(SmtpLines lines, CancellationToken ct)
    {
        try
        {
            await lines.AskAsync("QUIT", ct);
        }
        catch (Exception cause) when (cause is SmtpProtocolException or IOException or OperationCanceledException)
        {
        }
    }

    private string Hello => $"EHLO {MailAddress.Parse(options.Value.From)!.Domain}";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
