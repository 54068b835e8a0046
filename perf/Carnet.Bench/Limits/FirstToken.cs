using System.Diagnostics;
using Carnet.Bench.Messages;
using Carnet.Bench.World;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Pki;
using Carnet.Wire.Vihf;
using Microsoft.Extensions.Options;

namespace Carnet.Bench.Limits;

/// <summary>What the first verification of a token costs when its certificate is known, on one thread.</summary>
internal static class FirstToken
{
    private const int Warm = 3_000;
    private const int Count = 4_000;

    public static TimeSpan Cost(Requests requests, string demo)
    {
        var trust = new CertificateTrust(
            Options.Create(new TrustOptions { Roots = Path.Combine(demo, "ca.pem") }), TimeProvider.System);
        var envelopes = Requests.Many(Warm + Count, _ => requests.FindEnvelope(BenchPatients.Searched));
        Verify(envelopes.AsSpan(0, Warm), trust);
        Thread.Sleep(300); // the compiler finishes what the warm-up has asked of it
        var watch = Stopwatch.StartNew();
        Verify(envelopes.AsSpan(Warm), trust);
        return watch.Elapsed / Count;
    }

    private static void Verify(Span<byte[]> envelopes, CertificateTrust trust)
    {
        foreach (var envelope in envelopes)
        {
            if (VihfVerifier.Verify(envelope, trust.TrustedSigner) is not VihfVerification.Verified)
            {
                throw new InvalidOperationException("A token of the bench does not verify.");
            }
        }
    }
}
