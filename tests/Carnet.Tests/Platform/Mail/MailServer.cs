using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Carnet.Server.Platform.Mail;
using Carnet.Tests.Support;

namespace Carnet.Tests.Platform.Mail;

/// <summary>aiosmtpd as a process of its own; what it took, as Python's mail parser reads it.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "carnet";
    public const string Password = "un secret é";

    private readonly Process _process;

    private MailServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<MailServer> StartAsync(string mode, (string Certificate, string Key) server)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", // the one that aiosmtpd is installed for
            [Path.Combine(Corpus.Repository, "tests/oracles/smtp-server.py"), mode, server.Certificate, server.Key, User, Password])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        var process = Process.Start(start)!;
        return new MailServer(process, int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
    }

    public async Task<JsonElement> NextAsync()
        => JsonDocument.Parse((await _process.StandardOutput.ReadLineAsync())!).RootElement;

    public static MailOptions Options(int port, MailSecurity security, string? roots) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Security = security.ToString(),
        User = User,
        Password = Password,
        From = "ne-pas-repondre@carnet.example.test",
        FromName = "Carnet de santé",
        Roots = roots,
    };

    public static MailRelay Relay(MailOptions options, TimeProvider? clock = null)
        => new(Microsoft.Extensions.Options.Options.Create(options), clock ?? TimeProvider.System);

    public static MailMessage Message(string to, string subject = "Du nouveau dans votre carnet", string body = "Bonjour.", Guid? id = null) => new(
        id ?? Guid.CreateVersion7(), new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero),
        MailAddress.Parse("ne-pas-repondre@carnet.example.test")!, "Carnet de santé", MailAddress.Parse(to)!, subject, body);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
