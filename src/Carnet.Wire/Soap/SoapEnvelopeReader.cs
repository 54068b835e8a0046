using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Soap;

/// <summary>Checks the frame of one message from its first to its last byte.</summary>
internal ref struct SoapEnvelopeReader
{
    private const int LongestAddress = 2048;

    private string? _action;
    private string? _messageId;
    private string? _to;
    private string? _relatesTo;
    private string? _replyTo;
    private string? _faultTo;
    private int _replies;
    private int _faults;
    private bool _security;
    private string? _bodyName;
    private string? _bodyNamespace;

    public SoapEnvelope Read(ReadOnlyMemory<byte> bytes, bool answer)
    {
        if (!answer && bytes.Length > SoapEnvelope.MaxBytes)
        {
            throw new WireFormatException("soap.size", "L'enveloppe SOAP dépasse 2 Mio.");
        }

        var limits = answer ? XmlLimits.Document : XmlLimits.Envelope;
        using var reader = SafeXml.Open(bytes, limits);
        Frame(reader);
        if (_action is null)
        {
            throw new WireFormatException("soap.action", "L'en-tête « Action » manque ou est vide.");
        }

        if (_messageId is null && !answer)
        {
            throw new WireFormatException("soap.message-id", "L'en-tête « MessageID » manque ou est vide.");
        }

        if (_faultTo is not null && _faultTo != _replyTo)
        {
            throw new WireFormatException("soap.reply-to", "Les erreurs (FaultTo) ne sont envoyées qu'où vont les réponses (ReplyTo).");
        }

        return new(bytes)
        {
            ReplyTo = _replyTo,
            Action = _action,
            MessageId = _messageId,
            To = _to,
            RelatesTo = _relatesTo,
            HasSecurity = _security,
            BodyLocalName = _bodyName!,
            BodyNamespaceUri = _bodyNamespace!,
            Limits = limits,
        };
    }

    private void Frame(XmlReader reader)
    {
        while (reader.Read() && reader.NodeType != XmlNodeType.Element)
        {
        }

        if (reader.LocalName != "Envelope" || reader.NamespaceURI != SoapNames.Envelope)
        {
            throw reader.LocalName == "Envelope" && reader.NamespaceURI == SoapNames.Envelope11
                ? new WireFormatException("soap.version", "SOAP 1.1 n'est pas admis : employez SOAP 1.2.")
                : new WireFormatException("soap.envelope", "Le message n'est pas une enveloppe SOAP 1.2.");
        }

        var headers = 0;
        var bodies = 0;
        while (XmlWalk.NextChild(reader, 0))
        {
            var known = reader.NamespaceURI == SoapNames.Envelope;
            if (known && reader.LocalName == "Header" && headers++ == 0 && bodies == 0)
            {
                Header(reader);
            }
            else if (known && reader.LocalName == "Body" && headers == 1 && bodies++ == 0)
            {
                Body(reader);
            }
            else
            {
                throw new WireFormatException("soap.structure",
                    "L'enveloppe SOAP doit contenir un en-tête, puis un corps, et rien d'autre.");
            }
        }

        if (bodies != 1)
        {
            throw new WireFormatException("soap.structure", "L'enveloppe SOAP n'a pas d'en-tête ou pas de corps.");
        }

        // To the last byte, so that trailing garbage is refused here and not by a later reader.
        while (reader.Read())
        {
        }
    }

    private void Header(XmlReader reader)
    {
        while (XmlWalk.NextChild(reader, 1))
        {
            var addressing = reader.NamespaceURI == SoapNames.Addressing;
            switch (reader.LocalName)
            {
                case "Action" when addressing:
                    Once(ref _action, reader, "soap.action-repeated", "Action");
                    break;
                case "MessageID" when addressing:
                    Once(ref _messageId, reader, "soap.message-id-repeated", "MessageID");
                    break;
                case "To" when addressing:
                    Once(ref _to, reader, "soap.addressing-repeated", "To");
                    break;
                case "RelatesTo" when addressing:
                    Once(ref _relatesTo, reader, "soap.addressing-repeated", "RelatesTo");
                    break;
                case "ReplyTo" when addressing:
                    _replyTo = Endpoint(reader, ref _replies);
                    break;
                case "FaultTo" when addressing:
                    _faultTo = Endpoint(reader, ref _faults);
                    break;
                case "From" when addressing:
                    break;
                case "Security" when reader.NamespaceURI == SoapNames.Security:
                    _security = !_security ? true
                        : throw new WireFormatException("soap.security-repeated",
                            "L'en-tête « Security » est présent deux fois.");
                    break;
                default:
                    RefuseMandatory(reader);
                    break;
            }
        }
    }

    private static void Once(ref string? value, XmlReader reader, string code, string name)
    {
        var text = XmlWalk.Text(reader, "soap.addressing");
        if (value is not null)
        {
            throw new WireFormatException(code, $"L'en-tête « {name} » est présent deux fois.");
        }

        if (text.Length > 2048)
        {
            throw new WireFormatException("soap.addressing", $"L'en-tête « {name} » est trop long.");
        }

        value = text.Length > 0 ? text : null;
    }

    // Null for the anonymous address; whether another one is allowed is the receiver's to decide.
    private static string? Endpoint(XmlReader reader, ref int seen)
    {
        List<string> addresses = [];
        while (XmlWalk.NextChild(reader, 2))
        {
            if (reader.LocalName == "Address" && reader.NamespaceURI == SoapNames.Addressing)
            {
                addresses.Add(XmlWalk.Text(reader, "soap.reply-to"));
            }
        }

        return seen++ == 0 && addresses is [var address] && address.Length <= LongestAddress
            ? address == SoapNames.Anonymous ? null
                : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? address
                : throw NoReply()
            : throw NoReply();
    }

    private static WireFormatException NoReply() => new("soap.reply-to",
        "Les réponses sont envoyées à l'adresse anonyme, ou à une adresse https que l'exploitant a admise.");

    /// <summary>Refuses whatever role the block names: a message is never passed on, so there is no other
    /// node.</summary>
    private static void RefuseMandatory(XmlReader reader)
    {
        var mandatory = reader.GetAttribute("mustUnderstand", SoapNames.Envelope)?.Trim();
        if (mandatory is not (null or "0" or "false"))
        {
            throw new WireFormatException("soap.must-understand",
                "Un en-tête inconnu est marqué « mustUnderstand » : il ne peut être traité.");
        }
    }

    private void Body(XmlReader reader)
    {
        while (XmlWalk.NextChild(reader, 1))
        {
            if (_bodyName is not null)
            {
                throw new WireFormatException("soap.body", "Le corps SOAP contient plus d'un élément.");
            }

            _bodyName = reader.LocalName;
            _bodyNamespace = reader.NamespaceURI;
        }

        if (_bodyName is null)
        {
            throw new WireFormatException("soap.body", "Le corps SOAP est vide.");
        }
    }
}
