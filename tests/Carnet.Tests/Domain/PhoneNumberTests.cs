using Carnet.Domain.Notices;

namespace Carnet.Tests.Domain;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("06 12 34 56 78", "+33612345678")]
    [InlineData("0612345678", "+33612345678")]
    [InlineData("06.12.34.56.78", "+33612345678")]
    [InlineData("06\u00A012\u202F34-56-78", "+33612345678")]
    [InlineData("+33 6 12 34 56 78", "+33612345678")]
    [InlineData("0033 6 12 34 56 78", "+33612345678")]
    [InlineData("0692 12 34 56", "+262692123456")]
    [InlineData("0690 12 34 56", "+590690123456")]
    [InlineData("+32 470 12 34 56", "+32470123456")]
    [InlineData("612345678", null)]
    [InlineData("06 12", null)]
    [InlineData("0612345678901234567", null)]
    [InlineData("+0612345678", null)]
    [InlineData("06+12345678", null)]
    [InlineData("++33612345678", null)]
    [InlineData("06 12 34 56 78;+33600000000", null)]
    [InlineData("٠٦١٢٣٤٥٦٧٨", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void N_9_a_number_is_brought_into_its_international_form(string? text, string? expected)
        => Assert.Equal(expected, PhoneNumber.ToE164(text));

    [Fact]
    public void N_9_another_country_has_its_own_calling_code()
        => Assert.Equal("+41791234567", PhoneNumber.ToE164("079 123 45 67", "41"));
}
