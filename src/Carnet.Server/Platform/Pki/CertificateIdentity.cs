using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Identity;

namespace Carnet.Server.Platform.Pki;

/// <summary>Who a card or an establishment's certificate says it is.</summary>
/// <param name="Person">PS_IdNat of a card's holder (CN).</param>
/// <param name="Structure">Struct_IdNat of an establishment, or of an employee's (OU).</param>
/// <remarks>Source: DMP 8.2 (CPS: CN is the PS_IdNat; ORG: OU is the Struct_IdNat).</remarks>
internal sealed record CertificateIdentity(PsIdNat? Person, StructIdNat? Structure, string? CommonName)
{
    private const string CommonNameOid = "2.5.4.3";
    private const string UnitOid = "2.5.4.11";
    private const string FamilyNameOid = "2.5.4.4";

    public static CertificateIdentity Of(X509Certificate2 certificate)
    {
        string? common = null;
        StructIdNat? structure = null;
        var named = false;
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements)
            {
                continue; // A name that says two things at once says nothing.
            }

            switch (part.GetSingleElementType().Value)
            {
                case CommonNameOid:
                    common = part.GetSingleElementValue();
                    break;
                case FamilyNameOid:
                    named = true;
                    break;
                case UnitOid when StructIdNat.TryCreate(part.GetSingleElementValue(), out var unit):
                    structure = unit;
                    break;
            }
        }

        // The free name of an establishment may happen to look like a number; a card names its holder.
        return (structure is null || named) && PsIdNat.TryCreate(common, out var person)
            ? new CertificateIdentity(person, structure, common)
            : new CertificateIdentity(null, structure, common);
    }
}
