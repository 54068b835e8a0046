using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Antivirus;

/// <summary>Section <c>Carnet:Antivirus</c>: the scanner that looks at deposits; without an address none does.</summary>
internal sealed class AntivirusOptions
{
    /// <summary><c>unix:/run/clamav/clamd.ctl</c>, or <c>tcp:host:3310</c> inside a network of one's own: clamd knows no TLS.</summary>
    public string? Address { get; set; }

    /// <summary>For one content. Default 30 seconds; then the document waits in quarantine.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    public bool IsSetUp => !string.IsNullOrEmpty(Address);

    /// <summary>Null where the address is none.</summary>
    public (string Host, int Port)? Tcp => Address?.Split(':') is ["tcp", { Length: > 0 } host, var port]
        && int.TryParse(port, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
        ? (host, number) : null;

    public string? Socket => Address is { } address && address.StartsWith("unix:/", StringComparison.Ordinal) ? address["unix:".Length..] : null;
}

/// <summary>Refuses to start on a scanner that cannot be meant.</summary>
internal sealed class AntivirusOptionsValidation : IValidateOptions<AntivirusOptions>
{
    public ValidateOptionsResult Validate(string? name, AntivirusOptions options)
        => options.IsSetUp && options.Tcp is null && options.Socket is null
            ? ValidateOptionsResult.Fail($"Carnet:Antivirus:Address is \"{options.Address}\"; allowed: unix:/path or tcp:host:port.")
            : options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(10)
                ? ValidateOptionsResult.Fail("Carnet:Antivirus:Timeout must lie between 00:00:01 and 00:10:00.")
                : ValidateOptionsResult.Success;
}

/// <summary>What the scanner says of a content.</summary>
internal enum ScanVerdict
{
    Clean,

    /// <summary>It found what it looks for.</summary>
    Bad,

    /// <summary>It is away, too slow, or does not answer as it should: nothing is known.</summary>
    Unknown,
}

/// <summary>Asks clamd, with its INSTREAM command, one connection for each content.</summary>
/// <remarks>Only the two answers that clamd is documented to give count; anything else is no verdict, so never "clean".</remarks>
internal sealed class ClamdClient(IOptions<AntivirusOptions> options, TimeProvider clock)
{
    private const int Piece = 64 * 1024;
    private const int LongestAnswer = 4096;

    public bool IsSetUp => options.Value.IsSetUp;

    public async Task<ScanVerdict> ScanAsync(Stream content, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var socket = await ConnectAsync(either.Token);
            await using var stream = new NetworkStream(socket);
            await SendAsync(stream, content, either.Token);
            return await AnswerAsync(stream, either.Token);
        }
        catch (Exception cause) when (cause is SocketException or IOException
            || (cause is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return ScanVerdict.Unknown;
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken ct)
    {
        var socket = options.Value.Tcp is null
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await (options.Value.Tcp is var (host, port)
                ? socket.ConnectAsync(host, port, ct)
                : socket.ConnectAsync(new UnixDomainSocketEndPoint(options.Value.Socket!), ct));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task SendAsync(NetworkStream stream, Stream content, CancellationToken ct)
    {
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
        var buffer = new byte[4 + Piece];
        int count;
        while ((count = await content.ReadAtLeastAsync(buffer.AsMemory(4), Piece, throwOnEndOfStream: false, ct)) > 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(buffer, count);
            await stream.WriteAsync(buffer.AsMemory(0, 4 + count), ct);
        }

        await stream.WriteAsync(new byte[4], ct);
    }

    private static async Task<ScanVerdict> AnswerAsync(NetworkStream stream, CancellationToken ct)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length && !answer.AsSpan(0, length).Contains((byte)0)
            && await stream.ReadAsync(answer.AsMemory(length), ct) is > 0 and var count)
        {
            length += count;
        }

        var text = Encoding.ASCII.GetString(answer, 0, length).TrimEnd('\0', '\n');
        return text is "stream: OK" ? ScanVerdict.Clean
            : text.StartsWith("stream: ", StringComparison.Ordinal) && text.EndsWith(" FOUND", StringComparison.Ordinal) ? ScanVerdict.Bad
            : ScanVerdict.Unknown;
    }
}
