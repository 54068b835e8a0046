using System.Xml;
using Carnet.Wire.Signatures;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Vihf;

/// <summary>
/// The one assertion of an envelope, found in one forward pass that looks at every element and every ID.
/// </summary>
/// <remarks>
/// The pass goes to the end of the envelope even when the assertion has been found, because a second assertion or a second
/// element with its ID behind it is what an attacker would write.
/// </remarks>
internal sealed class VihfEnvelope : IDisposable
{
    private const int AssertionDepth = 3;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    private VihfEnvelope() { }

    public XmlTape Assertion { get; } = new();

    /// <summary>Bindings in scope around the assertion.</summary>
    public IReadOnlyList<Binding> Around { get; private set; } = [];

    public static VihfEnvelope Read(ReadOnlyMemory<byte> bytes)
    {
        var envelope = new VihfEnvelope();
        using var reader = SafeXml.Open(bytes, XmlLimits.Envelope);
        var taping = false;
        var expected = 0; // how many of Envelope, Header, Security stand around the reader
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Element)
            {
                expected = reader.Depth < AssertionDepth ? Path(reader, expected) : expected;
                if (envelope.Look(reader, taping, expected))
                {
                    envelope.Around = Bindings(reader);
                    taping = true;
                }
            }

            if (taping)
            {
                envelope.Assertion.Add(reader);
                taping = !envelope.Assertion.IsComplete;
            }
            else if (reader.NodeType is XmlNodeType.EndElement && reader.Depth < expected)
            {
                expected = reader.Depth;
            }
        }

        SignatureRejection.Unless(envelope.Assertion.IsComplete, "vihf.missing", "L'enveloppe n'a pas d'assertion.");
        envelope.CheckValues();
        return envelope;
    }

    public void Dispose() => Assertion.Dispose();

    /// <summary>The one signature, a direct child of the assertion.</summary>
    public TapeElement Signature()
    {
        var found = -1;
        for (var i = 0; i < Assertion.Count; i++)
        {
            if (Assertion[i] is { Type: XmlNodeType.Element, LocalName: "Signature", Uri: XmlNames.Ds } node)
            {
                SignatureRejection.Unless(found < 0,
                    "vihf.several-signatures", "L'assertion contient plusieurs signatures.");
                SignatureRejection.Unless(node.Parent == 0,
                    "vihf.unsigned", "La signature n'est pas un enfant de l'assertion.");
                found = i;
            }
        }

        SignatureRejection.Unless(found >= 0, "vihf.unsigned", "L'assertion n'est pas signée.");
        return new TapeElement(Assertion, found);
    }

    /// <returns>True when the reader stands on the assertion.</returns>
    private bool Look(XmlReader reader, bool taping, int expected)
    {
        CheckIds(reader);
        SignatureRejection.Unless(!taping || reader.NamespaceURI != XmlNames.Xop,
            "vihf.xop", "L'assertion contient un xop:Include.");
        if (reader.NamespaceURI is XmlNames.Saml or XmlNames.Saml1)
        {
            var name = reader.LocalName;
            SignatureRejection.Unless(
                name != "EncryptedAssertion" && (name != "Assertion" || reader.NamespaceURI == XmlNames.Saml),
                "vihf.foreign", "L'enveloppe contient une assertion SAML 1 ou chiffrée.");
            if (name == "Assertion")
            {
                SignatureRejection.Unless(Assertion.Count == 0,
                    "vihf.several", "L'enveloppe contient plusieurs assertions.");
                SignatureRejection.Unless(reader.Depth == AssertionDepth && expected == AssertionDepth,
                    "vihf.misplaced", "L'assertion n'est pas dans Envelope/Header/Security.");
                return true;
            }
        }

        return false;
    }

    private void CheckIds(XmlReader reader)
    {
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            var name = reader.LocalName;
            if ((name is "ID" or "Id" && reader.NamespaceURI is "" or XmlNames.Wsu)
                || (name is "id" && reader.NamespaceURI == XmlNames.Xml))
            {
                SignatureRejection.Unless(_ids.Add(reader.Value),
                    "vihf.duplicate-id", "Un identifiant XML est répété.");
            }
        }

        reader.MoveToElement();
    }

    /// <remarks>
    /// Canonical form drops comments, so an honest signature survives one added on the way; who adds one inside a value
    /// hopes for a reader that stops there.
    /// </remarks>
    private void CheckValues()
    {
        for (var i = 0; i < Assertion.Count; i++)
        {
            if (Assertion[i] is { Type: XmlNodeType.Comment or XmlNodeType.ProcessingInstruction } node)
            {
                var parent = Assertion[node.Parent];
                SignatureRejection.Unless(
                    parent.Uri != XmlNames.Saml || parent.LocalName is not ("Issuer" or "NameID" or "AttributeValue"
                        or "AuthnContextClassRef" or "AuthnContextDecl" or "Audience"),
                    "vihf.comment", "Une valeur de l'assertion contient un commentaire ou une instruction.");
            }
        }
    }

    private static int Path(XmlReader reader, int expected)
    {
        var depth = reader.Depth;
        var matches = depth <= expected && depth switch
        {
            0 => reader is { LocalName: "Envelope", NamespaceURI: XmlNames.Soap },
            1 => reader is { LocalName: "Header", NamespaceURI: XmlNames.Soap },
            _ => reader is { LocalName: "Security", NamespaceURI: XmlNames.Wsse },
        };
        return matches ? depth + 1 : Math.Min(depth, expected);
    }

    private static List<Binding> Bindings(XmlReader reader)
    {
        var bindings = new List<Binding>();
        foreach (var (prefix, uri) in ((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml))
        {
            bindings.Add(new Binding(prefix, uri));
        }

        return bindings;
    }
}
