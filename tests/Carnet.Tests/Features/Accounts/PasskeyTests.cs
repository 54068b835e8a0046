using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform.Passkeys;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Accounts;

/// <summary>Passkeys, against an authenticator that answers right or wrong.</summary>
public sealed class PasskeyTests
{
    private static readonly PasskeySite Site = new("https", "carnet.example:8443");

    [Fact, Trait("rule", "N-7")]
    public async Task N_7_a_passkey_opens_a_session_is_listed_and_the_person_is_told_of_it()
    {
        await using var house = await AccountHouse.OpenAsync();
        using var key = new SoftKey();
        var who = await PersonAsync(house, 1);
        await EnrolAsync(house, who, key, "Mon téléphone");

        var session = Assert.IsType<Outcome<SessionOpened>.Done>(await EnterAsync(house, key)).Value;
        Assert.Equal(who.Record, (await house.WhoAsync(session.Cookie))!.Record);
        var listed = Assert.Single(await ListAsync(house, who));
        Assert.Equal("Mon téléphone", listed.Name);
        Assert.NotNull(listed.UsedAt);
        Assert.Single(await house.MessagesAsync(), message => message.Kind is NoticeKind.PasskeysChanged);
        Assert.Contains(await house.TracesAsync(), trace => trace.Code == "login.passkey");
    }

    [Fact]
    public async Task An_answer_opens_once_and_never_after_five_minutes()
    {
        await using var house = await AccountHouse.OpenAsync();
        using var key = new SoftKey();
        await EnrolAsync(house, await PersonAsync(house, 1), key);
        var offer = await AskAsync(house, AccountHouse.Stranger);
        var answer = key.Get(offer.Options, Site.Origin);

        Assert.IsType<Outcome<SessionOpened>.Done>(await EnterAsync(house, offer, answer));
        Assert.Equal("login.passkey", (await EnterAsync(house, offer, answer)).Code());

        var late = await AskAsync(house, AccountHouse.Stranger);
        house.Clock.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal("login.passkey", (await EnterAsync(house, late, key.Get(late.Options, Site.Origin))).Code());
    }

