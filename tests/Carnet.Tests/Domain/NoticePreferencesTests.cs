using System.Collections.Immutable;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;

namespace Carnet.Tests.Domain;

/// <summary>N: which message goes which way.</summary>
public sealed class NoticePreferencesTests
{
    private static readonly Contact Everything = new("z@example.test", "0612345678", "1 RUE DES LILAS\n75020 PARIS");

    [Fact]
    public void N_the_usual_way_is_email_then_sms_then_letter()
    {
        Assert.Equal([Channel.Email], Ways(NoticePreferences.Usual, NoticeKind.RecordOpened, Everything));
        Assert.Equal([Channel.Sms], Ways(NoticePreferences.Usual, NoticeKind.RecordOpened, Everything with { Email = null }));
        Assert.Equal([Channel.Letter], Ways(NoticePreferences.Usual, NoticeKind.RecordOpened, new(null, "")));
        Assert.Empty(Ways(NoticePreferences.Usual, NoticeKind.NewDocument, new(null, null)));
        Assert.Empty(Ways(NoticePreferences.Usual, NoticeKind.FirstReading, new("", null)));
    }

    [Theory]
    [InlineData(NoticeKind.EmergencyAccess)]
    [InlineData(NoticeKind.RecordClosed)]
    [InlineData(NoticeKind.PasswordChanged)]
    public void N_4_6_7_cannot_be_switched_off_and_keep_every_other_way(NoticeKind kind)
    {
        var silent = Prefer(NoticeRules.TopicOf(kind), NoticeWay.Silent);
        Assert.Equal("notice.always-told", silent.Defect(Everything)?.Code);
        Assert.Equal([Channel.Email, Channel.Sms, Channel.Letter], Ways(silent, kind, Everything));
        Assert.Equal([Channel.Letter], Ways(silent, kind, new(null, null)));
        Assert.Equal([Channel.Sms, Channel.Email, Channel.Letter], Ways(Prefer(NoticeRules.TopicOf(kind), NoticeWay.Sms), kind, Everything));
    }

    [Fact]
    public void N_every_other_topic_can_be_switched_off()
    {
        foreach (var topic in NoticeRules.Topics.Where(NoticeRules.MaySwitchOff))
        {
            var silent = Prefer(topic, NoticeWay.Silent);
            Assert.Null(silent.Defect(Everything));
            Assert.All(Enum.GetValues<NoticeKind>().Where(kind => NoticeRules.TopicOf(kind) == topic),
                kind => Assert.Empty(Ways(silent, kind, Everything)));
        }

        Assert.Equal([NoticeTopic.Emergency, NoticeTopic.Closing, NoticeTopic.Account],
            NoticeRules.Topics.Where(topic => !NoticeRules.MaySwitchOff(topic)));
    }

    [Fact]
    public void N_a_chosen_way_is_taken_and_one_that_is_gone_is_replaced()
    {
        var letter = Prefer(NoticeTopic.NewDocument, NoticeWay.Letter);
        var route = Assert.Single(letter.RoutesOf(NoticeKind.NewDocument, Everything, "Zoé D'ORMESSON"));
        Assert.Equal(new(Channel.Letter, "Zoé D'ORMESSON\n1 RUE DES LILAS\n75020 PARIS"), route);
        var sms = Prefer(NoticeTopic.NewDocument, NoticeWay.Sms);
        Assert.Equal([Channel.Sms], Ways(sms, NoticeKind.NewDocument, Everything));
        Assert.Equal([Channel.Email], Ways(sms, NoticeKind.NewDocument, Everything with { Phone = null }));
    }

    [Fact]
    public void N_a_choice_that_leads_nowhere_or_does_not_exist_is_refused()
    {
        Assert.Equal("notice.no-such-address", Prefer(NoticeTopic.Opening, NoticeWay.Email).Defect(new(null, "0612345678"))?.Code);
        Assert.Equal("notice.no-such-address", Prefer(NoticeTopic.Opening, NoticeWay.Sms).Defect(new("a@b.test", ""))?.Code);
        Assert.Equal("notice.unknown-choice", Prefer((NoticeTopic)99, NoticeWay.Email).Defect(Everything)?.Code);
        Assert.Equal("notice.unknown-choice", Prefer(NoticeTopic.None, NoticeWay.Silent).Defect(Everything)?.Code);
        Assert.Equal("notice.unknown-choice", Prefer(NoticeTopic.Opening, (NoticeWay)9).Defect(Everything)?.Code);
    }

    [Theory]
    [InlineData("1 RUE DES LILAS\n75020 PARIS", null)]
    [InlineData("", "record.trait-missing")]
    [InlineData("A\n\nB", "record.trait-missing")]
    [InlineData("A\nB\nC\nD\nE\nF", "record.trait-missing")]
    [InlineData("1 RUE\r\n75020 PARIS", "record.trait-missing")]
    [InlineData("1234567890123456789012345678901234567890", "record.trait-missing")]
    public void N_a_postal_address_has_at_most_five_lines_of_38_characters(string address, string? code)
        => Assert.Equal(code, new Contact(null, null, address).Defect()?.Code);

    private static NoticePreferences Prefer(NoticeTopic topic, NoticeWay way)
        => new(ImmutableDictionary<NoticeTopic, NoticeWay>.Empty.Add(topic, way));

    private static IEnumerable<Channel> Ways(NoticePreferences preferences, NoticeKind kind, Contact contact)
        => preferences.RoutesOf(kind, contact, "Zoé").Select(route => route.Channel);
}
