namespace Carnet.Tests.Wire.Vihf;

/// <summary>Where the second assertion stands.</summary>
internal enum WrapPlace
{
    SecurityBefore,
    SecurityAfter,
    OtherSecurity,
    Header,
    Body,
    BehindBody,
}

/// <summary>Makes the eight classical signature wrappings from a genuine assertion.</summary>
/// <remarks>Source: Somorovsky and others 2012.</remarks>
internal static class VihfWrapping
{
    private const string Security = "wsse:Security";

    /// <param name="shape">1 to 8.</param>
    /// <param name="sameId">The forged assertion keeps the signed one's ID.</param>
    /// <param name="envelope">Puts what it is given into <c>wsse:Security</c>, and the second text, where there is one, into the body.</param>
    /// <param name="forge">What the attacker changes besides; the name of the subject is always changed.</param>
    public static string Wrap(
        int shape, string genuine, string id, bool sameId, WrapPlace place, Func<string, string, string> envelope,
        Func<string, string>? forge = null)
    {
        var (head, signature, tail) = Cut(genuine);
        var unsigned = head + tail;
        var evil = sameId ? unsigned : unsigned.Replace($"ID=\"{id}\"", "ID=\"_evil\"", StringComparison.Ordinal);
        evil = evil.Replace("<saml2:NameID>", "<saml2:NameID>8666", StringComparison.Ordinal);
        evil = forge?.Invoke(evil) ?? evil;
        var behindIssuer = evil.IndexOf("</saml2:Issuer>", StringComparison.Ordinal) + "</saml2:Issuer>".Length;
        string EvilWith(string more) => evil.Insert(behindIssuer, more);
        string Object(string content) => signature.Replace("</ds:Signature>", $"<ds:Object>{content}</ds:Object></ds:Signature>", StringComparison.Ordinal);
        string Put(string assertion, string other) => VihfWrapping.Put(assertion, other, place, envelope);

        return shape switch
        {
            1 => Put(EvilWith(signature), unsigned),
            2 => Put(evil, signature + unsigned),
            3 => Put(evil, genuine),
            4 => Put(EvilWith(genuine), "<x/>"),
            5 => Put(EvilWith(signature), $"<w>{unsigned}</w>"),
            6 => Put(EvilWith(signature.Replace("</ds:KeyInfo>", unsigned + "</ds:KeyInfo>", StringComparison.Ordinal)), "<x/>"),
            7 => Put(evil, $"<saml2:Extensions xmlns:saml2=\"{VihfSamples.Saml}\">{genuine}</saml2:Extensions>"),
            _ => Put(EvilWith(Object(unsigned)), "<x/>"),
        };
    }

    private static string Put(string assertion, string other, WrapPlace place, Func<string, string, string> envelope) => place switch
    {
        WrapPlace.SecurityBefore => envelope(other + assertion, ""),
        WrapPlace.SecurityAfter => envelope(assertion + other, ""),
        WrapPlace.OtherSecurity => envelope($"{assertion}</{Security}><{Security} xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">{other}", ""),
        WrapPlace.Header => Before(envelope(assertion, ""), "Header>", other),
        WrapPlace.Body => envelope(assertion, other),
        _ => Before(envelope(assertion, ""), "Envelope>", other),
    };

    // Before the end tag, whatever its prefix.
    private static string Before(string text, string end, string other)
    {
        var at = text.LastIndexOf("</", text.LastIndexOf(end, StringComparison.Ordinal), StringComparison.Ordinal);
        return text.Insert(at, other);
    }

    private static (string Head, string Signature, string Tail) Cut(string xml)
    {
        var start = xml.IndexOf("<ds:Signature ", StringComparison.Ordinal);
        var end = xml.IndexOf("</ds:Signature>", StringComparison.Ordinal) + "</ds:Signature>".Length;
        return (xml[..start], xml[start..end], xml[end..]);
    }
}
