namespace Carnet.Wire.Vihf;

/// <summary>Names of the attributes of a VIHF. Source: CI-SIS VIHF 3.0.</summary>
internal static class VihfNames
{
    public const string Version = "VIHF_Version";
    public const string Mode = "Authentification_mode";
    public const string ModeCapital = "Authentification_Mode";
    public const string Structure = "Identifiant_Structure";
    public const string Sector = "Secteur_Activite";
    public const string SubjectName = "urn:oasis:names:tc:xspa:1.0:subject:subject-id";
    public const string Role = "urn:oasis:names:tc:xacml:2.0:subject:role";
    public const string Resource = "urn:oasis:names:tc:xacml:2.0:resource:resource-id";
    public const string ResourceUrn = "Ressource_URN";
    public const string Purpose = "urn:oasis:names:tc:xspa:1.0:subject:purposeofuse";
    public const string Reason = "Mode_Acces_Raison";
    public const string Confidentiality = "urn:oasis:names:tc:xspa:1.0:resource:patient:hl7:confidentiality-code";
    public const string LpsId = "LPS_ID";
    public const string LpsName = "LPS_Nom";
    public const string LpsVersion = "LPS_Version";
    public const string LpsHomologation = "LPS_ID_HOMOLOGATION_DMP";
}
