using System.Globalization;
using System.Text;

namespace Carnet.Server.Platform.Mail;

/// <summary>One e-mail of plain text to one person.</summary>
/// <param name="Id">Becomes the Message-ID; the same number sent twice is recognised by it.</param>
internal sealed record MailMessage(Guid Id, DateTimeOffset At, MailAddress From, string FromName, MailAddress To, string Subject, string Body)
{
    /// <summary>Longest line of a message without its line end.</summary>
    private const int LongestLine = 76;

    public override string ToString() => "mail ***";

    /// <summary>The message in ASCII with CRLF line ends, not yet dot-stuffed.</summary>
    /// <remarks>Source: RFC 5322 §2; RFC 2045 §6.7; RFC 2047; RFC 3834 §5.</remarks>
    public string Write() => new StringBuilder()
        .Append("Date: ").Append(At.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)).Append("\r\n")
        .Append(CultureInfo.InvariantCulture, $"Message-ID: <{Id}@{From.Domain}>\r\n")
        .Append("From: ").Append(Words(FromName)).Append(CultureInfo.InvariantCulture, $"\r\n <{From}>\r\n")
        .Append(CultureInfo.InvariantCulture, $"To: <{To}>\r\n")
        .Append("Subject: ").Append(Words(Subject)).Append("\r\n")
        .Append("Auto-Submitted: auto-generated\r\n")
        .Append("MIME-Version: 1.0\r\n")
        .Append("Content-Type: text/plain; charset=utf-8\r\n")
        .Append("Content-Transfer-Encoding: quoted-printable\r\n")
        .Append("Content-Language: fr\r\n")
        .Append("\r\n")
        .Append(QuotedPrintable(Body))
        .ToString();

    /// <summary>Encoded words of whole characters, at most 75 long, one a line. Line ends and controls do not survive.</summary>
    private static string Words(string text)
    {
        const string Start = "=?utf-8?B?";
        List<string> words = [];
        List<byte> bytes = [];
        foreach (var rune in text.EnumerateRunes())
        {
            var next = Encoding.UTF8.GetBytes((Rune.IsControl(rune) ? new Rune(' ') : rune).ToString());
            if (bytes.Count + next.Length > 39)
            {
                words.Add($"{Start}{Convert.ToBase64String([.. bytes])}?=");
                bytes.Clear();
            }

            bytes.AddRange(next);
        }

        words.Add($"{Start}{Convert.ToBase64String([.. bytes])}?=");
        return string.Join("\r\n ", words);
    }

    private static string QuotedPrintable(string text)
    {
        var written = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            var column = 0;
            for (var i = 0; i < bytes.Length; i++)
            {
                var last = i == bytes.Length - 1;
                var plain = bytes[i] is >= 33 and <= 126 and not (byte)'=' || (bytes[i] is (byte)' ' && !last);
                var width = plain ? 1 : 3;
                if (column + width > LongestLine - (last ? 0 : 1))
                {
                    written.Append("=\r\n");
                    column = 0;
                }

                column += width;
                _ = plain ? written.Append((char)bytes[i]) : written.Append(CultureInfo.InvariantCulture, $"={bytes[i]:X2}");
            }

            written.Append("\r\n");
        }

        return written.ToString();
    }
}
