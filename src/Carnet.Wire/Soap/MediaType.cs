namespace Carnet.Wire.Soap;

/// <summary>A Content-Type taken apart: media type in lower case, parameters with quotes undone.</summary>
/// <remarks>A parameter given twice is refused: two readers could believe different ones. Source: RFC 2045
/// §5.1.</remarks>
internal sealed class MediaType
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);

    public required string Name { get; init; }

    public string? this[string parameter] => _parameters.GetValueOrDefault(parameter);

    public static MediaType Parse(string? text, string code)
    {
        if (text is null || text.Length > 2048)
        {
            throw Malformed(code);
        }

        var rest = text.AsSpan();
        var end = rest.IndexOf(';');
        var media = new MediaType
        {
            Name = (end < 0 ? rest : rest[..end]).Trim().ToString().ToLowerInvariant(),
        };
        rest = end < 0 ? [] : rest[end..].Trim();
        while (!rest.IsEmpty)
        {
            // A trailing semicolon is common and harmless.
            rest = rest[0] == ';' ? rest[1..].TrimStart() : throw Malformed(code);
            if (!rest.IsEmpty && rest[0] != ';')
            {
                media.Parameter(ref rest, code);
            }
        }

        return media;
    }

    private void Parameter(ref ReadOnlySpan<char> rest, string code)
    {
        var equals = rest.IndexOf('=');
        if (equals <= 0)
        {
            throw Malformed(code);
        }

        var name = rest[..equals].Trim().ToString();
        rest = rest[(equals + 1)..].TrimStart();
        var value = rest is ['"', ..] ? Quoted(ref rest, code) : Token(ref rest);
        rest = rest.TrimStart();
        if (!_parameters.TryAdd(name, value))
        {
            throw Malformed(code);
        }
    }

    private static string Token(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(';');
        var value = (end < 0 ? rest : rest[..end]).Trim().ToString();
        rest = end < 0 ? [] : rest[end..];
        return value;
    }

    private static string Quoted(ref ReadOnlySpan<char> rest, string code)
    {
        var value = new System.Text.StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                rest = rest[(i + 1)..];
                return value.ToString();
            }

            if (rest[i] == '\\' && ++i == rest.Length)
            {
                break;
            }

            value.Append(rest[i]);
        }

        throw Malformed(code);
    }

    private static WireFormatException Malformed(string code) => new(code, "L'en-tête « Content-Type » est mal formé.");
}
