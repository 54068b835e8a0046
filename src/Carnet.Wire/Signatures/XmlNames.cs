namespace Carnet.Wire.Signatures;

/// <summary>Namespaces that signatures and assertions are made of; prefixes never decide anything.</summary>
internal static class XmlNames
{
    public const string Xml = "http://www.w3.org/XML/1998/namespace";
    public const string Xmlns = "http://www.w3.org/2000/xmlns/";
    public const string Xsi = "http://www.w3.org/2001/XMLSchema-instance";
    public const string Ds = "http://www.w3.org/2000/09/xmldsig#";
    public const string Soap = "http://www.w3.org/2003/05/soap-envelope";
    public const string Wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    public const string Wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    public const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";
    public const string Saml1 = "urn:oasis:names:tc:SAML:1.0:assertion";
    public const string Hl7 = "urn:hl7-org:v3";
    public const string Xop = "http://www.w3.org/2004/08/xop/include";
}
