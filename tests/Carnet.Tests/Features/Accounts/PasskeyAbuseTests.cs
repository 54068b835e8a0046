using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Carnet.Domain.Access;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform.Passkeys;
using Carnet.Tests.Support;

namespace Carnet.Tests.Features.Accounts;

/// <summary>Answers of a browser, taken apart and put together wrongly: none opens or enrols anything, none breaks the server.</summary>
public sealed class PasskeyAbuseTests
{
    private static readonly PasskeySite Site = new("https", "carnet.example");

    [Theory]
    [InlineData("https://carnet.example:444"), InlineData("http://carnet.example"), InlineData("https://carnet.example.invalid")]
    [InlineData("https://carnet.example@attaque.invalid"), InlineData("https://sous.carnet.example"), InlineData("null"), InlineData("")]
    public async Task An_answer_from_another_origin_neither_enrols_nor_opens(string origin)
    {
        await using var house = await AccountHouse.OpenAsync();
        using var key = new SoftKey();
        var who = await PersonAsync(house, 1);
        var offer = await OfferAsync(house, who);
        Assert.Equal("passkey.wrong", await EnrolAsync(house, who, offer, key.Create(offer.Options, origin)));
        Assert.Equal("done", await EnrolAsync(house, who, offer, key.Create(offer.Options, Site.Origin)));
        var asked = await AskAsync(house);
        Assert.Equal("login.passkey", await EnterAsync(house, asked, key.Get(asked.Options, origin)));
        Assert.Equal("done", await EnterAsync(house, asked, key.Get(asked.Options, Site.Origin)));
    }

    [Fact]
    public async Task An_attestation_with_broken_CBOR_or_parts_is_refused()
    {
        await using var house = await AccountHouse.OpenAsync();
        using var key = new SoftKey();
        var who = await PersonAsync(house, 1);
        var offer = await OfferAsync(house, who);
        var right = key.Create(offer.Options, Site.Origin);
        var attestation = Base64Url.DecodeFromChars((string)JsonNode.Parse(right)!["response"]!["attestationObject"]!);
        byte[][] broken =
        [
            [], [0xFF], [0xA3], [0xBF, 0xFF], [0x5B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xA1, 0x63, .. "fmt"u8, 0x64, .. "none"u8],
            [.. Enumerable.Repeat((byte)0x81, 10_000), 0], attestation[..^1], attestation[..^40], [.. attestation.Reverse()],
            Changed(attestation, 12, 0x40), Changed(attestation, attestation.Length - 70, 0xFF),
        ];
        foreach (var bytes in broken)
        {
            var answer = With(right, "attestationObject", Base64Url.EncodeToString(bytes));
            Assert.True(await EnrolAsync(house, who, offer, answer) == "passkey.wrong", Convert.ToHexString(bytes[..Math.Min(40, bytes.Length)]));
        }

        foreach (var answer in Malformed(right))
        {
            Assert.True(await EnrolAsync(house, who, offer, answer) == "passkey.wrong", answer);
        }

        Assert.Equal("done", await EnrolAsync(house, who, offer, right));
    }

    [Fact]
    public async Task An_assertion_with_a_part_of_another_or_none_is_refused()
    {
        await using var house = await AccountHouse.OpenAsync();
        using var key = new SoftKey();
        using var theirs = new SoftKey();
        var (who, other) = (await PersonAsync(house, 1), await PersonAsync(house, 2));
        foreach (var (person, one) in new[] { (who, key), (other, theirs) })
        {
            var enrolment = await OfferAsync(house, person);
            Assert.Equal("done", await EnrolAsync(house, person, enrolment, one.Create(enrolment.Options, Site.Origin)));
        }

        var offer = await AskAsync(house);
        var (right, foreign) = (key.Get(offer.Options, Site.Origin), theirs.Get(offer.Options, Site.Origin));
        foreach (var part in new[] { "authenticatorData", "signature", "userHandle", "clientDataJSON" })
        {
            // The same challenge and site: only what is bound to the key tells them apart.
            var taken = (string)JsonNode.Parse(foreign)!["response"]![part]!;
            if (part is "signature" or "userHandle")
            {
                Assert.True(await EnterAsync(house, offer, With(right, part, taken)) == "login.passkey", part);
            }

            foreach (var wrong in new[] { "", "AA", "=", "é", new string('A', 100_000) })
            {
                Assert.True(await EnterAsync(house, offer, With(right, part, wrong)) == "login.passkey", $"{part}: {wrong[..Math.Min(4, wrong.Length)]}");
            }

            Assert.True(await EnterAsync(house, offer, With(right, part, null)) == "login.passkey", $"{part}: none");
        }

        var named = JsonNode.Parse(right)!;
        (named["id"], named["rawId"]) = ((string)JsonNode.Parse(foreign)!["id"]!, (string)JsonNode.Parse(foreign)!["rawId"]!);
        Assert.Equal("login.passkey", await EnterAsync(house, offer, named.ToJsonString()));
        foreach (var answer in Malformed(right))
        {
            Assert.True(await EnterAsync(house, offer, answer) == "login.passkey", answer);
        }

        Assert.Equal("done", await EnterAsync(house, offer, right));
        Assert.Equal("login.passkey", await EnterAsync(house, offer, right));
    }

