using System.Globalization;
using System.Text;

namespace Carnet.Wire.Xds;

/// <summary>The parameters of a stored query, read with their value syntax.</summary>
/// <remarks>
/// Syntax: <c>'text'</c> with <c>''</c> for a quote, a number, or a list <c>('a','b')</c>. Values of one list and
/// lists of one
/// slot are alternatives (OR); the same slot sent again must hold as well (AND).
/// Errors: <c>xds.query-value</c>, <c>xds.query-missing-param</c>, <c>xds.query-repeated</c>, <c>xds.query-unknown-param</c>.
/// Source: IHE ITI TF-2 3.18.4.1.2.3.5.
/// </remarks>
public sealed class StoredQueryParameters(IReadOnlyList<Slot> slots)
{
    public bool Has(string name) => slots.Any(slot => slot.Name == name);

    /// <summary>Refuses a parameter that the query does not have: a filter left out would find too much.</summary>
    /// <exception cref="WireFormatException"><c>xds.query-unknown-param</c>.</exception>
    public void Expect(params IReadOnlyCollection<string> names)
    {
        if (slots.Any(slot => !names.Contains(slot.Name)))
        {
            throw new WireFormatException("xds.query-unknown-param",
                $"Un paramètre n'est pas de cette requête ; elle connaît : {string.Join(", ", names)}.");
        }
    }

    /// <summary>One text; null where the parameter is absent.</summary>
    public string? Text(string name)
    {
        if (Single(name) is not { } raw)
        {
            return null;
        }

        var values = Parse(name, raw);
        return values.Count == 1 ? values[0] : throw Several(name);
    }

    /// <summary>One text that must be there.</summary>
    public string RequiredText(string name) => Text(name) ?? throw Missing(name);

    /// <summary>One whole number, quoted or not; null where the parameter is absent.</summary>
    public long? Number(string name) => Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Malformed(name);

    /// <summary>One HL7 instant, checked; null where the parameter is absent.</summary>
    public string? Instant(string name) => Text(name) is not { } text ? null
        : Dtm.IsValid(text) ? text : throw Malformed(name);

    /// <summary>One identifier of a patient, checked; null where the parameter is absent.</summary>
    public Cx? PatientId(string name) => Text(name) is not { } text ? null
        : Cx.TryParse(text) ?? throw Malformed(name);

    /// <summary>Alternatives; empty where the parameter is absent. A parameter sent twice is refused.</summary>
    public IReadOnlyList<string> AnyOf(string name)
    {
        var groups = AllOfAnyOf(name);
        return groups.Count switch { 0 => [], 1 => groups[0], _ => throw Repeated(name) };
    }

    /// <summary>Alternatives that must be there.</summary>
    public IReadOnlyList<string> RequiredAnyOf(string name)
        => AnyOf(name) is { Count: > 0 } values ? values : throw Missing(name);

    /// <summary>Groups that must all hold, each a list of alternatives.</summary>
    public IReadOnlyList<IReadOnlyList<string>> AllOfAnyOf(string name)
    {
        List<IReadOnlyList<string>> groups = [];
        foreach (var slot in slots)
        {
            if (slot.Name == name)
            {
                List<string> values = [];
                foreach (var raw in slot.Values)
                {
                    values.AddRange(Parse(name, raw));
                }

                groups.Add(values.Count > 0 ? values : throw Malformed(name));
            }
        }

        return groups;
    }

    /// <summary>Codes as <c>code^^scheme</c>, in the groups of <see cref="AllOfAnyOf"/>.</summary>
    public IReadOnlyList<IReadOnlyList<CodedValue>> Codes(string name)
        => [.. AllOfAnyOf(name).Select(
            group => (IReadOnlyList<CodedValue>)[.. group.Select(text => Code(name, text))])];

    /// <summary>Codes of which one must hold; the parameter may not be sent twice.</summary>
    public IReadOnlyList<CodedValue> AnyCode(string name)
        => [.. AnyOf(name).Select(text => Code(name, text))];

    /// <summary>Writes a text in the syntax of a single value.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>Writes texts in the syntax of a list.</summary>
    public static string QuoteList(params IEnumerable<string> texts) => $"({string.Join(',', texts.Select(Quote))})";

    private static CodedValue Code(string name, string text)
    {
        var parts = text.Split('^');
        return parts is [{ Length: > 0 } code, _, { Length: > 0 } scheme]
            ? new(code, RimText.Oid(scheme)) : throw Malformed(name);
    }

    private string? Single(string name)
    {
        string? found = null;
        foreach (var slot in slots)
        {
            if (slot.Name == name)
            {
                found = found is null && slot.Values.Count == 1 ? slot.Values[0]
                    : slot.Values.Count == 0 ? throw Malformed(name) : throw Several(name);
            }
        }

        return found;
    }

    private static List<string> Parse(string name, string raw)
    {
        var text = raw.AsSpan().Trim();
        List<string> values = [];
        if (text is not ['(', .., ')'])
        {
            values.Add(Scalar(name, ref text));
            return text.Trim().IsEmpty ? values : throw Malformed(name);
        }

        text = text[1..^1].TrimStart();
        while (true)
        {
            values.Add(Scalar(name, ref text));
            text = text.TrimStart();
            if (text.IsEmpty)
            {
                return values;
            }

            text = text[0] == ',' ? text[1..].TrimStart() : throw Malformed(name);
        }
    }

    private static string Scalar(string name, ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            throw Malformed(name);
        }

        return text[0] == '\'' ? Quoted(name, ref text) : Unquoted(name, ref text);
    }

    private static string Unquoted(string name, ref ReadOnlySpan<char> text)
    {
        var length = text.IndexOf(',') is var comma and >= 0 ? comma : text.Length;
        var number = text[..length].TrimEnd();
        text = text[length..];
        return long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? number.ToString() : throw Malformed(name);
    }

    private static string Quoted(string name, ref ReadOnlySpan<char> text)
    {
        StringBuilder? unescaped = null;
        text = text[1..];
        while (true)
        {
            var quote = text.IndexOf('\'');
            if (quote < 0)
            {
                throw Malformed(name);
            }

            var piece = text[..quote];
            text = text[(quote + 1)..];
            if (text is ['\'', ..])
            {
                (unescaped ??= new()).Append(piece).Append('\'');
                text = text[1..];
                continue;
            }

            return unescaped is null ? piece.ToString() : unescaped.Append(piece).ToString();
        }
    }

    /// <summary>The refusal of a query without one of the parameters that it needs.</summary>
    public static WireFormatException Missing(string name)
        => new("xds.query-missing-param", $"Le paramètre « {name} » manque.");

    // Parameter names come from the handler that asks, never from the message, so they may be repeated.
    private static WireFormatException Malformed(string name)
        => new("xds.query-value", $"La valeur du paramètre « {name} » est mal formée.");

    private static WireFormatException Repeated(string name)
        => new("xds.query-repeated", $"Le paramètre « {name} » ne peut être répété.");

    private static WireFormatException Several(string name)
        => new("xds.query-single", $"Le paramètre « {name} » n'admet qu'une valeur.");
}
