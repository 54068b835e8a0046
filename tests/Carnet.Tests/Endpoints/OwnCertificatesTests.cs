using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Client;
using Carnet.Tests.Support;

namespace Carnet.Tests.Endpoints;

/// <summary>A vendor's own certificates, key and product name, without any folder, at the real door.</summary>
public sealed class OwnCertificatesTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    [Fact]
    public async Task A_key_that_only_signs_hashes_deposits_a_signed_set_that_is_read_again()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        using var issued = town.Card("claire-kerscaven");
        using var signature = X509CertificateLoader.LoadCertificate(issued.Signature.RawData);
        using var held = issued.Signature.GetRSAPrivateKey()!;
        using var token = new KeyInToken(held);
        var card = new Card
        {
            Kind = CardKind.Cps,
            IdNat = issued.IdNat,
            FamilyName = issued.FamilyName,
            GivenName = issued.GivenName,
            Profession = issued.Profession,
            Specialty = issued.Specialty,
            StructureId = issued.StructureId,
            StructureName = issued.StructureName,
            Sector = issued.Sector,
            Authentication = issued.Authentication,
            Signature = signature,
            SigningKey = token,
            Software = new Software("Cabinet Facile", "4.2", "CF-0042"),
        };
        using var client = new DmpClient(card, town.Address, MutualTls.Handler(card, town.Roots));

        await client.AllowAsync(patient);
        var document = patient.Document(card);
        var set = Submission.Of(card, patient.Ins, [document], TimeProvider.System.GetUtcNow(), sign: true);
        Assert.Equal(("", ""), (await client.ProvideAndRegisterAsync(patient.Call, set)).Refusal());
        Assert.Equal(document.Bytes.ToArray(), await client.BytesAsync(patient, document.Header.UniqueId));
        Assert.Contains(await town.HistoryAsync(patient), line => line.Software == "Cabinet Facile 4.2");
        Assert.Equal(4, token.Signed); // three tokens and the set
    }

    [Fact]
    public async Task The_same_set_sent_twice_is_one_deposit()
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        var hospital = town.As("ch-kerlann");
        var set = hospital.Describe(patient.Ins, patient.Document(hospital.Card));
        Assert.Equal(("", ""), (await hospital.ProvideAndRegisterAsync(patient.Call, set)).Refusal());
        Assert.Equal(("", ""), (await hospital.ProvideAndRegisterAsync(patient.Call, set)).Refusal());
        await town.As("claire-kerscaven").AllowAsync(patient);
        Assert.Single(await town.As("claire-kerscaven").ListAsync(patient, allStatuses: true));
    }

    // What the objects of PKCS#11 libraries do: they sign a hash, and neither show their key nor take anything else.
    private sealed class KeyInToken(RSA held) : RSA
    {
        public int Signed { get; private set; }

        public override int KeySize => held.KeySize;

        public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)
        {
            Signed++;
            return held.SignHash(hash, hashAlgorithm, padding);
        }

        public override RSAParameters ExportParameters(bool includePrivateParameters) => throw new CryptographicException();

        public override void ImportParameters(RSAParameters parameters) => throw new CryptographicException();
    }
}
