using System.Security.Cryptography.X509Certificates;
using Carnet.Client;
using Carnet.Server.Cli.Lps;
using Carnet.Server.Platform.Pki;
using Carnet.Tests.Support;

namespace Carnet.Tests.Platform;

/// <summary>Lists made by openssl, whole and partial ones: only what speaks for all users of an authority is believed.</summary>
public sealed class RevocationListTests
{
    [ToolFact("openssl")]
    public async Task A_whole_list_of_openssl_is_read_as_DER_and_as_PEM()
    {
        using var world = new ScratchFolder();
        CardWorld.CopyTo(world.Path);
        var card = CardFolder.Open(Path.Combine(world.Path, "cards", "claire-kerscaven"), LpsCommand.Software);
        foreach (var form in (string[])["DER", "PEM"])
        {
            var list = await MakeAsync(world, "authorityKeyIdentifier=keyid", form, card.Authentication.SerialNumber);
            Assert.NotNull(list);
            Assert.Equal(RevocationList.SerialOf(card.Authentication), Assert.Single(list.Serials));
            Assert.Equal((RevocationList.NameOf(card.Authentication.IssuerName), true), (list.Issuer, list.Next > list.This));
            Assert.True(list.Covers(card.Signature));
        }
    }

    [ToolFact("openssl")]
    public async Task A_list_that_is_shared_out_or_partial_is_no_list_for_everybody()
    {
        using var world = new ScratchFolder();
        CardWorld.CopyTo(world.Path);
        var card = CardFolder.Open(Path.Combine(world.Path, "cards", "claire-kerscaven"), LpsCommand.Software);
        (string Extension, bool Read, bool Covers)[] cases =
        [
            ("issuingDistributionPoint=critical,onlyuser:TRUE", true, true),
            ("issuingDistributionPoint=critical,onlyCA:TRUE", false, false),
            ("issuingDistributionPoint=critical,onlyAA:TRUE", false, false),
            ("issuingDistributionPoint=critical,indirectCRL:TRUE", false, false),
            ("issuingDistributionPoint=critical,onlysomereasons:keyCompromise", false, false),
            ("issuingDistributionPoint=critical,fullname:URI:http://crl.example/1.crl", true, false),
            ("2.5.29.27=critical,ASN1:INTEGER:1", false, false),
            ("1.2.3.4=critical,ASN1:NULL", false, false),
            ("1.2.3.4=ASN1:NULL", true, true),
        ];
        foreach (var (extension, read, covers) in cases)
        {
            var list = await MakeAsync(world, extension, "DER", null);
            Assert.Equal((extension, read, covers), (extension, list is not null, list?.Covers(card.Authentication) is true));
        }
    }

    private static async Task<RevocationList?> MakeAsync(ScratchFolder world, string extension, string form, string? revoked)
    {
        var index = world.Write("index.txt", revoked is null ? "" : $"R\t360101000000Z\t260101000000Z\t{revoked}\tunknown\t/CN=x\n");
        var (key, authority) = (Path.Combine(world.Path, "ca.key"), Path.Combine(world.Path, "ca.pem"));
        var config = world.Write("openssl.cnf", $"""
            [ca]
            default_ca = it
            [it]
            database = {index}
            default_md = sha256
            default_crl_days = 1
            crl_extensions = more
            [more]
            {extension}
            """);
        var made = Path.Combine(world.Path, "list.pem");
        var (exit, _, error) = await OutsideTool.RunAsync(
            "openssl", "", "ca", "-gencrl", "-config", config, "-keyfile", key, "-cert", authority, "-out", made);
        Assert.True(exit == 0, error);
        if (form is "DER")
        {
            (exit, _, error) = await OutsideTool.RunAsync("openssl", "", "crl", "-in", made, "-outform", "DER", "-out", made + ".der");
            Assert.True(exit == 0, error);
        }

        using var root = X509CertificateLoader.LoadCertificateFromFile(authority);
        return RevocationList.Read(await File.ReadAllBytesAsync(form is "DER" ? made + ".der" : made), [root]);
    }
}
