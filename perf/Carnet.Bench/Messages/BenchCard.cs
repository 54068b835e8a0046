using System.Security.Cryptography.X509Certificates;

namespace Carnet.Bench.Messages;

/// <summary>A virtual card or a pair of establishment certificates from the demo folder.</summary>
internal sealed class BenchCard : IDisposable
{
    public BenchCard(string folder)
    {
        Authentication = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "auth.pem"), Path.Combine(folder, "auth.key"));
        Signature = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "sign.pem"), Path.Combine(folder, "sign.key"));
    }

    public X509Certificate2 Authentication { get; }

    public X509Certificate2 Signature { get; }

    public void Dispose()
    {
        Authentication.Dispose();
        Signature.Dispose();
    }
}
