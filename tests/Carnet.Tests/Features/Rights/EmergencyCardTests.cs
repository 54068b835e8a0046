using Carnet.Server.Features.Rights;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Tests.Support;
using Microsoft.Extensions.Options;

namespace Carnet.Tests.Features.Rights;

/// <summary>Emergency cards as somebody with bad intent would bring them.</summary>
public sealed class EmergencyCardTests : IDisposable
{
    private static readonly EmergencyCard Card = new("Solène GWERZENNOU", new(1991, 7, 19), ["Noisette", "Iode"], [], ["Yves 06 39 98 00 71"], new(2027, 3, 1), "");

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("carnet-").FullName;
    private readonly TrailSigner _ours, _foreign;

    public EmergencyCardTests() => (_ours, _foreign) = (Signer("ours"), Signer("foreign"));

    private string Good => CardText.Sign(Card, _ours);

    [Fact]
    public async Task A_card_is_good_until_the_end_of_its_last_day_and_then_over()
    {
        Assert.Equal(new CheckedCard(Good: true, Over: false, new(2027, 3, 1)), await CheckAsync(Good, TimeSpan.FromHours(16) - TimeSpan.FromSeconds(1)));
        Assert.Equal(new CheckedCard(Good: true, Over: true, new(2027, 3, 1)), await CheckAsync(Good, TimeSpan.FromHours(16)));
    }

    [Fact]
    public async Task A_card_that_another_house_signed_is_none()
        => Assert.Equal(new CheckedCard(false, false, null), await CheckAsync(CardText.Sign(Card, _foreign)));

    [Fact]
    public async Task Every_single_sign_that_is_changed_makes_it_none()
    {
        var card = Good;
        var head = card.LastIndexOf('\n');
        for (var at = 0; at < head; at++)
        {
            var changed = card[..at] + (card[at] == 'x' ? 'y' : 'x') + card[(at + 1)..];
            Assert.False((await CheckAsync(changed)).Good, changed);
        }
    }

    [Theory]
    [InlineData(""), InlineData("\n"), InlineData("CARNET 1"), InlineData("CARNET 1\n"), InlineData("CARNET 1\nAAAA"), InlineData("CARNET 1\n\u0000\nAAAA")]
    [InlineData("CARNET 1\nX\nJusqu'au 2999-01-01\n"), InlineData("CARNET 1\nX\nJusqu'au 2999-01-01\n====")]
    [InlineData("CARNET 1\nX\nJusqu'au 2999-01-01\nhttps://exemple.invalid/")]
    public async Task What_is_no_card_is_said_to_be_none(string text) => Assert.False((await CheckAsync(text)).Good);

    [Fact]
    public async Task A_good_signature_does_not_carry_a_longer_life_or_other_lines()
    {
        var card = Good;
        var end = card.LastIndexOf('\n');
        foreach (var changed in new[]
        {
            card.Replace("2027-03-01", "2099-03-01", StringComparison.Ordinal),
            card[..end] + "\nJusqu'au 2099-03-01" + card[end..],
            card.Replace("Allergies: Noisette; Iode\n", "", StringComparison.Ordinal),
            card[..end] + card[end..].ToUpperInvariant(),
            card[..^2], card + "AA", card + card[end..],
        })
        {
            Assert.False((await CheckAsync(changed)).Good, changed);
        }
    }

    public void Dispose()
    {
        _ours.Dispose();
        _foreign.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private TrailSigner Signer(string name)
        => new(Options.Create(new DataOptions { Directory = System.IO.Directory.CreateDirectory(Path.Combine(_folder, name)).FullName }));

    // The clock begins at eight in the morning of the card's last day.
    private async Task<CheckedCard> CheckAsync(string text, TimeSpan later = default)
    {
        var clock = new FakeClock();
        clock.Advance(later);
        return (await new CheckCardHandler(_ours, clock).RunAsync(AccountHouse.Stranger, new(text), default)).Done();
    }
}
