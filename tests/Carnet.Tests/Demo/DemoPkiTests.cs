using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Carnet.Client;
using Carnet.Server.Demo;

namespace Carnet.Tests.Demo;

public sealed class DemoPkiTests : IDisposable
{
    private static readonly DateTimeOffset From = new(2026, 11, 20, 9, 30, 15, 250, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("carnet-pki-").FullName;

    [Fact]
    public void A_professional_card_authenticates_and_signs_with_two_certificates()
    {
        using var pki = DemoPki.Create(From);
        using var card = pki.Issue(CardSubject.Of(DemoTown.Professional("claire-kerscaven")));

        Assert.True(Chains(card.Authentication, pki) && Chains(card.Signature, pki));
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, Usage(card.Authentication));
        Assert.Equal(X509KeyUsageFlags.NonRepudiation, Usage(card.Signature));
        Assert.Equal([CardExtensions.ClientAuthentication], Purposes(card.Authentication));
        Assert.Empty(Purposes(card.Signature));
        Assert.Equal(card.Subject.CommonName, card.Authentication.GetNameInfo(X509NameType.SimpleName, false));
        Assert.Equal("C=FR, O=Cabinet médical du Bourg, T=Médecin, CN=" + card.Subject.CommonName + ", SN=KERSCAVEN, G=Claire",
            card.Authentication.SubjectName.Decode(X500DistinguishedNameFlags.None));
        Assert.Equal(("SM26", "10"), (CardExtensions.Read(card.Authentication, CardExtensions.Specialty),
            CardExtensions.Read(card.Signature, CardExtensions.Profession)));
    }

    [Fact]
    public void An_establishment_has_a_client_certificate_and_a_seal()
    {
        using var pki = DemoPki.Create(From);
        var structure = DemoTown.Structure(DemoTown.Hospital);
        using var card = pki.Issue(CardSubject.Of(structure));

        Assert.Contains("OU=" + structure.IdNst, card.Authentication.Subject, StringComparison.Ordinal);
        Assert.Equal([CardExtensions.ClientAuthentication], Purposes(card.Authentication));
        Assert.Equal([CardExtensions.EmailProtection], Purposes(card.Signature));
        Assert.Equal(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, Usage(card.Signature));
    }

    [Fact]
    public void An_employee_card_carries_an_internal_number_and_no_profession()
    {
        using var pki = DemoPki.Create(From);
        using var card = pki.Issue(CardSubject.Of(DemoTown.Employees[0]));

        Assert.Matches("^3[0-9]{9}/[0-9]+$", card.Authentication.GetNameInfo(X509NameType.SimpleName, false));
        Assert.Null(CardExtensions.Read(card.Authentication, CardExtensions.Profession));
    }

    [Fact]
    public void A_certificate_of_another_authority_does_not_chain()
    {
        using var pki = DemoPki.Create(From);
        using var other = DemoPki.Create(From);
        using var card = other.Issue(CardSubject.Of(DemoTown.Structures[0]));

        Assert.False(Chains(card.Authentication, pki));
    }

    [Fact]
    public void A_server_certificate_names_its_hosts()
    {
        using var pki = DemoPki.Create(From);
        using var server = pki.IssueServer("localhost", "127.0.0.1");

        Assert.True(server.MatchesHostname("localhost") && server.MatchesHostname("127.0.0.1") && server.HasPrivateKey);
        Assert.True(Chains(server, pki));
    }

    [Fact]
    public void The_whole_world_is_written_once_and_loads()
    {
        DemoPki.EnsureWorld(_folder, From);
        var folders = Directory.GetDirectories(Path.Combine(_folder, "cards"))
            .Concat(Directory.GetDirectories(Path.Combine(_folder, "structures"))).ToArray();
        var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder, "ca.pem"));
        using var pki = DemoPki.Open(_folder, From);

        Assert.Equal(DemoTown.Professionals.Count + DemoTown.Employees.Count + DemoTown.Establishments.Count(),
            folders.Length);
        Assert.Equal(authority.Thumbprint, pki.Authority.Thumbprint);
        foreach (var folder in folders)
        {
            using var pem = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "auth.pem"),
                Path.Combine(folder, "auth.key"));
            using var seal = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "sign.pem"),
                Path.Combine(folder, "sign.key"));
            using var p12 = X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(folder, "card.p12"),
                CardFolder.Password);
            using var identity = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "card.json")));

            Assert.True(Chains(pem, pki) && Chains(seal, pki) && p12.HasPrivateKey);
            Assert.Equal(pem.Thumbprint, p12.Thumbprint);
            Assert.Equal(Path.GetFileName(folder), identity.RootElement.GetProperty("slug").GetString());
            Assert.True(seal.HasPrivateKey);
        }

        var before = File.ReadAllText(Path.Combine(folders[0], "auth.pem"));
        DemoPki.EnsureWorld(_folder, From.AddDays(9));
        Assert.Equal(before, File.ReadAllText(Path.Combine(folders[0], "auth.pem")));
    }

    [Fact]
    public void Private_keys_are_for_the_owner_only()
    {
        DemoPki.Open(_folder, From).Dispose();

        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(Path.Combine(_folder,
                "ca.key")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool Chains(X509Certificate2 certificate, DemoPki pki)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(pki.Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = From.AddYears(9).DateTime;
        return chain.Build(certificate);
    }

    private static X509KeyUsageFlags Usage(X509Certificate2 certificate)
        => certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages;

    private static string[] Purposes(X509Certificate2 certificate)
        => [.. certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(purposes => purposes.EnhancedKeyUsages.Cast<Oid>()).Select(oid => oid.Value!)];
}
