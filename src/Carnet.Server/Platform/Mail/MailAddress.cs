using System.Globalization;

namespace Carnet.Server.Platform.Mail;

/// <summary>An address that may stand in a command and in a header: ASCII, no quotes, no control, no angle bracket.</summary>
/// <remarks>
/// What is not of this form is refused, never mended: a line end in an address would be a command. International domains
/// are written in their ASCII form; local parts beyond ASCII need a service that few mailboxes have, and are refused.
/// Source: RFC 5321 §4.1.2; RFC 3492.
/// </remarks>
internal sealed record MailAddress
{
    private const string LocalSigns = "!#$%&'*+-/=?^_`{|}~.";

    private MailAddress(string local, string domain) => (Local, Domain) = (local, domain);

    public string Local { get; }

    public string Domain { get; }

    public static MailAddress? Parse(string? text)
    {
        if (text is not { Length: >= 3 and <= 254 } || text.IndexOf('@', StringComparison.Ordinal) is var at && at <= 0
            || at != text.LastIndexOf('@'))
        {
            return null;
        }

        var local = text[..at];
        return local.Length <= 64 && local.All(c => char.IsAsciiLetterOrDigit(c) || LocalSigns.Contains(c, StringComparison.Ordinal))
            && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal)
            && Ascii(text[(at + 1)..]) is { } domain
            ? new MailAddress(local, domain)
            : null;
    }

    public override string ToString() => $"{Local}@{Domain}";

    private static string? Ascii(string domain)
    {
        try
        {
            var ascii = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(domain).ToLowerInvariant();
            return ascii.Split('.').All(label => label.Length is > 0 and <= 63) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
