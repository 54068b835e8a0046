using System.Globalization;
using System.Text;
using Carnet.Server.Cli.Lps;

namespace Carnet.Server.Cli.Hl7v2;

/// <summary>A message MDM as a hospital's software writes it, with one document in base64.</summary>
/// <param name="Event">T02, T04 or T10.</param>
/// <param name="Type">Code, label and coding system of the document, e.g. 11488-4.</param>
/// <param name="Number">TXA-12.</param>
/// <param name="Parent">TXA-13, with T10.</param>
/// <param name="Author">TXA-9 as XCN; empty where a CDA says it.</param>
internal sealed record HospitalMessage(
    KnownPerson Person, string Event, string ControlId, DateTimeOffset At, (string Code, string Label) Type, string Number,
    string Parent, string Author, ReadOnlyMemory<byte> Document)
{
    public bool IsPdf => Document.Span.StartsWith("%PDF-"u8);

    /// <summary>Indicators in further OBX, yes or no.</summary>
    public IReadOnlyList<(string Code, bool Yes)> Indicators { get; init; } = [("DESTDMP", true)];

    /// <summary>The message in UTF-8, without its frame.</summary>
    public byte[] Write()
    {
        var time = At.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "+0000";
        var given = Person.GivenNames.Split(' ')[0];
        var system = char.IsAsciiDigit(Type.Code[0]) ? "LN" : "TRE_A05";
        List<string> segments =
        [
            Line("MSH", (1, @"^~\&"), (2, "DPI"), (3, "CH"), (4, "CARNET"), (6, time), (8, $"MDM^{Event}^MDM_T02"), (9, ControlId), (10, "P"),
                (11, "2.6"), (16, "FRA"), (17, "UNICODE UTF-8"), (20, "2.1^CISIS_CDA_HL7_V2")),
            Line("EVN", (2, time)),
            Line("PID", (3, $"{Person.Ins}^^^ASIP-SANTE-INS&{Person.InsOid}&ISO^INS"),
                (5, $"{Person.BirthName}^{given}^{Person.GivenNames}^^^^L"), (7, Person.BirthDate.Replace("-", "", StringComparison.Ordinal)),
                (8, Person.Sex), (11, $"^^^^^^BDL^^{Person.BirthPlace}"), (32, "VALI")),
            Line("PV1", (1, "1"), (2, "O")),
            Line("ORC", (1, Event switch { "T10" => "RO", "T04" => "CA", _ => "NW" })),
            Line("OBR", (1, "1"), (4, $"{Type.Code}^{Type.Label}^{system}")),
            Line("TXA", (1, "1"), (2, Type.Code), (3, "TEXT"), (4, time), (9, Author), (12, Number), (13, Parent), (17, "AU")),
            Line("OBX", (1, "1"), (2, "ED"), (3, $"{Type.Code}^{Type.Label}^{system}"),
                (5, $"{(IsPdf ? "^APPLICATION^PDF" : "^TEXT^XML")}^Base64^{Convert.ToBase64String(Document.Span)}"), (11, "F")),
            .. Indicators.Select((indicator, i) => Line("OBX",
                (1, (i + 2).ToString(CultureInfo.InvariantCulture)), (2, "CWE"), (3, $"{indicator.Code}^^MetaDMPMSS"),
                (5, $"{(indicator.Yes ? "Y" : "N")}^^expandedYes-NoIndicator"), (11, "F"))),
        ];
        return Encoding.UTF8.GetBytes(string.Join('\r', segments) + "\r");
    }

    private static string Line(string name, params ReadOnlySpan<(int Field, string Text)> fields)
    {
        var line = new StringBuilder(name);
        var at = 0;
        foreach (var (field, text) in fields)
        {
            line.Append('|', field - at).Append(text);
            at = field;
        }

        return line.ToString();
    }
}
