using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Client;

namespace Carnet.Server.Demo;

/// <summary>Subject names and private extensions, in the shape of IGC-Santé.</summary>
/// <remarks>Source: DMP 8.2. The code of the profession in an extension of its own is to be verified on a real
/// card.</remarks>
public static class CardExtensions
{
    public const string Specialty = "1.2.250.1.71.4.2.5";
    public const string Profession = "1.2.250.1.71.1.2.7";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    private const string Surname = "2.5.4.4";
    private const string State = "2.5.4.8";
    private const string Title = "2.5.4.12";
    private const string GivenName = "2.5.4.42";

    /// <summary>The text of a private extension; null when the certificate has none.</summary>
    public static string? Read(X509Certificate2 certificate, string oid)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.Extensions[oid] is { } extension
            ? AsnDecoder.ReadCharacterString(extension.RawData, AsnEncodingRules.DER, UniversalTagNumber.UTF8String,
                out _)
            : null;
    }

    internal static X509Extension Text(string oid, string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
        return new X509Extension(new Oid(oid), writer.Encode(), false);
    }

    internal static X500DistinguishedName Name(CardSubject subject)
    {
        // The builder encodes what is added last first; a French subject begins with its country.
        var name = new X500DistinguishedNameBuilder();
        if (subject is { FamilyName: { } family, GivenName: { } given })
        {
            name.Add(GivenName, given, UniversalTagNumber.UTF8String);
            name.Add(Surname, family, UniversalTagNumber.UTF8String);
        }

        name.AddCommonName(subject.CommonName);
        if (subject.Title is { } title)
        {
            name.Add(Title, title, UniversalTagNumber.UTF8String);
        }

        if (subject.Kind != CardKind.Cps)
        {
            name.AddOrganizationalUnitName(subject.Structure.IdNst);
        }

        name.AddOrganizationName(subject.Structure.Name);
        if (subject.Kind == CardKind.Organization)
        {
            name.Add(State, "Kerlann (29)", UniversalTagNumber.UTF8String);
        }

        name.AddCountryOrRegion("FR");
        return name.Build();
    }
}
