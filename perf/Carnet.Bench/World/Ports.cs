using System.Net;
using System.Net.Sockets;

namespace Carnet.Bench.World;

/// <summary>Loopback ports that nobody uses now.</summary>
internal static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
