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
    /// <summary><c>application/soap+xml</c> or <c>multipart/related</c>; any other is refused with <c>soap.content-type</c>.</summary>
    public static SoapPackaging Packaging(string? contentType) => throw new NotImplementedException();
}
