namespace Carnet.Wire.Wsdl;

/// <summary>The SOAP services that Carnet describes.</summary>
public enum WsdlService
{
    Registry,
    Repository,
    Habilitations,
}

/// <summary>Our own WSDL 1.1 descriptions, with the address of this server put in.</summary>
/// <remarks>Source: W3C wsdl11soap12.</remarks>
public static class WsdlDocuments
{
    /// <summary>UTF-8 bytes; <paramref name="address"/> is the absolute URL of the service.</summary>
    public static byte[] Get(WsdlService service, Uri address) => throw new NotImplementedException();
}