    [Fact]
    public async Task The_same_answer_a_hundred_times_at_once_opens_one_session()
    {
        await using var house = await AccountHouse.OpenAsync();
        using var key = new SoftKey();
        await EnrolAsync(house, await PersonAsync(house, 1), key);
        var offer = await AskAsync(house, AccountHouse.Stranger);
        var answer = key.Get(offer.Options, Site.Origin);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => EnterAsync(house, offer, answer))));

        Assert.Single(outcomes.OfType<Outcome<SessionOpened>.Done>());
    }

    [Fact]
    public async Task What_is_wrong_in_an_answer_opens_nothing_and_is_all_answered_alike()
    {
        await using var house = await AccountHouse.OpenAsync();
        using var key = new SoftKey();
        using var stranger = new SoftKey();
        await EnrolAsync(house, await PersonAsync(house, 1), key);

        var offer = await AskAsync(house, AccountHouse.Stranger);
        var right = key.Get(offer.Options, Site.Origin);
        List<(string What, string Answer)> tried =
        [
            ("another site", key.Get(offer.Options, "https://carnet.example.autre")),
            ("no answer", ""), ("no JSON", "{"), ("a list", "[]"), ("an empty credential", "{\"id\":\"\"}"),
            ("no base64", "{\"id\":\"é\"}"),
            ("a cut signature", right.Replace("\"signature\":\"", "\"signature\":\"AA", StringComparison.Ordinal)),
        ];
        stranger.Create((await OfferAsync(house, await PersonAsync(house, 2))).Options, Site.Origin);
        tried.Add(("a key that was never enrolled", stranger.Get(offer.Options, Site.Origin)));
        key.SeesItsUser = false;
        tried.Add(("a key without its user", key.Get(offer.Options, Site.Origin)));
        key.SeesItsUser = true;
        foreach (var (what, answer) in tried)
        {
            Assert.True((await EnterAsync(house, offer, answer)).Code() == "login.passkey", what);
        }

        // The challenge of somebody else, a state that was changed, a counter that went back.
        var other = await AskAsync(house, AccountHouse.Stranger);
        Assert.Equal("login.passkey", (await EnterAsync(house, other, right)).Code());
        Assert.Equal("login.passkey", (await EnterAsync(house, offer with { State = "9" + offer.State }, right)).Code());
        Assert.IsType<Outcome<SessionOpened>.Done>(await EnterAsync(house, offer, right));
        key.Counter = 0;
        Assert.Equal("login.passkey", (await EnterAsync(house, key)).Code());
        await using var db = await house.DbAsync();
        Assert.Equal(3, await db.Set<SessionRow>().CountAsync()); // two by password, one by the right answer
    }

    [Fact]
    public async Task A_key_is_enrolled_once_only_for_its_own_holder_and_opens_nothing_after_it_was_removed()
    {
        await using var house = await AccountHouse.OpenAsync();
        using var key = new SoftKey();
        var (who, other) = (await PersonAsync(house, 1), await PersonAsync(house, 2));
        var offer = await OfferAsync(house, who);
        var answer = key.Create(offer.Options, Site.Origin);
        Assert.Equal("passkey.wrong", (await EnrolAsync(house, other, offer, answer)).Code());
        Assert.IsType<Outcome<PasskeyEnrolled>.Done>(await EnrolAsync(house, who, offer, answer));
        Assert.Equal("passkey.wrong", (await EnrolAsync(house, who, offer, answer)).Code());
        var theirs = await OfferAsync(house, other);
        Assert.Equal("passkey.wrong", (await EnrolAsync(house, other, theirs, key.Create(theirs.Options, Site.Origin))).Code());

        var listed = Assert.Single(await ListAsync(house, who));
        Assert.Equal("passkey.unknown", (await house.RunAsync<RemovePasskey, PasskeyRemoved>(other, new(listed.Passkey))).Code());
        Assert.Equal("session.none", (await house.RunAsync<RemovePasskey, PasskeyRemoved>(AccountHouse.Stranger, new(listed.Passkey))).Code());
        Assert.IsType<Outcome<PasskeyRemoved>.Done>(await house.RunAsync<RemovePasskey, PasskeyRemoved>(who, new(listed.Passkey)));
        Assert.Equal("login.passkey", (await EnterAsync(house, key)).Code());
        Assert.Empty(await ListAsync(house, who));
    }

    [Fact]
    public async Task Who_is_in_proves_again_by_password_or_by_their_own_key_and_guesses_shut_the_account()
    {
        await using var house = await AccountHouse.OpenAsync();
        using var key = new SoftKey();
        using var theirs = new SoftKey();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var session = await house.EnterAsync(paper);
        var who = (await house.WhoAsync(session.Cookie))!;
        await EnrolAsync(house, who, key);
        await EnrolAsync(house, await PersonAsync(house, 2), theirs);
        house.Clock.Pass(TimeSpan.FromMinutes(9));
        await house.WhoAsync(session.Cookie);
        house.Clock.Pass(TimeSpan.FromMinutes(9));
        Assert.True((await SessionAsync(house, session.Cookie)).ProofLeft < TimeSpan.Zero);

        var offer = await AskAsync(house, who);
        Assert.Equal("login.passkey", (await ProveAsync(house, who, new(session.Cookie, null, (Site, offer.State, theirs.Get(offer.Options, Site.Origin))))).Code());
        Assert.Equal("password.current", (await ProveAsync(house, who, new(session.Cookie, "pas le bon"))).Code());
        var proven = Assert.IsType<Outcome<ProvenAgain>.Done>(
            await ProveAsync(house, who, new(session.Cookie, null, (Site, offer.State, key.Get(offer.Options, Site.Origin))))).Value.Cookie;
        Assert.True((await SessionAsync(house, proven)).ProofLeft > TimeSpan.FromMinutes(14));
        Assert.Null(await house.WhoAsync(session.Cookie));
        Assert.Equal("session.none", (await ProveAsync(house, who, new(session.Cookie, paper.Password))).Code());

        proven = Assert.IsType<Outcome<ProvenAgain>.Done>(await ProveAsync(house, who, new(proven, paper.Password))).Value.Cookie;
        for (var guess = 0; guess < 4; guess++)
        {
            Assert.Equal("password.current", (await ProveAsync(house, who, new(proven, "pas le bon"))).Code());
        }

        Assert.Equal("proof.locked", (await ProveAsync(house, who, new(proven, "pas le bon"))).Code());
        Assert.Equal("proof.locked", (await ProveAsync(house, who, new(proven, paper.Password))).Code());
    }

    private static async Task<Caller.Patient> PersonAsync(AccountHouse house, int number)
        => (await house.WhoAsync((await house.EnterAsync((await People.OpenAsync(house.Services, number)).Credentials)).Cookie))!;

    private static async Task<PasskeyOffer> OfferAsync(AccountHouse house, Caller who)
        => Assert.IsType<Outcome<PasskeyOffer>.Done>(await house.RunAsync<OfferPasskey, PasskeyOffer>(who, new(Site))).Value;

    private static async Task<PasskeyOffer> AskAsync(AccountHouse house, Caller who)
        => Assert.IsType<Outcome<PasskeyOffer>.Done>(await house.RunAsync<AskPasskey, PasskeyOffer>(who, new(Site))).Value;

    private static Task<Outcome<PasskeyEnrolled>> EnrolAsync(AccountHouse house, Caller who, PasskeyOffer offer, string answer)
        => house.RunAsync<EnrolPasskey, PasskeyEnrolled>(who, new(Site, offer.State, answer, ""));

    private static async Task EnrolAsync(AccountHouse house, Caller who, SoftKey key, string name = "")
    {
        var offer = await OfferAsync(house, who);
        Assert.IsType<Outcome<PasskeyEnrolled>.Done>(await house.RunAsync<EnrolPasskey, PasskeyEnrolled>(
            who, new(Site, offer.State, key.Create(offer.Options, Site.Origin), name)));
    }

    private static async Task<Outcome<SessionOpened>> EnterAsync(AccountHouse house, SoftKey key)
    {
        var offer = await AskAsync(house, AccountHouse.Stranger);
        return await EnterAsync(house, offer, key.Get(offer.Options, Site.Origin));
    }

    private static Task<Outcome<SessionOpened>> EnterAsync(AccountHouse house, PasskeyOffer offer, string answer)
        => house.RunAsync<EnterWithPasskey, SessionOpened>(AccountHouse.Stranger, new(Site, offer.State, answer));

    private static Task<Outcome<ProvenAgain>> ProveAsync(AccountHouse house, Caller who, ProveAgain request)
        => house.RunAsync<ProveAgain, ProvenAgain>(who, request);

    private static async Task<PatientSession> SessionAsync(AccountHouse house, Ticket cookie)
        => Assert.IsType<Outcome<PatientSession>.Done>(
            await house.RunAsync<ResolveSession, PatientSession>(AccountHouse.Stranger, new(cookie))).Value;

    private static async Task<IReadOnlyList<ListedPasskey>> ListAsync(AccountHouse house, Caller who)
        => Assert.IsType<Outcome<PasskeyList>.Done>(await house.RunAsync<ListPasskeys, PasskeyList>(who, new())).Value.Passkeys;
}
