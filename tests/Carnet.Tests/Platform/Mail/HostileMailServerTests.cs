using System.Net;
using System.Net.Sockets;
using System.Text;
using Carnet.Server.Platform.Mail;

namespace Carnet.Tests.Platform.Mail;

/// <summary>A server, or somebody on the way, that plays tricks.</summary>
public sealed class HostileMailServerTests
{
    private const string Greeting = "220 mail.example.test\r\n";
    private const string Hello = "250-mail.example.test\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n";

    [Fact]
    public async Task Without_the_offer_of_STARTTLS_neither_password_nor_message_is_said()
    {
        var heard = await RefusedAsync(MailSecurity.StartTls, async (stream, heard) =>
        {
            await SayAsync(stream, Greeting);
            await HearAsync(stream, heard);
            await SayAsync(stream, "250-mail.example.test\r\n250 AUTH PLAIN\r\n");
            await HearAsync(stream, heard);
        });
        Assert.Equal("EHLO carnet.example.test\r\n", heard);
    }

    [Fact]
    public async Task What_is_said_between_STARTTLS_and_TLS_ends_the_session()
    {
        var heard = await RefusedAsync(MailSecurity.StartTls, async (stream, heard) =>
        {
            await SayAsync(stream, Greeting);
            await HearAsync(stream, heard);
            await SayAsync(stream, Hello);
            await HearAsync(stream, heard);
            await SayAsync(stream, "220 go ahead\r\n250-injected\r\n250 AUTH PLAIN\r\n");
            await HearAsync(stream, heard);
        });
        Assert.Equal("EHLO carnet.example.test\r\nSTARTTLS\r\n", heard);
    }

    [Theory]
    [InlineData("")]
    [InlineData("220")]
    [InlineData("22")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("220-a\r\n250 b\r\n")]
    [InlineData("999 a\r\n")]
    [InlineData("zoe@example.test has written to carnet.example.test\r\n")]
    [InlineData("220_a\r\n")]
    public async Task An_answer_that_is_none_ends_the_session(string said)
        => Assert.Equal("", await RefusedAsync(MailSecurity.StartTls, (stream, _) => SayAsync(stream, said)));

    [Fact]
    public async Task A_line_without_end_and_an_answer_without_end_are_cut()
    {
        await RefusedAsync(MailSecurity.StartTls, async (stream, _) => await SayAsync(stream, "220 " + new string('x', 100_000)));
        await RefusedAsync(MailSecurity.StartTls, async (stream, _) =>
            await SayAsync(stream, string.Concat(Enumerable.Repeat("220-encore\r\n", 10_000))));
    }

    [Fact]
    public async Task A_silent_server_is_left_when_the_time_is_over()
    {
        var clock = new ManualTimers();
        var options = MailServer.Options(0, MailSecurity.StartTls, null);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        options.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var sending = MailServer.Relay(options, clock).SendAsync(MailServer.Message("zoe@example.test"), default);
        using var silent = await listener.AcceptTcpClientAsync();
        clock.Fire();
        await Assert.ThrowsAsync<MailTransportException>(() => sending);
    }

    [Theory]
    [InlineData("554 nobody\r\n", MailVerdict.Deferred, "")]
    [InlineData("250 ok\r\n|550 no\r\n", MailVerdict.Deferred, "MAIL FROM")]
    [InlineData("250 ok\r\n|250 ok\r\n|421 closing\r\n", MailVerdict.Deferred, "RCPT TO")]
    [InlineData("250 ok\r\n|250 ok\r\n|552 full\r\n", MailVerdict.Deferred, "RCPT TO")]
    [InlineData("250 ok\r\n|250 ok\r\n|553 no\r\n", MailVerdict.Refused, "RCPT TO")]
    [InlineData("250 ok\r\n|250 ok\r\n|250 ok\r\n|451 later\r\n", MailVerdict.Deferred, "DATA")]
    [InlineData("250 ok\r\n|250 ok\r\n|250 ok\r\n|354 go\r\n|554 spam\r\n", MailVerdict.Refused, "Subject: ")]
    [InlineData("250 ok\r\n|250 ok\r\n|250 ok\r\n|354 go\r\n|451 later\r\n", MailVerdict.Deferred, "Subject: ")]
    [InlineData("250 ok\r\n|250 ok\r\n|250 ok\r\n|354 go\r\n|250 ok\r\n", MailVerdict.Accepted, "Subject: ")]
    internal async Task Each_answer_has_its_verdict(string answers, MailVerdict verdict, string last)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = MailServer.Options(((IPEndPoint)listener.LocalEndpoint).Port, MailSecurity.None, null);
        (options.User, options.Password) = (null, null);
        var sending = MailServer.Relay(options).SendAsync(MailServer.Message("zoe@example.test"), default);
        using var client = await listener.AcceptTcpClientAsync();
        var (stream, heard) = (client.GetStream(), new StringBuilder());
        var (greeted, inData) = (!answers.StartsWith('5'), false);
        await SayAsync(stream, greeted ? Greeting : answers);
        foreach (var answer in greeted ? answers.Split('|') : [])
        {
            await HearAsync(stream, heard, until: inData ? "\r\n.\r\n" : "\r\n");
            await SayAsync(stream, answer);
            inData = answer.StartsWith("354", StringComparison.Ordinal);
        }

