using Carnet.Wire.Cda;

namespace Carnet.Tests.Wire.Cda;

public sealed class CdaTimeTests
{
    [Theory]
    [InlineData("2020", "2020-01-01T00:00:00+01:00", CdaPrecision.Year, false)]
    [InlineData("202007", "2020-07-01T00:00:00+02:00", CdaPrecision.Month, false)]
    [InlineData("20200312", "2020-03-12T00:00:00+01:00", CdaPrecision.Day, false)]
    [InlineData("202003121117+0100", "2020-03-12T11:17:00+01:00", CdaPrecision.Minute, true)]
    [InlineData("20200312111730.1234-0430", "2020-03-12T11:17:30-04:30", CdaPrecision.Second, true)]
    [InlineData("20200312111730Z", "2020-03-12T11:17:30+00:00", CdaPrecision.Second, true)]
    [InlineData("2020031211+01", "2020-03-12T11:00:00+01:00", CdaPrecision.Hour, true)]
    [InlineData(" 20200312111730+01:00 ", "2020-03-12T11:17:30+01:00", CdaPrecision.Second, true)]
    public void Every_precision_and_zone_is_read(string raw, string expected, CdaPrecision precision, bool zone)
    {
        var time = CdaTime.Parse(raw);

        Assert.Equal(DateTimeOffset.Parse(expected, null), time.Value);
        Assert.Equal((precision, zone, raw), (time.Precision, time.HasZone, time.Raw));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("20201301")]
    [InlineData("20200230")]
    [InlineData("2020-03-12")]
    [InlineData("20200312T1117")]
    [InlineData("00010101000000+1300")]
    [InlineData("20200312111730+")]
    [InlineData("20200312111730+9900")]
    [InlineData("202003121.5")]
    [InlineData("٢٠٢٠")]
    public void What_cannot_be_read_keeps_its_text_and_has_no_value(string? raw)
        => Assert.Equal((raw, null), (CdaTime.Parse(raw).Raw, CdaTime.Parse(raw).Value));

    [Fact]
    public void What_is_written_is_read_back()
    {
        var instant = new DateTimeOffset(2026, 11, 20, 8, 5, 9, TimeSpan.FromHours(1));

        Assert.Equal("20261120080509+0100", CdaTime.Write(instant));
        Assert.Equal(instant, CdaTime.Parse(CdaTime.Write(instant)).Value);
    }
}
