using Carnet.Server.Features.Accounts;

namespace Carnet.Tests.Features.Accounts;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("quatorze signe", "password.short")]
    [InlineData("azertyuiopqsdfghjklm", "password.common")]
    [InlineData("MotDePasseMotDePasse", "password.common")]
    [InlineData("Mon mot de passe 2026", "password.common")]
    [InlineData("azerty azerty azerty", "password.common")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "password.common")]
    [InlineData("1234567890123456", "password.common")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!", "password.common")]
    [InlineData("je suis ines-le-goff voilà", "password.login")]
    [InlineData("quatre mots sans lien entre eux", null)]
    [InlineData("ÉtéÀLaPlageDeKerlann", null)]
    [InlineData("correct cheval pile agrafe", null)]
    [InlineData("k7m3-2x9q-wtvr-5dfg", null)]
    [InlineData("👩‍⚕️ bonbon lune vélo", null)]
    public void A_new_password_is_long_not_known_and_not_the_identifier(string password, string? code)
        => Assert.Equal(code, PasswordRules.Defect(password, "ines-le-goff")?.Code);

    [Fact]
    public void At_most_128_characters()
    {
        var long128 = string.Concat(Enumerable.Range(0, 64).Select(i => $"{(char)('a' + (i % 26))}{(char)('A' + (i / 3 % 26))}"));
        Assert.Null(PasswordRules.Defect(long128, "ines"));
        Assert.Equal("password.long", PasswordRules.Defect(long128 + "x", "ines")?.Code);
    }
}
