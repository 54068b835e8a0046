using System.Text;
using MimeKit;

namespace Carnet.Server.Platform.Mail;

/// <summary>One e-mail of plain text to one person.</summary>
/// <param name="Id">Becomes the Message-ID; the same number sent twice is recognised by it.</param>
/// <param name="Language">Of subject and body, e.g. fr.</param>
internal sealed record MailMessage(
    Guid Id, DateTimeOffset At, MailAddress From, string FromName, MailAddress To, string Subject, string Body,
    string Language = "fr")
{
    public override string ToString() => "mail ***";

    /// <summary>The message as it travels: ASCII, lines of 76 signs at most, whatever the server could take.</summary>
    /// <remarks>Source: RFC 5322 §2; RFC 2045 §6.7; RFC 2047; RFC 3834 §5.</remarks>
    public MimeMessage ToMime()
    {
        var text = new TextPart("plain") { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        text.SetText(Encoding.UTF8, Body.ReplaceLineEndings("\r\n") + "\r\n");
        text.Headers[HeaderId.ContentLanguage] = Language;
        var mail = new MimeMessage
        {
            Date = At.ToUniversalTime(),
            MessageId = $"{Id}@{From.Domain}",
            Subject = OneLine(Subject),
            Body = text,
        };
        mail.From.Add(new MailboxAddress(Encoding.UTF8, OneLine(FromName), From.ToString()));
        mail.To.Add(new MailboxAddress(null, To.ToString()));
        mail.Headers["Auto-Submitted"] = "auto-generated";
        return mail;
    }

    // A line end in a header would begin another one.
    private static string OneLine(string text) => string.Concat(text.Select(sign => char.IsControl(sign) ? ' ' : sign));
}
