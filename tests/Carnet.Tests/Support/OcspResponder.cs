using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Carnet.Tests.Support;

/// <summary>The responder of OpenSSL on loopback, for the authority of the demo cards.</summary>
internal sealed class OcspResponder : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Process _process;

    private OcspResponder(Process process, ScratchFolder folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    /// <param name="revoked">Whose certificates are; all others that are listed are good.</param>
    /// <param name="signer">PEM of certificate and key that sign; null for the authority itself.</param>
    public static async Task<OcspResponder> StartAsync(
        IReadOnlyList<X509Certificate2> good, IReadOnlyList<X509Certificate2> revoked, string? signer = null, params string[] more)
    {
        var folder = new ScratchFolder();
        CardWorld.CopyTo(folder.Path);
        var index = folder.Write("index.txt", string.Concat(good.Select(one => Line(one, 'V')).Concat(revoked.Select(one => Line(one, 'R')))));
        var port = FreePort();
        var (ca, key) = (Path.Combine(folder.Path, "ca.pem"), Path.Combine(folder.Path, "ca.key"));
        var start = new ProcessStartInfo("openssl",
        [
            "ocsp", "-index", index, "-port", port.ToString(CultureInfo.InvariantCulture), "-CA", ca,
            "-rsigner", signer ?? ca, "-rkey", signer ?? key, .. more,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var waits = new TaskCompletionSource();
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // Not asked by a connection without a request: the responder would wait for the rest of it for ever.
        await waits.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return new OcspResponder(process, folder, new Uri($"http://127.0.0.1:{port}/"));

        void Hear(object sender, DataReceivedEventArgs line)
        {
            if (line.Data?.Contains("waiting for OCSP client connections", StringComparison.Ordinal) is true)
            {
                waits.TrySetResult();
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Line(X509Certificate2 certificate, char state)
    {
        var until = certificate.NotAfter.ToUniversalTime().ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
        return $"{state}\t{until}\t{(state == 'R' ? "261101000000Z" : "")}\t{certificate.SerialNumber}\tunknown\t/CN={certificate.SerialNumber}\n";
    }
}
