namespace Carnet.Wire.Soap;

/// <summary>The two shapes in which a SOAP message may come.</summary>
public enum SoapPackaging
{
    Plain,
    Multipart,
}

/// <summary>Tells the shape of a message from its Content-Type.</summary>
/// <remarks>Source: RFC 3902, RFC 2387.</remarks>
public static class SoapContentType
{
    /// <summary>Value of the HTTP header for a message without parts.</summary>
    public const string Plain = "application/soap+xml; charset=utf-8";

    /// <summary><c>application/soap+xml</c> or <c>multipart/related</c>; any other is refused with
    /// <c>soap.content-type</c>.</summary>
    public static SoapPackaging Packaging(string? contentType)
        => MediaType.Parse(contentType, "soap.content-type").Name switch
        {
            "application/soap+xml" => SoapPackaging.Plain,
            "multipart/related" => SoapPackaging.Multipart,
            _ => throw new WireFormatException("soap.content-type",
                "Le type du message n'est ni « application/soap+xml » ni « multipart/related »."),
        };
}
