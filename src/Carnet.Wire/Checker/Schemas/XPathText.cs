namespace Carnet.Wire.Checker.Schemas;

/// <summary>Walks over the text of an expression without reading it.</summary>
internal static class XPathText
{
    /// <summary>Places outside quotes and brackets, from <paramref name="from"/> up to and with the bracket that closes what began before.</summary>
    public static IEnumerable<int> Outside(string xpath, int from = 0)
    {
        var (depth, quote) = (0, '\0');
        for (var at = from; at < xpath.Length; at++)
        {
            var sign = xpath[at];
            if (quote != '\0')
            {
                quote = sign == quote ? '\0' : quote;
                continue;
            }

            switch (sign)
            {
                case '\'' or '"':
                    quote = sign;
                    break;
                case '(' or '[':
                    depth++;
                    break;
                case ')' or ']' when depth > 0:
                    depth--;
                    break;
                case ')' or ']':
                    yield return at;
                    yield break;
                default:
                    if (depth == 0)
                    {
                        yield return at;
                    }

                    break;
            }
        }
    }

    /// <summary>The parts between the separators that stand outside quotes and brackets.</summary>
    public static IEnumerable<string> Split(string xpath, char separator)
    {
        var start = 0;
        foreach (var at in Outside(xpath).Where(at => xpath[at] == separator))
        {
            yield return xpath[start..at];
            start = at + 1;
        }

        yield return xpath[start..];
    }
}
