using System.Reflection;
using Carnet.Domain.Access;

namespace Carnet.Tests.Domain;

/// <summary>Every reason that a decision can carry is said in French, to both who may ask.</summary>
public sealed class SentenceTests
{
    private static IReadOnlyList<Reason> Reasons { get; } =
        [.. typeof(Why).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (Reason)field.GetValue(null)!)];

    [Fact]
    public void Every_reason_has_a_sentence_and_every_sentence_a_reason()
    {
        Assert.True(Reasons.Count > 50);
        Assert.Equal(Reasons.Select(reason => reason.Fact).Order(), Reasons.Select(reason => reason.Fact).Distinct().Order());
        Assert.Equal(Reasons.Select(reason => reason.Fact).Order(StringComparer.Ordinal), Sentences.Facts.Order(StringComparer.Ordinal));
        foreach (var text in Reasons.SelectMany(reason => (string[])[Sentences.ForPerson(reason, "3 mars 2027", "Ordonnance"), Sentences.ForProfessional(reason)]))
        {
            Assert.Matches("^[a-zàâéêè]", text);
            Assert.DoesNotContain("{", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"[.;]$|'", text);
        }
    }

    [Fact, Trait("rule", "V-6")]
    public void V_6_blocked_expired_and_never_asked_are_one_sentence_to_the_professional()
    {
        var never = Sentences.ForProfessional(Why.NoConsent, "3 mars 2027");
        Assert.Equal(never, Sentences.ForProfessional(Why.BlockedByName, "3 mars 2027"));
        Assert.Equal(never, Sentences.ForProfessional(Why.ConsentExpired, "3 mars 2027"));
        Assert.Contains("le 3 mars 2027", Sentences.ForPerson(Why.Consented, "3 mars 2027"), StringComparison.Ordinal);
    }
}
