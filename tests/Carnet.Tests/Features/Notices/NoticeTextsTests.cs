using System.Text.RegularExpressions;
using Carnet.Domain.Notices;
using Carnet.Server.Features.Notices;

namespace Carnet.Tests.Features.Notices;

/// <summary>N: neutral words, no health information, no name, no link with a token.</summary>
public sealed partial class NoticeTextsTests
{
    public static TheoryData<NoticeKind, MessageLanguage> Kinds
    {
        get
        {
            TheoryData<NoticeKind, MessageLanguage> all = [];
            foreach (var (kind, language) in Told.SelectMany(kind => Enum.GetValues<MessageLanguage>().Select(language => (kind, language))))
            {
                all.Add(kind, language);
            }

            return all;
        }
    }

    // An answer to software is no notice and has no words.
    private static IEnumerable<NoticeKind> Told => Enum.GetValues<NoticeKind>().Where(kind => kind is not NoticeKind.AsynchronousAnswer);

    [Theory, MemberData(nameof(Kinds))]
    public void N_every_text_is_neutral_and_carries_no_link_no_name_and_no_number(NoticeKind kind, MessageLanguage language)
    {
        const string Detail = "précision";
        var (subject, body) = NoticeTexts.Of(kind, language, Detail, "secret");
        var text = $"{subject}\n{body}";
        Assert.DoesNotMatch(Link(), text);
        Assert.DoesNotMatch(Health(), text);
        Assert.DoesNotMatch(Person(), text);
        Assert.DoesNotMatch(@"\d", text);
        Assert.DoesNotMatch(@"[\p{C}-[\n]]", text);
        Assert.Equal(kind is NoticeKind.LoginCode or NoticeKind.IdentityCode or NoticeKind.RecoveryCode or NoticeKind.Campaign or NoticeKind.OpeningAhead or NoticeKind.CredentialsIssued,
            body.Contains(Detail, StringComparison.Ordinal));
        Assert.DoesNotContain(Detail, subject, StringComparison.Ordinal); // a subject shows on a locked screen
        Assert.InRange(subject.Length, 10, 78);
        Assert.InRange(body.Length, 40, 320);
        Assert.EndsWith(".", body, StringComparison.Ordinal);
    }

    // Of what the record of a child tells, at the address of who represents it.
    [Theory, MemberData(nameof(Kinds)), Trait("rule", "A-13")]
    public void N_who_represents_somebody_is_told_whose_record_it_is(NoticeKind kind, MessageLanguage language)
    {
        if (kind is not (NoticeKind.RecordOpened or NoticeKind.FirstReading or NoticeKind.NewDocument or NoticeKind.RectificationAnswered
            or NoticeKind.EmergencyAccess or NoticeKind.EmergencyReviewed or NoticeKind.AccessReportAnswered or NoticeKind.RecordClosed
            or NoticeKind.RecordReactivated or NoticeKind.ContactChanged or NoticeKind.RepresentativeChanged or NoticeKind.ConsultationCalled))
        {
            return;
        }

        var (subject, body) = NoticeTexts.Of(kind, language, ofAnother: true);
        Assert.Contains(language is MessageLanguage.English ? "a person you represent" : "une personne que vous représentez", body, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)votre carnet|your (health )?record|agir pour vous", $"{subject}\n{body}");
        Assert.DoesNotMatch(Link(), body);
        Assert.DoesNotMatch(Health(), body);
        Assert.InRange(subject.Length, 10, 78);
        Assert.InRange(body.Length, 40, 2 * 153);
        Assert.NotEqual(NoticeTexts.Of(kind, language).Body, body);
    }

    [Fact]
    public void N_the_checks_find_what_they_look_for()
    {
        Assert.Matches(Link(), "Voir carnet.example/lire?jeton=abc");
        Assert.Matches(Link(), "https://carnet.example");
        Assert.Matches(Link(), "www.carnet.example");
        Assert.Matches(Health(), "Votre résultat d'analyse est arrivé");
        Assert.Matches(Health(), "Compte rendu d'hospitalisation");
        Assert.Matches(Person(), "Le Dr Martin a lu");
        Assert.Matches(Person(), "Zoé LEFÈVRE");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void N_every_text_fits_two_text_messages_of_the_gsm_alphabet_or_of_any(NoticeKind kind, MessageLanguage language)
    {
        const string Gsm = "@£$¥èéùìòÇ\nØøÅåÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüàABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var body = NoticeTexts.Of(kind, language, "123456").Body;
        Assert.InRange(body.Length, 1, 2 * 153);
        if (language is MessageLanguage.English)
        {
            Assert.All(body, sign => Assert.Contains(sign, Gsm));
        }
    }

    [Fact]
    public void N_an_English_message_says_nothing_in_French()
    {
        foreach (var kind in Told)
        {
            var (french, english) = (NoticeTexts.Of(kind, MessageLanguage.French), NoticeTexts.Of(kind, MessageLanguage.English));
            Assert.NotEqual(french.Subject, english.Subject);
            Assert.Empty(Sentences(french.Body).Intersect(Sentences(english.Body), StringComparer.Ordinal));
        }

        static IEnumerable<string> Sentences(string body) => body.Split(". ").Where(sentence => sentence.Count(char.IsLetter) > 2);
    }

    [Theory]
    [InlineData(MessageLanguage.French)]
    [InlineData(MessageLanguage.English)]
    public void N_every_kind_has_a_topic_of_its_rule_and_texts_of_their_own(MessageLanguage language)
    {
        Assert.All(Told, kind => Assert.True(
            kind is NoticeKind.LoginCode or NoticeKind.IdentityCode or NoticeKind.RecoveryCode
                || NoticeRules.Topics.Contains(NoticeRules.TopicOf(kind)), kind.ToString()));
        var texts = Told.Select(kind => NoticeTexts.Of(kind, language)).ToList();
        Assert.Equal(texts.Count, texts.Select(text => text.Subject).Distinct().Count());
        Assert.Equal(texts.Count, texts.Select(text => text.Body).Distinct().Count());
    }

    [GeneratedRegex(@"https?:|www\.|://|\?\w+=|\w\.(?:fr|com|org|example|test)\b|/\w+/|@", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"résultat|analyse|biolog|ordonnance|traitement|médicament|vaccin|diagnos|maladie|cancer|grossesse|psych|addict"
        + "|hôpital|hospital|clinique|pharmac|laboratoire|radio|imagerie|scanner|compte rendu|chirurg|urgences|allerg|handicap|VIH"
        + "|INS\\b|NIR\\b|sécurité sociale|result|prescription|treatment|medic(?:al|ine)|vaccine|disease|pregnan|laborator|surg(?:ery|ical)|disabilit", RegexOptions.IgnoreCase)]
    private static partial Regex Health();

    [GeneratedRegex(@"\b(?:M\.|Mme|Mlle|Dr|Pr|Docteure?|Professeure?)\s|\p{Lu}{3,}")]
    private static partial Regex Person();
}