        // MailKit takes a refused message back before it tells of it; no farewell is waited for.
        if (verdict is not MailVerdict.Accepted && greeted)
        {
            await HearAsync(stream, heard);
            await SayAsync(stream, "250 ok\r\n");
        }

        client.Close();
        Assert.Equal(verdict, await sending);
        Assert.Contains(last, heard.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zoe@example.test\r\nRCPT TO:<autre@example.test>")]
    [InlineData("zoe@example.test\nBcc: autre@example.test")]
    [InlineData("zoe@example.test>")]
    [InlineData("<zoe@example.test>")]
    [InlineData("zoe @example.test")]
    [InlineData("\"zoe\"@example.test")]
    [InlineData("zoé@example.test")]
    [InlineData("zoe@exa mple.test")]
    [InlineData("zoe@example.test\0")]
    [InlineData("zoe@@example.test")]
    [InlineData("zoe@example..test")]
    [InlineData(".zoe@example.test")]
    [InlineData("@example.test")]
    [InlineData("zoe@")]
    [InlineData("")]
    [InlineData(null)]
    public void An_address_that_could_be_a_command_is_none(string? text) => Assert.Null(MailAddress.Parse(text));

    [Fact]
    public void A_line_end_in_subject_or_name_opens_no_header()
    {
        using var mail = (MailServer.Message("zoe@example.test", "Objet\r\nBcc: autre@example.test", "Corps") with { FromName = "N\r\nX: y" }).ToMime();
        using var bytes = new MemoryStream();
        mail.WriteTo(bytes);
        var written = Encoding.ASCII.GetString(bytes.ToArray()).ReplaceLineEndings("\r\n");
        var headers = written[..written.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        Assert.DoesNotContain("\r\nBcc", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nX:", headers, StringComparison.Ordinal);
    }

    [Fact]
    public void N_9_wrong_mail_settings_are_named()
    {
        var validation = new MailOptionsValidation();
        Assert.True(validation.Validate(null, new MailOptions()).Succeeded);
        var good = MailServer.Options(465, MailSecurity.ImplicitTls, null);
        Assert.True(validation.Validate(null, good).Succeeded);
        Assert.Contains("Carnet:Mail:Security", Fail(options => options.Security = "Tls"), StringComparison.Ordinal);
        Assert.Contains("only a server on this machine", Fail(options => (options.Host, options.Security) = ("mail.example.test", "None")), StringComparison.Ordinal);
        Assert.Contains("Carnet:Mail:From", Fail(options => options.From = "Carnet"), StringComparison.Ordinal);
        Assert.Contains("go together", Fail(options => options.Password = null), StringComparison.Ordinal);
        Assert.Contains("Carnet:Mail:Roots", Fail(options => options.Roots = "/n/existe/pas"), StringComparison.Ordinal);
        Assert.Contains("Carnet:Mail:Port", Fail(options => options.Port = 0), StringComparison.Ordinal);

        string Fail(Action<MailOptions> change)
        {
            var options = MailServer.Options(465, MailSecurity.ImplicitTls, null);
            change(options);
            return validation.Validate(null, options).FailureMessage ?? "";
        }
    }

    /// <summary>What the server heard before the client gave up on it.</summary>
    private static async Task<string> RefusedAsync(MailSecurity security, Func<Stream, StringBuilder, Task> server)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = MailServer.Options(((IPEndPoint)listener.LocalEndpoint).Port, security, null);
        var sending = MailServer.Relay(options).SendAsync(MailServer.Message("zoe@example.test"), default);
        var heard = new StringBuilder();
        using (var client = await listener.AcceptTcpClientAsync())
        {
            try
            {
                await server(client.GetStream(), heard);
            }
            catch (IOException)
            {
                // The client hung up first.
            }
        }

        var told = await Assert.ThrowsAsync<MailTransportException>(() => sending);
        Assert.Null(told.InnerException); // whose words would be the server's
        Assert.DoesNotContain("example", told.ToString(), StringComparison.Ordinal);
        return heard.ToString();
    }

    private static Task SayAsync(Stream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    private static async Task HearAsync(Stream stream, StringBuilder heard, string until = "\r\n")
    {
        var buffer = new byte[4096];
        do
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                return;
            }

            heard.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        while (!heard.ToString().EndsWith(until, StringComparison.Ordinal));
    }

    /// <summary>A clock whose timers ring when the test says so.</summary>
    private sealed class ManualTimers : TimeProvider
    {
        private readonly List<(TimerCallback Callback, object? State)> _timers = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add((callback, state));
            return new Nothing();
        }

        public void Fire() => _timers.ForEach(timer => timer.Callback(timer.State));

        private sealed class Nothing : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
