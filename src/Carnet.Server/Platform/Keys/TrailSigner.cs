using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Keys;

/// <summary>Signs the batches of the trail: ECDSA P-256 with SHA-256, a key of its own.</summary>
internal sealed class TrailSigner : IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _signing = new();

    public TrailSigner(IOptions<DataOptions> data)
    {
        var path = Path.Combine(data.Value.Keys, "trail.pem");
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path))
        {
            _key.ImportFromPem(File.ReadAllText(path));
        }
        else
        {
            SecretFile.Write(path, Encoding.ASCII.GetBytes(_key.ExportPkcs8PrivateKeyPem()));
            File.WriteAllText(Path.ChangeExtension(path, ".pub.pem"), _key.ExportSubjectPublicKeyInfoPem());
        }
    }

    public byte[] Sign(ReadOnlySpan<byte> head)
    {
        lock (_signing)
        {
            return _key.SignHash(head.ToArray());
        }
    }

    /// <summary>The public key, for whoever checks a proof without us.</summary>
    public string PublicPem()
    {
        lock (_signing)
        {
            return _key.ExportSubjectPublicKeyInfoPem();
        }
    }

    /// <summary>SHA-256 of the public key, hexadecimal.</summary>
    public string Fingerprint()
    {
        lock (_signing)
        {
            return Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));
        }
    }

    public bool Verify(ReadOnlySpan<byte> head, ReadOnlySpan<byte> signature)
    {
        lock (_signing)
        {
            return _key.VerifyHash(head, signature);
        }
    }

    public void Dispose() => _key.Dispose();
}
