using System.Security;
using System.Text;

namespace Carnet.Wire.Wsdl;

/// <summary>The SOAP services that Carnet describes.</summary>
public enum WsdlService
{
    Registry,
    Repository,
    Habilitations,
    Patients,
    PatientSpecific,
    PatientCertif,
}

/// <summary>Our own WSDL 1.1 descriptions, with the address of this server put in.</summary>
/// <remarks>
/// They name the elements and leave their content open: the schemas belong to their standards. Source: W3C
/// wsdl11soap12.
/// </remarks>
public static class WsdlDocuments
{
    /// <summary>UTF-8 bytes; <paramref name="address"/> is the absolute URL of the service.</summary>
    public static byte[] Get(WsdlService service, Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var name = service switch
        {
            WsdlService.Registry => "registry",
            WsdlService.Repository => "repository",
            WsdlService.Habilitations => "habilitations",
            WsdlService.Patients => "patients",
            WsdlService.PatientSpecific => "patientSpecific",
            WsdlService.PatientCertif => "patientCertif",
        };
        using var stream = typeof(WsdlDocuments).Assembly.GetManifestResourceStream($"Carnet.Wire.Wsdl.{name}.wsdl")
            ?? throw new InvalidOperationException($"The resource {name}.wsdl is not embedded.");
        using var text = new StreamReader(stream, Encoding.UTF8);
        return Encoding.UTF8.GetBytes(text.ReadToEnd()
            .Replace("%ADDRESS%", SecurityElement.Escape(address.AbsoluteUri), StringComparison.Ordinal));
    }
}