    [Fact]
    public async Task The_answer_to_an_enrolment_opens_nothing_and_the_other_way_round()
    {
        await using var house = await AccountHouse.OpenAsync();
        using var key = new SoftKey();
        var who = await PersonAsync(house, 1);
        var (enrolment, entrance) = (await OfferAsync(house, who), await AskAsync(house));
        var made = key.Create(enrolment.Options, Site.Origin);
        Assert.Equal("done", await EnrolAsync(house, who, enrolment, made));
        Assert.Equal("login.passkey", await EnterAsync(house, enrolment, made));
        Assert.Equal("login.passkey", await EnterAsync(house, entrance, made));
        var shown = key.Get(entrance.Options, Site.Origin);
        Assert.Equal("passkey.wrong", await EnrolAsync(house, who, entrance, shown));
        Assert.Equal("login.passkey", await EnterAsync(house, enrolment, shown));

        var client = JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)JsonNode.Parse(shown)!["response"]!["clientDataJSON"]!)))!;
        client["crossOrigin"] = true;
        Assert.Equal("login.passkey", await EnterAsync(house, entrance,
            With(shown, "clientDataJSON", Base64Url.EncodeToString(Encoding.UTF8.GetBytes(client.ToJsonString())))));
    }

    // JSON of other shapes than a browser sends.
    private static IEnumerable<string> Malformed(string right) =>
    [
        "", " ", "null", "1", "\"x\"", "[]", "{}", "{", right[..^1], right[1..], right + right, "{\"id\":null}", "{\"id\":1}", "{\"id\":[]}",
        "{\"id\":\"AA\",\"response\":null}", "{\"id\":\"AA\",\"response\":[]}", "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}",
        new string('[', 5_000), "{\"id\":\"" + new string('A', 100_000) + "\"}",
    ];

    private static string With(string answer, string part, string? value)
    {
        var changed = JsonNode.Parse(answer)!;
        changed["response"]![part] = value;
        return changed.ToJsonString();
    }

    private static byte[] Changed(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }

    private static async Task<Caller.Patient> PersonAsync(AccountHouse house, int number)
        => (await house.WhoAsync((await house.EnterAsync((await People.OpenAsync(house.Services, number)).Credentials)).Cookie))!;

    private static async Task<PasskeyOffer> OfferAsync(AccountHouse house, Caller who)
        => (await house.RunAsync<OfferPasskey, PasskeyOffer>(who, new(Site))).Done();

    private static async Task<PasskeyOffer> AskAsync(AccountHouse house)
        => (await house.RunAsync<AskPasskey, PasskeyOffer>(AccountHouse.Stranger, new(Site))).Done();

    private static async Task<string> EnrolAsync(AccountHouse house, Caller who, PasskeyOffer offer, string answer)
        => (await house.RunAsync<EnrolPasskey, PasskeyEnrolled>(who, new(Site, offer.State, answer, ""))).Code();

    private static async Task<string> EnterAsync(AccountHouse house, PasskeyOffer offer, string answer)
        => (await house.RunAsync<EnterWithPasskey, SessionOpened>(AccountHouse.Stranger, new(Site, offer.State, answer))).Code();
}
