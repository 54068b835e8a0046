using System.Buffers;
using System.Text;
using System.Xml;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Xml;

namespace Carnet.Tests.Wire.Hl7v3;

/// <summary>Invented messages of the usual shape.</summary>
internal static class Hl7Samples
{
    public static Ii Ins { get; } = new("1.2.250.1.213.1.4.10", "279035121518989");

    public static Hl7Patient Patient { get; } = new()
    {
        Ids = [Ins],
        StatusCode = "active",
        Name = new Hl7Name("LEFÈVRE", "D'ORMESSON & FILS", ["Zoé", "Marie"], "MME"),
        Telecoms = [new("tel:0612345678", "MC"), new("mailto:zoe@example.test", null)],
        Gender = "F",
        BirthTime = "19800131",
        BirthPlace = "75120",
        Address = new Hl7Address(["1 rue <du> Port"], "29019", "Kerlann", "FR"),
        Relationships = [new("MTH", new Hl7Name("LEFÈVRE", null, ["Anne"]), [new("tel:0612345679", "MC")])],
        Observations =
        [
            Hl7Observation.Flag(DmpCodes.BreakGlassOpposition, DmpCodes.FlagSystem, false),
            new(DmpCodes.ClosingReason, DmpCodes.ClosingSystem, "ST", "Départ à l'étranger"),
            new(DmpCodes.ClosingMotive, DmpCodes.ClosingSystem, "CD", "FERMETURE_DEMANDE_PATIENT"),
            new(DmpCodes.ClosedAt, DmpCodes.ClosingSystem, "TS", "20261101120000"),
        ],
    };

    public static PatientQuery Query { get; } = new(
        Head(DmpCodes.GetDemographics), DmpCodes.TestExistence, new Ii("1.2.3.4", "q1"), Ins);

    public static CandidateQuery Candidates { get; } = new(Head(DmpCodes.FindCandidates), new Ii("1.2.3.4", "q2"))
    {
        Family = "LEFÈVRE",
        Given = ["Zoé"],
        Gender = "F",
        BirthTime = "19800131",
        MinimumMatch = 75,
        Quantity = 5,
    };

    public static Hl7Header Head(string interaction)
        => new(interaction, new Ii("1.2.3", "m1"), "20261124080000", new Ii("1.2.3.5"), new Ii("1.2.3.6"));

    public static string Text(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static T Read<T>(string xml, Func<XmlReader, T> read)
    {
        using var reader = SafeXml.Open(Encoding.UTF8.GetBytes(xml), XmlLimits.Envelope);
        return read(reader);
    }

    /// <summary>Written, read and written again: both texts are the same, so that nothing was lost.</summary>
    public static T RoundTrip<T>(
        Action<IBufferWriter<byte>> write, Func<XmlReader, T> read, Func<T, Action<IBufferWriter<byte>>> again)
    {
        var text = Text(write);
        var value = Read(text, read);
        Assert.Equal(text, Text(again(value)));
        return value;
    }
}
