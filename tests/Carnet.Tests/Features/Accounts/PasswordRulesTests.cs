using System.Security.Cryptography;
using Carnet.Server.Cli;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform.Keys;
using Carnet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task A_password_is_stretched_in_600_000_rounds_wherever_no_test_says_otherwise()
    {
        await using var house = await AccountHouse.OpenAsync(fullWork: true);
        var (salt, hash) = house.Services.GetRequiredService<Passwords>().Create("quatre mots sans lien entre eux");
        var stretched = Rfc2898DeriveBytes.Pbkdf2("quatre mots sans lien entre eux"u8, salt, 600_000, HashAlgorithmName.SHA256, 32);
        Assert.Equal(house.Services.GetRequiredService<RecordIds>().Hash("password", Convert.ToBase64String(stretched)), hash);

        using var folder = new ScratchFolder();
        await using var server = ServerComposition.Build(
            new Dictionary<string, string?> { ["Carnet:Data:Directory"] = folder.Path, ["Carnet:Doors:Soap"] = "" }, demo: false);
        Assert.Same(PasswordWork.Full, server.Services.GetRequiredService<PasswordWork>());
    }
}
