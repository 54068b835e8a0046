using Carnet.Domain.Access;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>A-9: what an agreement lists, method by method.</summary>
[Trait("rule", "A-9")]
public sealed class EstablishmentAgreementTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_9_an_agreement_lists_the_methods_it_names_and_no_other()
    {
        for (var methods = 1; methods < 16; methods++)
        {
            var agreement = Agreement((PrimaryMethods)methods, simplified: false);
            foreach (var code in PrimaryMethodCodes.All)
            {
                var named = ((int)PrimaryMethodCodes.Of(code)!.Value & methods) != 0;
                Assert.Equal(named, agreement.Lists(code));
            }
        }
    }

    [Fact]
    public void A_9_the_simplified_regime_is_listed_only_where_it_was_agreed()
    {
        const PrimaryMethods All = (PrimaryMethods)15;
        Assert.False(Agreement(All, simplified: false).Lists(PrimaryMethodCodes.Conforming));
        Assert.True(Agreement(PrimaryMethods.PasswordAndCode, simplified: true).Lists(PrimaryMethodCodes.Conforming));
        Assert.False(Agreement(PrimaryMethods.PasswordAndCode, simplified: true).Lists("CPS_PROLONGEE"));
        Assert.False(Agreement(All, simplified: true).Lists("urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI"));
    }

    private static EstablishmentAgreement Agreement(PrimaryMethods methods, bool simplified)
        => new(Sample.Structure(61), methods, simplified, Start, null);
}
