using System.Text;
using Carnet.Client;
using Carnet.Tests.Support;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>Tokens that do not hold: each has its own answer, is traced once, and opens nothing.</summary>
[Trait("rule", "I-3")]
public sealed class BadTokenTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    private const string Doctor = "claire-kerscaven";
    private const string Hospital = "ch-kerlann";

    private static readonly BadCase[] Signatures =
    [
        Assertion("no assertion", "vihf.missing", (_, _) => []),
        Assertion("assertion without signature", "vihf.unsigned", (card, token) => Edit(VihfWriter.Write(token, card.Signature), text =>
            text[..text.IndexOf("<ds:Signature ", StringComparison.Ordinal)]
                + text[(text.IndexOf("</ds:Signature>", StringComparison.Ordinal) + "</ds:Signature>".Length)..])),
        Assertion("altered after it was signed", "vihf.digest", (card, token) => Edit(
            VihfWriter.Write(token, card.Signature), text => text.Replace(">normal<", ">x<", StringComparison.Ordinal)
                .Replace("code=\"normal\"", "code=\"centre_15\"", StringComparison.Ordinal))),
        Assertion("signature value altered", "vihf.signature", (card, token) => Edit(VihfWriter.Write(token, card.Signature), text =>
        {
            var at = text.IndexOf("<ds:SignatureValue>", StringComparison.Ordinal) + "<ds:SignatureValue>".Length + 20;
            return text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];
        })),
        Assertion("wrapped: the signed one behind a forged one", "vihf.several", (card, token) =>
        {
            var genuine = VihfWriter.Write(token, card.Signature);
            return [.. Edit(genuine, text => text.Replace($"ID=\"{token.Id}\"", "ID=\"_forged\"", StringComparison.Ordinal)), .. genuine];
        }),
        Assertion("signed by the authentication certificate", "vihf.certificate", (card, token)
            => VihfWriter.Write(token, card.Authentication)),
        Assertion("signed by an expired certificate", "vihf.certificate", (card, token) => VihfWriter.Write(
            token, CardWorld.Dated(card.Signature, TimeSpan.FromHours(-20), TimeSpan.FromHours(-10)))),
        Assertion("signed by a certificate not yet valid", "vihf.certificate", (card, token) => VihfWriter.Write(
            token, CardWorld.Dated(card.Signature, TimeSpan.FromHours(10), TimeSpan.FromHours(20)))),
        Assertion("signed under a foreign authority", "vihf.certificate", (card, token)
            => VihfWriter.Write(token, CardWorld.Foreign(card.Signature))),
    ];

    private static readonly BadCase[] Claims =
    [
        Token("issued ten minutes ago", "vihf.instant", token => token with { IssueInstant = token.IssueInstant.AddMinutes(-10) }),
        Token("issued in ten minutes", "vihf.instant", token => token with { IssueInstant = token.IssueInstant.AddMinutes(10) }),
        Token("conditions that are over", "vihf.conditions", token => token with { NotOnOrAfter = token.IssueInstant.AddMinutes(-1) }),
        Token("issuer that is not the signer", "vihf.issuer", token => token with { Issuer = "CN=899700000021, C=FR" }),
        Token("subject that is not the card's holder", "vihf.certificate-mismatch", token => token with { SubjectNameId = "899700000021" }),
        Token("authentication mode that does not exist", "vihf.authentication-mode", token => token with { AuthenticationMode = "PAR_COURRIER" }),
        Token("reinforced indirect mode with a card", "vihf.certificate-mismatch", token => token with { AuthenticationMode = "INDIRECTE_RENFORCEE" }),
        Token("version that is not known", "vihf.version", token => token with { Version = "2.0" }),
        Token("access mode of a foreign table", "vihf.purpose", token => token with { PurposeSystem = "1.2.250.1.213.1.1.4.249" }),
        Token("card that claims to be a structure", "vihf.certificate-mismatch", token => token with { AuthenticationMode = "INDIRECTE" }),
        Token("access mode that does not exist", "vihf.purpose", token => token with { PurposeOfUse = "curiosite" }),
        Token("broken glass without reason", "access.reason-missing", token => token with { PurposeOfUse = "bris_de_glace" }),
        Token("broken glass with too short a reason", "access.reason-missing", token => token with
        {
            PurposeOfUse = "bris_de_glace", AccessReason = "urgent",
        }),
        Token("role above the card's", "directory.not-linked", token => token with
        {
            Roles = [token.Roles[0], token.Roles[1] with { Code = "SM04" }],
        }),
        Token("doctor without specialty", "vihf.specialty-missing", token => token with { Roles = [token.Roles[0]] }),
        Token("no profession among the roles", "vihf.role", token => token with { Roles = [token.Roles[1]] }),
        Token("structure where the person does not work", "directory.not-linked", token => token with { StructureId = "1990000010" }),
        Token("structure that the directory does not know", "directory.unknown-structure", token => token with { StructureId = Sample.Structure(77).Value }),
        Token("structure number that cannot be", "vihf.claims", token => token with { StructureId = "1990000011" }),
        Token("sector that cannot be", "vihf.claims", token => token with { Sector = "hopital" }),
        Token("resource that is not the record", "vihf.claims", token => token with { ResourceUrn = "urn:autre" }),
        Token("patient with a wrong key", "ins.invalid", token => token with { ResourceId = "299999999999900^^^&1.2.250.1.213.1.4.10&ISO^NH" }),
        Token("structure of another certificate", "vihf.certificate-mismatch", token => token with { StructureId = "1990000028" }, Hospital),
        Token("structure that claims to be a person", "vihf.certificate-mismatch", token => token with { AuthenticationMode = "DIRECTE" }, Hospital),
        Token("structure that breaks the glass", "vihf.purpose", token => token with
        {
            PurposeOfUse = "bris_de_glace", AccessReason = "Patient inconscient",
        }, Hospital),
        Token("employee of another structure", "vihf.certificate-mismatch", token => token with { StructureId = "1990000028" }, "secretariat-ch-kerlann"),
        Token("employee who speaks for the structure", "vihf.certificate-mismatch", token => token with
        {
            AuthenticationMode = "INDIRECTE", SubjectName = "Hôpital",
        }, "secretariat-ch-kerlann"),
    ];

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Wrong_signatures_are_refused(string database)
        => await Refusals.ProveAsync(await towns.OnAsync(database), Signatures, output);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Wrong_claims_are_refused(string database)
        => await Refusals.ProveAsync(await towns.OnAsync(database), Claims, output);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task I_3_A_token_of_one_card_does_not_pass_over_the_connection_of_another(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var stolen = town.As(Doctor).Messages.Query(patient.Call, DocumentQueries.FindDocuments(patient.Cx));
        var answer = await town.As("paul-auffretic").SendAsync(stolen, AdhocQueryResponse.Read, default);
        Assert.Equal("vihf.certificate-mismatch", answer.Refusal(response => response.Errors).Code);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-9")]
    public async Task A_token_sent_fifty_times_at_once_is_accepted_once(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var hospital = town.As(Hospital);
        var message = hospital.Messages.ProvideAndRegister(patient.Call, patient.Set(hospital.Card, patient.Document(hospital.Card)));
        var before = await town.CountAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(
            () => hospital.SendAsync(message, RegistryResponse.Read, default))));
        var codes = answers.Select(answer => answer.Refusal().Code).ToList();
        Assert.Equal(1, codes.Count(code => code.Length == 0));
        Assert.Equal(49, codes.Count(code => code == "vihf.replayed"));
        Assert.Equal(before.Documents + 1, (await town.CountAsync()).Documents);

        var again = await hospital.SendAsync(message, RegistryResponse.Read, default);
        Assert.Equal(("MessageExpired", "vihf.replayed"), (
            Assert.IsType<Answer<RegistryResponse>.Faulted>(again).Fault.Subcodes[0].Name, again.Refusal().Code));
    }

    private static BadCase Token(string name, string code, Func<VihfToken, VihfToken> change, string slug = Doctor)
        => Assertion(name, code, (card, token) => VihfWriter.Write(change(token), card.Signature), slug);

    private static BadCase Assertion(
        string name, string code, Func<Card, VihfToken, byte[]> make, string slug = Doctor) => new(name, code, async (town, patient) =>
        {
            var client = town.As(slug);
            var token = DmpToken.For(client.Card, patient.Call, TimeProvider.System.GetUtcNow());
            var message = DmpMessages.Plain(DmpMessages.Registry, XdsActions.RegistryStoredQuery,
                make(client.Card, token), DocumentQueries.FindDocuments(patient.Cx).WriteTo);
            return (await client.SendAsync(message, AdhocQueryResponse.Read, default)).Refusal(response => response.Errors);
        });

    private static byte[] Edit(byte[] assertion, Func<string, string> change)
        => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(assertion)));
}
