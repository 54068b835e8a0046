using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Contextual;
using Carnet.Server.Features.Directory;
using Carnet.Tests.Support;

namespace Carnet.Tests.Features.Directory;

/// <summary>A-9: an establishment reads for its people only under an agreement, and with a method that it lists.</summary>
[Trait("rule", "A-9")]
public sealed class AgreementTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    private static readonly Caller Operator = new Caller.Operator("Gwenn") { Origin = new Origin(Door.CommandLine) };

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_9_only_a_listed_method_opens_and_only_while_the_agreement_lasts(string database)
    {
        var house = await databases.OnAsync(database);
        var structure = await EnlistAsync(house, 61);
        var now = house.Clock.GetUtcNow();
        await AssertCodeAsync(house, structure, "MDP_CODE", "agreement.missing");
        (await AddAsync(house, new(structure, PrimaryMethods.PasswordAndCode | PrimaryMethods.BluetoothDeviceAndPin, Simplified: false,
            now, now.AddDays(2)))).Done();

        await AssertCodeAsync(house, structure, "MDP_CODE", null);
        await AssertCodeAsync(house, structure, "BLUETOOTH_PIN", null);
        await AssertCodeAsync(house, structure, "CARTE_SANS_CONTACT_PIN", "agreement.method-not-listed");
        await AssertCodeAsync(house, structure, "CPS_PROLONGEE", "agreement.method-not-listed");
        await AssertCodeAsync(house, structure, "CONF_EXI_PGSSIS", "agreement.method-not-listed");
        await AssertCodeAsync(house, structure, "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI", "agreement.method-unknown");
        await AssertCodeAsync(house, structure, null, "agreement.method-unknown");
        await AssertCodeAsync(house, Sample.Structure(62), "MDP_CODE", "agreement.missing");

        house.Clock.Advance(TimeSpan.FromDays(2));
        await AssertCodeAsync(house, structure, "MDP_CODE", "agreement.missing");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_9_an_end_takes_effect_within_a_minute_and_a_new_agreement_may_follow(string database)
    {
        var house = await databases.OnAsync(database);
        var structure = await EnlistAsync(house, 63);
        (await AddAsync(house, Simple(house, structure))).Done();
        await AssertCodeAsync(house, structure, "CONF_EXI_PGSSIS", null);
        Assert.Equal(house.Clock.GetUtcNow(), (await EndAsync(house, structure)).Done().Until);

        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await AssertCodeAsync(house, structure, "CONF_EXI_PGSSIS", "agreement.missing");
        Assert.Equal("agreement.missing", (await EndAsync(house, structure)).Code());
        (await AddAsync(house, Simple(house, structure))).Done();
        await AssertCodeAsync(house, structure, "CONF_EXI_PGSSIS", null);
        Assert.Equal(2, await CountAsync(house, structure));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_9_one_that_has_not_begun_opens_nothing_and_ends_without_having_been(string database)
    {
        var house = await databases.OnAsync(database);
        var structure = await EnlistAsync(house, 64);
        var later = Simple(house, structure) with { Since = house.Clock.GetUtcNow().AddDays(1) };
        (await AddAsync(house, later)).Done();
        await AssertCodeAsync(house, structure, "MDP_CODE", "agreement.missing");
        (await EndAsync(house, structure)).Done();
        house.Clock.Advance(TimeSpan.FromDays(1));
        await AssertCodeAsync(house, structure, "MDP_CODE", "agreement.missing");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_9_wrong_agreements_are_refused_traced_and_leave_nothing(string database)
    {
        var house = await databases.OnAsync(database);
        var structure = await EnlistAsync(house, 65);
        var now = house.Clock.GetUtcNow();
        var good = Simple(house, structure);
        (await AddAsync(house, good with { Since = now.AddDays(10), Until = now.AddDays(20) })).Done();
        (string Rule, string Code, Caller Caller, EstablishmentAgreement Agreement)[] cases =
        [
            ("no method", "agreement.methods", Operator, good with { Methods = PrimaryMethods.None }),
            ("ends before it begins", "agreement.period", Operator, good with { Until = now.AddDays(-1) }),
            ("ends as it begins", "agreement.period", Operator, good with { Until = good.Since }),
            ("reaches into the next", "agreement.overlaps", Operator, good with { Until = now.AddDays(11) }),
            ("covers another", "agreement.overlaps", Operator, good),
            ("lies inside another", "agreement.overlaps", Operator, good with { Since = now.AddDays(12), Until = now.AddDays(13) }),
            ("begins with another", "agreement.overlaps", Operator, good with { Since = now.AddDays(10), Until = now.AddDays(13) }),
            ("unknown structure", "directory.unknown-structure", Operator, good with { Structure = Sample.Structure(66) }),
            ("a doctor", "agreement.operators-only", Sample.Doctor(1), good),
            ("a reviewer of one establishment", "agreement.operators-only",
                new Caller.Operator("Gwenn", structure) { Origin = new Origin(Door.CommandLine) }, good),
            ("the establishment itself", "agreement.operators-only", Sample.Establishment(65), good),
        ];
        foreach (var (rule, code, caller, agreement) in cases)
        {
            var lines = await house.CountTracesAsync();
            var refused = await house.RunAsync<AddAgreement, EstablishmentAgreement>(caller, new(agreement));
            Assert.True(refused.Code() == code, $"{rule}: {refused.Code()}");
            Assert.True(await house.CountTracesAsync() == lines + 1, rule);
            Assert.True(await CountAsync(house, structure) == 1, rule);
        }

        // What touches at the edge does not overlap.
        (await AddAsync(house, good with { Until = now.AddDays(10) })).Done();
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_9_an_agreement_that_ends_shuts_what_was_opened_on_screen_under_it(string database)
    {
        var house = await databases.OnAsync(database);
        var structure = await EnlistAsync(house, 67);
        var (now, practitioner) = (house.Clock.GetUtcNow(), Sample.Practitioner(67) with { Structure = structure });
        (await house.RunAsync<Enlist, int>(Operator, new(
            [], [new(practitioner.Id, "NOM", "Prénom", practitioner.Profession, practitioner.Qualification, structure)]))).Done();
        (await AddAsync(house, new(structure, PrimaryMethods.PasswordAndCode, Simplified: false, now, now.AddMinutes(8)))).Done();
        var (patient, _) = await house.OpenRecordAsync();
        var certificate = new byte[32];
        var caller = Sample.As(practitioner, reinforced: true);
        var opened = (await house.RunAsync<OpenContext, ContextOpened>(caller, new([patient], certificate, "MDP_CODE"))).Done();
        var other = (await house.RunAsync<OpenContext, ContextOpened>(caller, new([patient], certificate, "BLUETOOTH_PIN"))).Done();

        Assert.Equal("done", await SeenAsync(opened));
        Assert.Equal("context.over", await SeenAsync(other)); // the agreement does not list how they were authenticated
        house.Clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal("done", await SeenAsync(opened));
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("context.over", await SeenAsync(opened));

        async Task<string> SeenAsync(ContextOpened access) => (await house.RunAsync<ResolveContext, WebContext>(
            Sample.Doctor(1), new(access.Cookie, certificate))).Code();
    }

    private static EstablishmentAgreement Simple(House house, StructIdNat structure)
        => new(structure, PrimaryMethods.PasswordAndCode, Simplified: true, house.Clock.GetUtcNow(), null);

    private static async Task AssertCodeAsync(House house, StructIdNat structure, string? declared, string? code)
        => Assert.Equal(code, (await house.Get<IAgreements>().CheckAsync(
            Sample.As(Sample.Practitioner(1) with { Structure = structure }, reinforced: true), declared, default))?.Code);

    private static Task<Outcome<EstablishmentAgreement>> AddAsync(House house, EstablishmentAgreement agreement)
        => house.RunAsync<AddAgreement, EstablishmentAgreement>(Operator, new(agreement));

    private static Task<Outcome<EstablishmentAgreement>> EndAsync(House house, StructIdNat structure)
        => house.RunAsync<EndAgreement, EstablishmentAgreement>(Operator, new(structure));

    private static async Task<int> CountAsync(House house, StructIdNat structure)
        => (await house.RunAsync<ListAgreements, IReadOnlyList<EstablishmentAgreement>>(Operator, new())).Done()
            .Count(agreement => agreement.Structure == structure);

    private static async Task<StructIdNat> EnlistAsync(House house, int number)
    {
        var structure = Sample.Structure(number);
        (await house.RunAsync<Enlist, int>(Operator, new([new(structure, "Hôpital", "hospital", "SA01")], []))).Done();
        return structure;
    }
}
