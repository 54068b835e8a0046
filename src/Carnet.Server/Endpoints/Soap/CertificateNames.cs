using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Reads and compares the names in certificates.</summary>
internal static class CertificateNames
{
    private const string FamilyNameOid = "2.5.4.4";
    private const string GivenNameOid = "2.5.4.42";
    private const int MostAnswers = 20_000;

    private static readonly ConcurrentDictionary<(string, string), bool> Agreements = new();

    /// <summary>Whether a distinguished name in text is the subject of a certificate, in whichever order and spelling.</summary>
    public static bool Agree(string name, X509Certificate2 certificate)
    {
        var key = (name, certificate.Thumbprint);
        if (Agreements.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Agreements.Count >= MostAnswers)
        {
            Agreements.Clear();
        }

        return Agreements[key] = Compare(name, certificate);
    }

    /// <summary>Family and given name of a card's holder; empty where the certificate has none.</summary>
    public static (string Family, string Given) PersonOf(X509Certificate2 certificate)
    {
        var parts = Parts(certificate.SubjectName);
        return (Find(FamilyNameOid), Find(GivenNameOid));

        string Find(string oid) => parts.FirstOrDefault(part => part.Type == oid).Value ?? "";
    }

    private static bool Compare(string name, X509Certificate2 certificate)
    {
        try
        {
            return Parts(new X500DistinguishedName(name)).ToHashSet().SetEquals(Parts(certificate.SubjectName));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static List<(string? Type, string? Value)> Parts(X500DistinguishedName name)
        => [.. name.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements)
            .Select(part => (part.GetSingleElementType().Value, part.GetSingleElementValue()))];
}
