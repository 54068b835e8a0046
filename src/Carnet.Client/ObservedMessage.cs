using System.Text;

namespace Carnet.Client;

/// <summary>One message as it went over the wire, for whoever looks on.</summary>
/// <remarks>It holds what the documents hold: never write it to a log of real persons.</remarks>
/// <param name="Arrow">→ out, ← in.</param>
/// <param name="Subject">Service, or HTTP status.</param>
public sealed record ObservedMessage(string Arrow, string Subject, string ContentType, ReadOnlyMemory<byte> Bytes)
{
    private const int LongestPart = 400;

    /// <summary>The message as text; each part behind the envelope is cut after its first lines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Arrow).Append(' ').AppendLine(Subject)
            .Append(Arrow).Append(" Content-Type: ").AppendLine(ContentType);
        var whole = Encoding.UTF8.GetString(Bytes.Span);
        var boundary = Boundary();
        if (boundary is null)
        {
            return text.AppendLine(whole).ToString();
        }

        var rank = 0;
        foreach (var part in whole.Split("--" + boundary, StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append("--").Append(boundary).AppendLine(
                rank++ == 0 || part.Length <= LongestPart ? part.TrimEnd('\r', '\n')
                    : $"{Printable(part[..LongestPart])}… ({part.Length} caractères)");
        }

        return text.ToString();
    }

    private string? Boundary()
    {
        const string Name = "boundary=\"";
        var start = ContentType.IndexOf(Name, StringComparison.Ordinal);
        var end = start < 0 ? -1 : ContentType.IndexOf('"', start + Name.Length);
        return end < 0 ? null : ContentType[(start + Name.Length)..end];
    }

    private static string Printable(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = source[i] is '\r' or '\n' or '\t' || !char.IsControl(source[i]) ? source[i] : '·';
        }
    });
}
