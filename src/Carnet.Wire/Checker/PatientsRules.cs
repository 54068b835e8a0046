using static Carnet.Wire.Checker.CheckSeverity;

namespace Carnet.Wire.Checker;

/// <summary>The Patients service in HL7 v3 and the authorisations.</summary>
internal static class PatientsRules
{
    private const string Dmp = "DMP 1.3";
    private const string Prpa = "HL7 v3 PRPA";
    private const string Message = "//*[namespace-uri() = 'urn:hl7-org:v3' and starts-with(local-name(), 'PRPA_IN')]";
    private const string Get = "//h:PRPA_IN201307UV02";
    private const string Find = "//h:PRPA_IN201305UV02";

    public static IReadOnlyList<CheckRule> All { get; } =
    [
        Rule("PAT-01", Error,
            Message, "c:oid(h:id/@root) or string-length(h:id/@root) = 36", "Le message n'a pas de numéro (id).",
            "Ajoutez id avec une racine.", "<id root=\"1.2.250.1.…\" extension=\"…\"/>", Prpa),
        Rule("PAT-02", Error,
            Message, "c:time(h:creationTime/@value)", "La date du message (creationTime) manque ou est illisible.",
            "Ajoutez creationTime.", "<creationTime value=\"20261124080000\"/>", Prpa),
        Rule("PAT-03", Error,
            Message + "/h:interactionId", "@extension = local-name(..)",
            "L'interaction (interactionId) n'est pas celle de l'élément.", "Écrivez le nom de l'élément.",
            "<interactionId root=\"2.16.840.1.113883.1.6\" extension=\"{local-name(..)}\"/>", Prpa),
        Rule("PAT-04", Error,
            Message, "h:interactionId", "L'interaction (interactionId) manque.", "Ajoutez interactionId.",
            "<interactionId root=\"2.16.840.1.113883.1.6\" extension=\"{local-name()}\"/>", Prpa),
        Rule("PAT-05", Error,
            Message, "h:receiver/h:device/h:id", "Le destinataire (receiver) manque ou n'a pas d'identifiant.",
            "Ajoutez receiver/device/id.",
            "<receiver typeCode=\"RCV\"><device classCode=\"DEV\" determinerCode=\"INSTANCE\"><id "
                + "root=\"…\"/></device></receiver>",
            Prpa),
        Rule("PAT-06", Error,
            Message, "h:sender/h:device/h:id", "L'expéditeur (sender) manque ou n'a pas d'identifiant.",
            "Ajoutez sender/device/id.",
            "<sender typeCode=\"SND\"><device classCode=\"DEV\" determinerCode=\"INSTANCE\"><id "
                + "root=\"…\"/></device></sender>",
            Prpa),
        Rule("PAT-07", Error,
            Message, "h:controlActProcess", "L'acte (controlActProcess) manque.", "Ajoutez controlActProcess.",
            "<controlActProcess classCode=\"CACT\" moodCode=\"EVN\">…", Prpa),
        Rule("PAT-08", Warning,
            Get + "/h:controlActProcess[h:queryByParameter]", "c:in(h:reasonCode/@code, 'TEST_EXST CNSLT_DATA')",
            "Le motif n'est ni TEST_EXST ni CNSLT_DATA.", "Écrivez le motif de la transaction.",
            "<reasonCode code=\"TEST_EXST\" codeSystem=\"1.2.250.1.213.1.1.4.11\"/>", Dmp),
        Rule("PAT-09", Error,
            Message + "/h:controlActProcess/h:reasonCode", "@codeSystem = '1.2.250.1.213.1.1.4.11'",
            "Le système de codes du motif n'est pas celui du service.", "Écrivez l'OID du service.",
            "codeSystem=\"1.2.250.1.213.1.1.4.11\"", Dmp),
        Rule("PAT-10", Error,
            "//h:queryByParameter", "h:queryId", "La requête n'a pas de numéro (queryId).", "Ajoutez queryId.",
            "<queryId root=\"…\" extension=\"…\"/>", Prpa),
        Rule("PAT-11", Error,
            "//h:queryByParameter", "h:statusCode/@code", "La requête n'a pas de statut.", "Ajoutez statusCode.",
            "<statusCode code=\"new\"/>", Prpa),
        Rule("PAT-12", Error,
            Get + "//h:queryByParameter/h:parameterList", "h:patientIdentifier/h:value/@extension",
            "Le patient (patientIdentifier) manque.", "Ajoutez l'INS du patient.",
            "<patientIdentifier><value root=\"1.2.250.1.213.1.4.8\" "
                + "extension=\"…\"/><semanticsText>Patient.id</semanticsText></patientIdentifier>",
            Dmp),
        Rule("PAT-13", Warning,
            Get + "//h:patientIdentifier/h:value[@extension]", "c:ins-oid(@root)",
            "Le patient n'est pas désigné par son INS.", "Écrivez l'OID de l'INS.",
            "<value root=\"1.2.250.1.213.1.4.8\" extension=\"{@extension}\"/>", Dmp),
        Rule("PAT-14", Error,
            Get + "//h:patientIdentifier/h:value[c:ins-oid(@root)]", "c:ins(@extension, @root)",
            "L'INS est faux (15 caractères dont la clé).", "Vérifiez le matricule et sa clé.", null, Dmp),
        Rule("PAT-15", Error,
            Find + "//h:queryByParameter/h:parameterList", "*", "La recherche de personnes n'a aucun critère.",
            "Ajoutez le nom, la date de naissance ou le sexe.",
            "<livingSubjectName><value><family>…</family></value></livingSubjectName>", Prpa),
        Rule("PAT-16", Error,
            Find + "//h:minimumDegreeMatch/h:value", "c:digits(@value) and @value <= 100",
            "La ressemblance demandée n'est pas un pourcentage.", "Écrivez un nombre de 0 à 100.",
            "<value xsi:type=\"INT\" value=\"75\"/>", Prpa),
        Rule("PAT-17", Error,
            "/s:Envelope[s:Body/h:PRPA_IN201305UV02 and .//saml:Attribute[@Name = 'VIHF_Version']]",
            ".//h:PurposeOfUse/@code = 'centre_15'", "La recherche sans INS n'est ouverte qu'à la régulation (centre_15).",
            "Appelez en mode centre_15.", "code=\"centre_15\"", "DMP 1.8"),
        Rule("PAT-18", Error,
            Message + "[h:processingCode]", "c:in(h:processingCode/@code, 'P T D')",
            "Le mode de traitement (processingCode) n'existe pas.", "Écrivez P.", "<processingCode code=\"P\"/>", Prpa),
        Rule("PAT-19", Error,
            "//hab:setAuthorization", "c:in(hab:action, 'AJOUT SUPPRESSION')", "L'action n'est ni AJOUT ni SUPPRESSION.",
            "Écrivez AJOUT ou SUPPRESSION.", "<action>AJOUT</action>", "DMP 1.2"),
        Rule("PAT-20", Error,
            "//hab:setAuthorization/hab:role", ". = 'MEDECIN_TRAITANT'", "Le rôle n'est pas MEDECIN_TRAITANT.",
            "Écrivez MEDECIN_TRAITANT, ou retirez l'élément.", "<role>MEDECIN_TRAITANT</role>", "DMP 1.2"),
        Rule("PAT-21", Error,
            "//hab:listAuthorizationByPatient", "c:in(hab:mode, 'ACTIVE INTERDITE TOUTE')",
            "Le mode n'est pas ACTIVE, INTERDITE ou TOUTE.", "Écrivez l'un des trois.", "<mode>TOUTE</mode>", "DMP 1.4"),
    ];

    private static CheckRule Rule(
        string id, CheckSeverity severity, string each, string test, string cause, string remedy, string? fragment, string origin)
        => new(id, CheckTopic.Patients, severity, each, test, cause, remedy, fragment, origin);
}
