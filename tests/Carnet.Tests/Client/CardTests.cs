using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Client;
using Carnet.Server.Demo;
using Carnet.Tests.Support;

namespace Carnet.Tests.Client;

/// <summary>Cards as a vendor opens or makes them.</summary>
public sealed class CardTests : IDisposable
{
    private static readonly Software Software = new("Cabinet Facile", "4.2", "CF-0042");

    private readonly ScratchFolder _world = new();

    public CardTests() => CardWorld.CopyTo(_world.Path);

    private string Doctor => Path.Combine(_world.Path, "cards", "claire-kerscaven");

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_folder_says_who_holds_the_card_and_has_both_keys()
    {
        using var card = CardFolder.Open(Doctor, Software);
        var doctor = DemoTown.Professional("claire-kerscaven");
        Assert.Equal(
            (CardKind.Cps, doctor.PsIdNat, doctor.FamilyName, doctor.GivenName, doctor.Profession, doctor.Specialty),
            (card.Kind, card.IdNat, card.FamilyName, card.GivenName, card.Profession, card.Specialty));
        Assert.Equal(DemoTown.Structure(doctor.Structure).IdNst, card.StructureId);
        Assert.True(card.Authentication.HasPrivateKey && card.Signature.HasPrivateKey);
        Assert.NotEqual(card.Authentication.Thumbprint, card.Signature.Thumbprint);
        Assert.Equal(Path.Combine(_world.Path, "ca.pem"), CardFolder.Beside(Doctor, "ca.pem"));
        Assert.Single(CardFolder.RootsOf(Doctor));
    }

    [Fact]
    public void A_folder_with_a_bundle_in_place_of_keys_signs_too()
    {
        File.Delete(Path.Combine(Doctor, "auth.key"));
        File.Delete(Path.Combine(Doctor, "sign.key"));
        using var card = CardFolder.Open(Doctor, Software);
        Assert.NotEmpty(new DmpMessages(card).Sign(new DmpCall(null)));
    }

    [Theory]
    [InlineData("card.json", null)]
    [InlineData("card.json", "{}")]
    [InlineData("card.json", """{"kind":"carte"}""")]
    [InlineData("card.json", """{"kind":"cps","idNat":null}""")]
    [InlineData("auth.pem", null)]
    [InlineData("auth.key", "-----BEGIN PRIVATE KEY-----")]
    public void A_folder_that_is_no_card_is_named_in_French(string file, string? content)
    {
        File.Delete(Path.Combine(Doctor, file));
        File.Delete(Path.Combine(Doctor, CardFolder.Bundle));
        if (content is not null)
        {
            File.WriteAllText(Path.Combine(Doctor, file), content);
        }

        var refused = Assert.Throws<CardException>(() => CardFolder.Open(Doctor, Software));
        Assert.StartsWith($"« {Doctor} » n'est pas un dossier de carte lisible", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_without_a_key_is_no_card()
    {
        File.Delete(Path.Combine(Doctor, "auth.key"));
        using var bare = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Doctor, "auth.pem"));
        File.WriteAllBytes(
            Path.Combine(Doctor, CardFolder.Bundle), new X509Certificate2Collection(bare).Export(X509ContentType.Pkcs12, CardFolder.Password)!);
        Assert.Throws<CardException>(() => CardFolder.Open(Doctor, Software));
    }

    [Fact]
    public void Roots_that_are_absent_or_no_certificate_are_refused_in_French()
    {
        using var elsewhere = new ScratchFolder();
        Assert.Contains("ca.pem", Assert.Throws<CardException>(() => CardFolder.RootsOf(elsewhere.Path)).Message, StringComparison.Ordinal);
        var file = Path.Combine(elsewhere.Path, "ca.pem");
        File.WriteAllText(file, "rien");
        Assert.EndsWith("ne contient aucun certificat.", Assert.Throws<CardException>(() => CardFolder.RootsOf(elsewhere.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Assert.EndsWith("PEM.", Assert.Throws<CardException>(() => CardFolder.RootsOf(elsewhere.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_is_read_as_it_was_written()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Doctor, CardFolder.Description));
        Assert.Equal(bytes, CardDescription.Read(bytes).Write());
    }

    [Fact]
    public void A_certificate_without_its_key_is_refused_before_anything_is_sent()
    {
        using var card = CardFolder.Open(Doctor, Software);
        using var bare = X509CertificateLoader.LoadCertificate(card.Signature.RawData);
        using var key = card.Signature.GetRSAPrivateKey()!;
        using var dsa = DSA.Create(2048);
        Assert.Contains("signature", Refused(card with { Signature = bare }), StringComparison.Ordinal);
        Assert.Contains("signature", Refused(card with { Signature = bare, SigningKey = dsa }), StringComparison.Ordinal);
        Assert.Contains("authentification", Refused(card with { Authentication = bare, SigningKey = key }), StringComparison.Ordinal);
        Assert.NotEmpty(new DmpMessages(card with { Signature = bare, SigningKey = key }).Sign(new DmpCall(null)));

        static string Refused(Card card) => Assert.Throws<CardException>(() => new DmpMessages(card)).Message;
    }

    [Fact]
    public void The_token_names_the_software_and_the_roles_that_the_vendor_gives()
    {
        using var card = CardFolder.Open(Doctor, Software with { Id = "poste-3" });
        var token = DmpToken.For(card, new DmpCall(null), TimeProvider.System.GetUtcNow());
        Assert.Equal(
            ("Cabinet Facile", "4.2", "CF-0042", "poste-3"), (token.LpsName, token.LpsVersion, token.LpsHomologationId, token.LpsId));
        Assert.Equal(["10", "SM26"], token.Roles.Select(role => role.Code));
        token = DmpToken.For(card with { Roles = [new("21", "1.2.250.1.71.1.2.7", "Pharmacien")] }, new DmpCall(null), token.IssueInstant);
        Assert.Equal(["21"], token.Roles.Select(role => role.Code));
    }

    [Fact]
    public void A_set_bears_the_source_of_the_software()
    {
        using var card = CardFolder.Open(Doctor, Software with { SourceId = "1.2.3" });
        var set = Submission.Of(card, Sample.NextIns(), [], TimeProvider.System.GetUtcNow());
        Assert.Equal("1.2.3", set.Metadata.SubmissionSet.SourceId);
    }
}
