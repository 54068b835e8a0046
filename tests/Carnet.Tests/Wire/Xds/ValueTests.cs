using Carnet.Wire.Xds;

namespace Carnet.Tests.Wire.Xds;

public class ValueTests
{
    [Fact]
    public void A_professional_is_written_as_in_France()
    {
        const string Text = "899700000001^DUPONT^Élodie^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS";

        Assert.Equal(Text, XdsSamples.Doctor.Person!.ToString());
        Assert.Equal(XdsSamples.Doctor.Person, Xcn.Parse(Text));
        Assert.Equal(Text, Xcn.Parse(Text).Raw);
    }

    [Fact]
    public void A_structure_is_written_as_in_France()
    {
        const string Text = "CABINET DUPONT \\T\\ FILS^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^499700000001001";

        Assert.Equal(Text, XdsSamples.Doctor.Institutions[0].ToString());
        Assert.Equal(XdsSamples.Doctor.Institutions[0], Xon.Parse(Text));
    }

    [Theory]
    [InlineData("279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH", "279035121518989", "1.2.250.1.213.1.4.10", "NH")]
    [InlineData("1^^^&1.2&ISO^NH^^20260101", "1", "1.2", "NH")]
    [InlineData("1^^^ns&1.2&ISO", "1", "1.2", null)]
    public void A_patient_is_read(string text, string id, string authority, string? type)
    {
        var cx = Cx.Parse(text, "patientId");

        Assert.Equal(new Cx(id, authority, type), cx);
        Assert.Equal(text, cx.Raw);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("^^^&1.2&ISO")]
    [InlineData("1^^^1.2")]
    [InlineData("1^^^&1.2&UUID")]
    [InlineData("1^^^&x&ISO")]
    [InlineData("1^^^&1.2")]
    public void Another_shape_is_no_patient(string text) => Assert.Null(Cx.TryParse(text));

    [Theory]
    [InlineData("^Smitty^Gerald^^^", null, "Smitty")]
    [InlineData("", null, null)]
    [InlineData("1.2.3/SYS^LOGICIEL^^^^^^^&1.2.3&ISO^U^^^RI", "1.2.3/SYS", "LOGICIEL")]
    public void Any_text_is_some_author(string text, string? id, string? family)
    {
        var xcn = Xcn.Parse(text);

        Assert.Equal((id, family), (xcn.Id, xcn.FamilyName));
    }

    [Theory]
    [InlineData("A & B")]
    [InlineData("|^&~\\")]
    [InlineData("\\T\\")]
    [InlineData("\\E\\T\\")]
    [InlineData("\\X41\\ \\H\\")]
    public void Separators_in_a_name_survive(string name)
        => Assert.Equal(name, Xon.Parse(new Xon(name, "1.2", "IDNST", "1").ToString()).Name);

    [Theory]
    [InlineData("1.2", true)]
    [InlineData("2.16.840.1.113883.6.1", true)]
    [InlineData("1.0.1", true)]
    [InlineData("3.1", false)]
    [InlineData("1", false)]
    [InlineData("1.", false)]
    [InlineData("1..2", false)]
    [InlineData("1.02", false)]
    [InlineData("1.2.", false)]
    [InlineData("1.a", false)]
    [InlineData(" 1.2", false)]
    [InlineData("", false)]
    public void An_oid_is_digits_and_dots(string text, bool valid) => Assert.Equal(valid, Oid.IsValid(text));

    [Theory]
    [InlineData("1.2.3^1234567890123456", true)]
    [InlineData("1.2.3^01S2TBPZ2JCNZZYGHZ", true)]
    [InlineData("D394EF1B-D193-42D2-A0DF-8E6C563C6D04", true)]
    [InlineData("1.2.3^xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", false)]
    [InlineData("1.2.3^", false)]
    [InlineData("1.2.3^a^b", false)]
    [InlineData("1.2.3", true)]
    public void A_document_id_may_have_an_extension(string text, bool valid)
        => Assert.Equal(valid, Oid.IsUniqueId(text));

    [Theory]
    [InlineData("2026", "2026-01-01T00:00:00Z")]
    [InlineData("202602", "2026-02-01T00:00:00Z")]
    [InlineData("20240229", "2024-02-29T00:00:00Z")]
    [InlineData("2026030108", "2026-03-01T08:00:00Z")]
    [InlineData("20260301083059", "2026-03-01T08:30:59Z")]
    [InlineData("20260229", null)]
    [InlineData("202613", null)]
    [InlineData("20260301246000", null)]
    [InlineData("2026030", null)]
    [InlineData("20260301083059.5", null)]
    [InlineData("-026", null)]
    [InlineData("", null)]
    public void An_instant_has_4_to_14_digits(string text, string? expected)
    {
        var valid = Dtm.TryParse(text, out var instant);

        Assert.Equal(expected is not null, valid);
        Assert.Equal(expected is null ? default : DateTimeOffset.Parse(expected, null), instant);
    }
}
