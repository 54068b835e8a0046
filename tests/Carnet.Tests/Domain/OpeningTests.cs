using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>L-2, L-3: what an opening must carry.</summary>
public sealed class OpeningTests
{
    private static readonly DateOnly Today = new(2027, 3, 1);
    private static readonly Opening Whole = Sample.Opening(Sample.Ins(1));

    public static TheoryData<string, Opening, string?> Cases => new()
    {
        { "complete", Whole, null },
        { "no e-mail and no mobile is allowed (L-3)", Whole with { Contact = new(null, null) }, null },
        { "no birth place is allowed", Whole with { Traits = Whole.Traits with { BirthPlace = null } }, null },
        { "no birth name", Whole with { Traits = Whole.Traits with { BirthName = "" } }, "record.trait-missing" },
        { "no given name", Whole with { Traits = Whole.Traits with { GivenNames = "" } }, "record.trait-missing" },
        { "birth place too short", Whole with { Traits = Whole.Traits with { BirthPlace = "7512" } }, "record.trait-missing" },
        { "born tomorrow", Whole with { Traits = Whole.Traits with { BirthDate = new(2027, 3, 2) } }, "record.trait-missing" },
        { "born today", Whole with { Traits = Whole.Traits with { BirthDate = new(2027, 3, 1) }, Representative = Family.Draft("Muriel") }, null },
        { "born today, and nobody consents for them (L-6)", Whole with { Traits = Whole.Traits with { BirthDate = new(2027, 3, 1) } }, "representative.missing" },
        { "born too long ago", Whole with { Traits = Whole.Traits with { BirthDate = new(1879, 12, 31) } }, "record.trait-missing" },
        { "an e-mail without @", Whole with { Contact = new("zoe.example.test", null) }, "record.trait-missing" },
        { "an e-mail with two @", Whole with { Contact = new("zoe@@example.test", null) }, "record.trait-missing" },
        { "an e-mail with a line break", Whole with { Contact = new("zoe@example.test\nBcc: x@y", null) }, "record.trait-missing" },
        { "an e-mail of an @ alone", Whole with { Contact = new("@", null) }, "record.trait-missing" },
        { "a phone with letters", Whole with { Contact = new(null, "06 12 34 56 7x") }, "record.trait-missing" },
        { "a phone that is too short", Whole with { Contact = new(null, "0612345") }, "record.trait-missing" },
        { "a phone abroad", Whole with { Contact = new(null, "+33 6 12 34 56 78") }, null },
    };

    [Theory, MemberData(nameof(Cases))]
    [Trait("rule", "L-2")]
    public void L_2_an_opening_is_judged_by_the_table(string sentence, Opening opening, string? code)
        => Assert.True(opening.Defect(Today)?.Code == code, sentence);

    [Theory]
    [InlineData(OpeningChannel.Internet, false)]
    [InlineData(OpeningChannel.Automatic, false)]
    [InlineData(OpeningChannel.Desk, true)]
    [InlineData(OpeningChannel.Pharmacy, true)]
    [InlineData(OpeningChannel.Professional, true)]
    [InlineData(OpeningChannel.Establishment, true)]
    [InlineData(OpeningChannel.SocialWorker, true)]
    [Trait("rule", "L-2")]
    public void L_2_a_third_party_needs_the_recorded_consent(OpeningChannel channel, bool needed)
    {
        foreach (var consent in (Consent?[])[null, Sample.Consent with { CollectedBy = "" }, Sample.Consent with { CollectedBy = "  " }])
        {
            var defect = (Whole with { Channel = channel, Consent = consent }).Defect(Today);
            Assert.Equal(needed ? "record.consent-missing" : null, defect?.Code);
        }

        Assert.Null((Whole with { Channel = channel }).Defect(Today));
    }
}
