namespace Carnet.Wire.Hl7v3;

/// <summary>Names, code systems and codes of the Patients service, as seen on the wire.</summary>
/// <remarks>
/// The code systems belong to the national service; they are written so that software which speaks to it finds what it
/// looks for. Numbers of devices and custodians are our own. Source: DMP 1.1, 1.3.
/// </remarks>
public static class DmpCodes
{
    public const string GetDemographics = "PRPA_IN201307UV02";
    public const string GetDemographicsAnswer = "PRPA_IN201308UV02";
    public const string FindCandidates = "PRPA_IN201305UV02";
    public const string FindCandidatesAnswer = "PRPA_IN201306UV02";
    public const string Add = "PRPA_IN201311UV02";
    public const string AddAccepted = "PRPA_IN201312UV02";
    public const string AddRefused = "PRPA_IN201313UV02";
    public const string Revise = "PRPA_IN201314UV02";
    public const string ReviseAccepted = "PRPA_IN201315UV02";
    public const string ReviseRefused = "PRPA_IN201316UV02";

    /// <summary>Code system of the reasons of a call.</summary>
    public const string ReasonSystem = "1.2.250.1.213.1.1.4.11";

    public const string TestExistence = "TEST_EXST";
    public const string ConsultData = "CNSLT_DATA";
    public const string ModifyData = "MODIF_DATA";
    public const string Close = "FERM";

    /// <summary>Not attested; the reason of TD1.2 is unknown (U4).</summary>
    public const string Reactivate = "REACTIV";

    public const string AuthorisationKeySystem = "1.2.250.1.213.4.1.2.6.1";
    public const string AuthorisationSystem = "1.2.250.1.213.4.1.2.6.2";
    public const string TreatingSystem = "1.2.250.1.213.4.1.2.6.3";
    public const string FlagSystem = "1.2.250.1.213.4.1.2.3";
    public const string ClosingSystem = "1.2.250.1.213.4.1.2.4";
    public const string AccountSystem = "1.2.250.1.213.4.1.2.9";

    public const string Authorisation = "AUTORISATION";
    public const string TreatingStatus = "STATUT_MT";
    public const string BreakGlassOpposition = "OPPOSITION_BRIS_DE_GLACE";
    public const string EmergencyOpposition = "OPPOSITION_ACCES_URGENCE";
    public const string Consent = "CONSENTEMENT_OUVERTURE";
    public const string AccountOpen = "COMPTE_INTERNET_OUVERT";
    public const string Attached = "RATTACHEMENT_ENS";
    public const string Login = "IDENTIFIANT_INTERNET";
    public const string TemporaryPassword = "MOT_DE_PASSE_TEMPORAIRE";
    public const string RepresentativeLogin = "IDENTIFIANT_INTERNET_RL";
    public const string RepresentativePassword = "MOT_DE_PASSE_TEMPORAIRE_RL";
    public const string ClosedAt = "DATE_FERMETURE";
    public const string ClosingMotive = "MOTIF_FERMETURE";
    public const string ClosingReason = "RAISON_FERMETURE";

    /// <summary>The SOAP action of an interaction.</summary>
    public static string ActionOf(string interaction) => "urn:hl7-org:v3:" + interaction;

    /// <summary>The SOAP action of the wrapped answer of 201311 and 201314.</summary>
    public static string ResponseActionOf(string interaction) => $"urn:hl7-org:v3:{interaction[..^4]}ResponseUV02";
}
