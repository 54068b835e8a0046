using System.Net;
using System.Net.Sockets;

namespace Carnet.Tests.Support;

/// <summary>Relays connections to a responder and leaves each open after the answer until the caller speaks again or goes.</summary>
/// <remarks>
/// A responder that answers in HTTP/1.0 closes after each answer; on a busy machine the caller may be faster with its
/// next question. That moment lasts here as long as the caller lets it.
/// </remarks>
internal sealed class SlowToClose : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _responder;
    private int _connections;

    public SlowToClose(Uri responder)
    {
        _responder = responder;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}/");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public int Connections => Volatile.Read(ref _connections);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptTcpClientAsync());
                Interlocked.Increment(ref _connections);
            }
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(TcpClient caller)
    {
        using var mine = caller;
        using var responder = new TcpClient();
        await responder.ConnectAsync(_responder.Host, _responder.Port);
        var (there, here) = (responder.GetStream(), caller.GetStream());
        var answered = there.CopyToAsync(here);
        var heard = new byte[4096];
        while (await here.ReadAsync(heard) is > 0 and var size && !answered.IsCompleted)
        {
            await there.WriteAsync(heard.AsMemory(0, size));
        }
    }
}
