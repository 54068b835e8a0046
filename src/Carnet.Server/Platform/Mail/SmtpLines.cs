using System.Text;

namespace Carnet.Server.Platform.Mail;

/// <summary>The other side does not speak SMTP, or plays tricks.</summary>
/// <remarks>The message names the rule that was broken, never what was said.</remarks>
internal sealed class SmtpProtocolException(string message) : Exception(message);

/// <summary>An answer: three digits and lines of text.</summary>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>The same request will never be granted.</summary>
    public bool IsPermanent => Code is >= 500 and < 600;

    /// <summary>Whether an EHLO answer offers an extension.</summary>
    public bool Offers(string keyword) => Lines.Skip(1).Any(line =>
        line.Split(' ')[0].Equals(keyword, StringComparison.OrdinalIgnoreCase));

    /// <summary>The words after a keyword of an EHLO answer.</summary>
    public IReadOnlyList<string> Words(string keyword) => Lines.Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(words => words.Length > 0 && words[0].Equals(keyword, StringComparison.OrdinalIgnoreCase))?[1..] ?? [];

    public override string ToString() => $"reply {Code}";
}

/// <summary>Lines over a stream; what was read ahead belongs to this stream alone.</summary>
/// <remarks>
/// Limits keep a hostile server from filling the memory. After STARTTLS a new instance is made for the protected stream:
/// what the old one had read ahead was said by nobody we know, and its mere existence ends the session.
/// Source: RFC 5321 §4.2, §4.5.3.1; RFC 3207 §4.2.
/// </remarks>
internal sealed class SmtpLines(Stream stream)
{
    private const int LongestLine = 1024;
    private const int MostLines = 128;

    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Whether something was said that nobody has read yet.</summary>
    public bool HasMore => _start < _end;

    public async Task<SmtpReply> ReadAsync(CancellationToken ct)
    {
        List<string> lines = [];
        int? code = null;
        while (true)
        {
            var line = await LineAsync(ct);
            if (line.Length < 3 || !line.AsSpan(0, 3).ContainsOnlyDigits() || line[0] is < '2' or > '5'
                || (line.Length > 3 && line[3] is not (' ' or '-')))
            {
                throw new SmtpProtocolException("A line is no SMTP answer.");
            }

            var said = int.Parse(line.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);
            if (code is { } first && first != said)
            {
                throw new SmtpProtocolException("An answer changes its code from line to line.");
            }

            code = said;
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] is ' ')
            {
                return new SmtpReply(said, lines);
            }

            if (lines.Count == MostLines)
            {
                throw new SmtpProtocolException("An answer has too many lines.");
            }
        }
    }

    /// <summary>Sends one command; its words must be free of line ends.</summary>
    public async Task<SmtpReply> AskAsync(string command, CancellationToken ct)
    {
        if (command.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
        {
            throw new SmtpProtocolException("A command would hold a control or a foreign character.");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), ct);
        await stream.FlushAsync(ct);
        return await ReadAsync(ct);
    }

    /// <summary>Sends the message after DATA: a dot at the start of a line is doubled, a dot alone ends it.</summary>
    public async Task<SmtpReply> SendDataAsync(string message, CancellationToken ct)
    {
        var stuffed = message.StartsWith('.') ? "." + message : message;
        stuffed = stuffed.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{stuffed}{(stuffed.EndsWith("\r\n", StringComparison.Ordinal) ? "" : "\r\n")}.\r\n"), ct);
        await stream.FlushAsync(ct);
        return await ReadAsync(ct);
    }

    private async Task<string> LineAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await stream.ReadAsync(_buffer, ct);
                if (_end == 0)
                {
                    throw new SmtpProtocolException("The connection ended in the middle of an answer.");
                }
            }

            var next = (char)_buffer[_start++];
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(next);
            if (line.Length > LongestLine)
            {
                throw new SmtpProtocolException("A line of an answer is too long.");
            }
        }
    }
}

/// <summary>A small look at text.</summary>
internal static class DigitExtensions
{
    public static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
