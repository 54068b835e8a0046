using System.Text;
using Carnet.Client;
using Carnet.Server.Cli.Lps;
using Carnet.Server.Formats;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Pki;
using Carnet.Tests.Support;
using Microsoft.Extensions.Options;

namespace Carnet.Tests.Wire.Checker;

/// <summary>Signatures in the checker: verified, or the exact reason why not.</summary>
public sealed class CheckSignatureTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Card _card;
    private readonly TestPatient _patient = new(Sample.NextIns(), Sample.Traits, default);

    public CheckSignatureTests()
    {
        CardWorld.CopyTo(_folder.Path);
        _card = CardFolder.Open(Path.Combine(_folder.Path, "cards", "claire-kerscaven"), LpsCommand.Software);
    }

    [Fact]
    public void A_genuine_vihf_is_verified_in_its_message_and_by_itself()
    {
        var messages = new DmpMessages(_card, TimeProvider.System);
        var token = messages.Sign(_patient.Call);
        foreach (var file in (ReadOnlyMemory<byte>[])[DmpMessages.Envelope("urn:x", token, DocumentQueries.FindDocuments(_patient.Cx).WriteTo), token])
        {
            var line = Assert.Single(Trusting().Check(file).Signatures);
            Assert.Equal(("VIHF", false, ""), (line.What, line.Wrong, line.Reason));

            // Without the root the computation is right all the same, and that is what is said.
            var foreign = Assert.Single(new Checkers().Check(file).Signatures);
            Assert.Equal((false, "vihf.certificate"), (foreign.Wrong, foreign.Reason));
        }
    }

    [Theory]
    [InlineData("vihf.digest", ">urn:dmp<", ">urn:dmq<")]
    [InlineData("vihf.signature", "<ds:SignatureValue>", "<ds:SignatureValue>AAAA")]
    [InlineData("vihf.algorithm", "xmldsig-more#rsa-sha256", "xmldsig-more#rsa-md5")]
    public void A_changed_vihf_is_wrong_for_its_reason(string reason, string from, string to)
    {
        var token = Encoding.UTF8.GetString(new DmpMessages(_card, TimeProvider.System).Sign(_patient.Call));
        Assert.Contains(from, token, StringComparison.Ordinal);
        foreach (var checkers in (Checkers[])[Trusting(), new Checkers()])
        {
            var answer = checkers.Check(Encoding.UTF8.GetBytes(token.Replace(from, to, StringComparison.Ordinal)));
            var line = Assert.Single(answer.Signatures);
            Assert.Equal((true, reason), (line.Wrong, line.Reason));
            Assert.True(answer.Errors > 0);
        }
    }

    [Fact]
    public void A_lot_signature_is_verified_with_its_documents_and_found_wrong_when_one_was_changed()
    {
        var set = Submission.Of(
            _card, _patient.Ins, [_patient.Document(_card)], TimeProvider.System.GetUtcNow(), sign: true);
        var message = new DmpMessages(_card, TimeProvider.System).ProvideAndRegister(_patient.Call, set);
        var lines = Trusting().Check(message.Bytes).Signatures;
        Assert.Equal(["", ""], lines.Select(line => line.Reason));
        Assert.Equal(["VIHF", "signature de lot"], lines.Select(line => line.What));

        var changed = Latin(message.Bytes).Replace("Tout va bien.", "Tout va mal !", StringComparison.Ordinal);
        Assert.NotEqual(Latin(message.Bytes), changed);
        var wrong = Trusting().Check(Encoding.Latin1.GetBytes(changed)).Signatures[1];
        Assert.Equal((true, "lot.document-digest"), (wrong.Wrong, wrong.Reason));

        // The signature document by itself: right, and the documents were not compared.
        var signature = set.Parts.Select(part => part.Content).First(content => Latin(content).Contains("IHEManifest", StringComparison.Ordinal));
        var alone = Assert.Single(Trusting().Check(signature).Signatures);
        Assert.Equal((false, "lot.document-missing"), (alone.Wrong, alone.Reason));
        var forged = Latin(signature).Replace("1.2.840.10065.1.12.1.14", "1.2.840.10065.1.12.1.15", StringComparison.Ordinal)
            .Replace("<ds:DigestValue>", "<ds:DigestValue>A", StringComparison.Ordinal);
        Assert.True(Assert.Single(Trusting().Check(Encoding.Latin1.GetBytes(forged)).Signatures).Wrong);
    }

    [Fact]
    public void A_lot_whose_documents_are_not_in_the_file_says_so()
    {
        var set = Submission.Of(
            _card, _patient.Ins, [_patient.Document(_card)], TimeProvider.System.GetUtcNow(), sign: true);
        var messages = new DmpMessages(_card, TimeProvider.System);
        var envelope = DmpMessages.Envelope("urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b", messages.Sign(_patient.Call), set.ToRequest().WriteTo);
        Assert.Equal(["", "lot.document-missing"], Trusting().Check(envelope).Signatures.Select(line => line.Reason));
    }

    public void Dispose()
    {
        _card.Dispose();
        _folder.Dispose();
    }

    private Checkers Trusting() => new(null, new CertificateTrust(
        Options.Create(new TrustOptions { Roots = Path.Combine(_folder.Path, "ca.pem") }), TimeProvider.System).TrustedSigner);

    private static string Latin(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);
}
