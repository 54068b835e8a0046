using static Carnet.Wire.Checker.CheckSeverity;

namespace Carnet.Wire.Checker;

/// <summary>The SAML assertion with which a call is made. The signature itself is not verified here.</summary>
internal static class VihfRules
{
    private const string Shell = "DMP 2.1";
    private const string Claims = "DMP 2.2";
    private const string Vihf =
        "//saml:Assertion[.//saml:Attribute[starts-with(@Name, 'VIHF_') or @Name = 'Identifiant_Structure' or "
        + "@Name = 'Ressource_URN']]";
    private const string Modes =
        "saml:AttributeStatement/saml:Attribute[@Name = 'Authentification_mode' or @Name = "
        + "'Authentification_Mode']/saml:AttributeValue";
    private const string Role = Vihf + "//saml:Attribute[@Name = 'urn:oasis:names:tc:xacml:2.0:subject:role']";
    private const string Resource =
        "saml:AttributeStatement/saml:Attribute[@Name = "
        + "'urn:oasis:names:tc:xacml:2.0:resource:resource-id']/saml:AttributeValue";

    public static IReadOnlyList<CheckRule> All { get; } =
    [
        Rule("VIHF-01", Error,
            "//saml:Assertion", "@Version = '2.0'", "L'assertion n'est pas une assertion SAML 2.0.",
            "Écrivez Version=\"2.0\".", "Version=\"2.0\"", Shell),
        Rule("VIHF-02", Error,
            "//saml:Assertion", "string-length(@ID) > 0", "L'assertion n'a pas d'identifiant (ID).",
            "Ajoutez un ID neuf à chaque assertion.", "ID=\"_…\"", Shell),
        Rule("VIHF-03", Error,
            "//saml:Assertion", "c:instant(@IssueInstant)",
            "L'instant d'émission (IssueInstant) manque ou n'est pas en UTC.", "Écrivez l'instant en UTC, terminé par Z.",
            "IssueInstant=\"2026-11-24T08:00:00Z\"", Shell),
        Rule("VIHF-04", Error,
            "//saml:Assertion", "count(saml:Issuer) = 1", "L'émetteur (Issuer) manque.",
            "Ajoutez Issuer, juste après l'ouverture de l'assertion.",
            "<saml2:Issuer Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName\">{DN}</saml2:Issuer>",
            Shell),
        Rule("VIHF-05", Warning,
            Vihf + "/saml:Issuer", "@Format = 'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName'",
            "Le format de l'émetteur n'est pas celui d'un nom de certificat.", "Écrivez le format X509SubjectName.",
            "Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName\"", Shell),
        Rule("VIHF-06", Error,
            Vihf + "/saml:Issuer", "contains(., '=')", "L'émetteur n'est pas le nom (DN) du certificat de signature.",
            "Écrivez le DN du certificat qui signe.", null, Shell),
        Rule("VIHF-07", Error,
            "//saml:Assertion", "count(ds:Signature) = 1", "L'assertion n'est pas signée, ou l'est plusieurs fois.",
            "Signez l'assertion avec le certificat de signature.", null, Shell),
        Rule("VIHF-08", Error,
            "//saml:Assertion/ds:Signature/ds:SignedInfo/ds:Reference",
            "@URI = concat('#', ancestor::saml:Assertion[1]/@ID)", "La signature ne porte pas sur cette assertion.",
            "Faites porter la référence sur l'ID de l'assertion.",
            "<ds:Reference URI=\"#{ancestor::saml:Assertion[1]/@ID}\">", Shell),
        Rule("VIHF-09", Error,
            "//saml:Assertion/ds:Signature/ds:SignedInfo", "count(ds:Reference) = 1",
            "La signature n'a pas exactement une référence.", "Ne signez que l'assertion.", null, Shell),
        Rule("VIHF-10", Error,
            "//saml:Assertion/ds:Signature/ds:SignedInfo/ds:CanonicalizationMethod",
            "starts-with(@Algorithm, 'http://www.w3.org/2001/10/xml-exc-c14n#')",
            "La signature n'emploie pas la canonicalisation exclusive.", "Employez la canonicalisation exclusive.",
            "Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"", Shell),
        Rule("VIHF-11", Warning,
            Vihf + "/ds:Signature/ds:SignedInfo/ds:SignatureMethod", "not(contains(@Algorithm, 'sha1'))",
            "La signature emploie SHA-1, refusé par défaut.", "Signez en RSA-SHA256.",
            "Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"", Shell),
        Rule("VIHF-12", Warning,
            Vihf + "/ds:Signature/ds:SignedInfo/ds:Reference/ds:DigestMethod", "not(contains(@Algorithm, 'sha1'))",
            "L'empreinte emploie SHA-1, refusé par défaut.", "Calculez l'empreinte en SHA-256.",
            "Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"", Shell),
        Rule("VIHF-13", Error,
            Vihf + "/ds:Signature", "c:base64(ds:KeyInfo/ds:X509Data/ds:X509Certificate)",
            "Le certificat de signature n'est pas joint à la signature.", "Joignez-le dans KeyInfo.",
            "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>…", Shell),
        Rule("VIHF-14", Warning,
            Vihf + "[ds:Signature and saml:Issuer]", "saml:Issuer/following-sibling::*[1][self::ds:Signature]",
            "La signature n'est pas placée juste après l'émetteur.", "Placez Signature après Issuer.", null, Shell),
        Rule("VIHF-15", Error,
            Vihf, "string-length(normalize-space(saml:Subject/saml:NameID)) > 0", "Le sujet (NameID) manque ou est vide.",
            "Écrivez l'identifiant national du professionnel.",
            "<saml2:Subject><saml2:NameID>8…</saml2:NameID></saml2:Subject>", Shell),
        Rule("VIHF-16", Error,
            Vihf + "[" + Modes + " = 'DIRECTE']/saml:Subject/saml:NameID", "c:person(normalize-space())",
            "En authentification directe, le sujet n'est pas un identifiant national (PS_IdNat).",
            "Écrivez 8 suivi du numéro RPPS, comme sur la carte.", "<saml2:NameID>8…</saml2:NameID>", Claims),
        Rule("VIHF-17", Error,
            Vihf, "c:instant(saml:AuthnStatement/@AuthnInstant)",
            "L'instant d'authentification (AuthnInstant) manque ou n'est pas en UTC.", "Écrivez l'instant en UTC.",
            "<saml2:AuthnStatement AuthnInstant=\"2026-11-24T08:00:00Z\">", Shell),
        Rule("VIHF-18", Error,
            Vihf,
            "starts-with(normalize-space(saml:AuthnStatement/saml:AuthnContext/saml:AuthnContextClassRef), "
                + "'urn:oasis:names:tc:SAML:2.0:ac:classes:')",
            "La classe d'authentification (AuthnContextClassRef) manque ou n'est pas une classe SAML.",
            "Écrivez la classe de l'authentification.",
            "<saml2:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI</saml2:AuthnContextClassRef>",
            Shell),
        Rule("VIHF-19", Error,
            Vihf, "not(saml:Conditions/saml:AudienceRestriction)", "Le VIHF porte une restriction d'audience.",
            "Retirez AudienceRestriction.", null, Shell),
        Attribute("VIHF-20", "VIHF_Version",
            "c:in(normalize-space(saml:AttributeValue), '3.0 4.0')", "La version n'est ni 3.0 ni 4.0.",
            "Écrivez 3.0 ou 4.0.", "3.0"),
        Present("VIHF-21", "VIHF_Version", "3.0"),
        Rule("VIHF-22", Error,
            Vihf, "count(" + Modes + ") = 1", "Le mode d'authentification (Authentification_mode) manque.",
            "Ajoutez l'attribut Authentification_mode.", Value("Authentification_mode", "DIRECTE"), Claims),
        Rule("VIHF-23", Error,
            Vihf + "/" + Modes, "c:in(normalize-space(), 'DIRECTE INDIRECTE INDIRECTE_RENFORCEE')",
            "Le mode d'authentification n'est pas connu.", "Écrivez DIRECTE, INDIRECTE ou INDIRECTE_RENFORCEE.",
            Value("Authentification_mode", "DIRECTE"), Claims),
        Present("VIHF-24", "Identifiant_Structure", "1…"),
        Attribute("VIHF-25", "Identifiant_Structure",
            "c:structure(normalize-space(saml:AttributeValue))", "L'identifiant de la structure n'est pas un Struct_IdNat.",
            "Écrivez le préfixe (1 pour un FINESS, 3 pour un SIRET, 4 pour un cabinet RPPS) et le numéro.", "1…"),
        Present("VIHF-26", "Secteur_Activite", "SA07^1.2.250.1.71.4.2.4"),
        Attribute("VIHF-27", "Secteur_Activite",
            "starts-with(normalize-space(saml:AttributeValue), 'SA') and "
                + "c:part(normalize-space(saml:AttributeValue), 2) = '1.2.250.1.71.4.2.4'",
            "Le secteur d'activité n'est pas de la forme SAnn^1.2.250.1.71.4.2.4.", "Écrivez le code et l'OID de la table.",
            "SA07^1.2.250.1.71.4.2.4"),
        Rule("VIHF-28", Error,
            Vihf, ".//saml:Attribute[@Name = 'urn:oasis:names:tc:xacml:2.0:subject:role']//h:Role", "Le rôle manque.",
            "Ajoutez la profession.",
            "<Role xmlns=\"urn:hl7-org:v3\" xsi:type=\"CE\" code=\"10\" codeSystem=\"1.2.250.1.71.1.2.7\" "
                + "displayName=\"Médecin\"/>",
            Claims),
        Rule("VIHF-29", Error,
            Role + "//h:Role", "string-length(@code) > 0 and c:oid(@codeSystem)",
            "Un rôle n'a pas de code, ou pas de système de codes.", "Ajoutez code et codeSystem.",
            "code=\"10\" codeSystem=\"1.2.250.1.71.1.2.7\"", Claims),
        Rule("VIHF-30", Error,
            Role + "[.//h:Role[@codeSystem = '1.2.250.1.71.1.2.7' and @code = '10']]",
            ".//h:Role[@codeSystem = '1.2.250.1.71.4.2.5']", "Aucune spécialité dans le VIHF d'un médecin.",
            "Ajoutez un second rôle, la spécialité.",
            "<Role xmlns=\"urn:hl7-org:v3\" xsi:type=\"CE\" code=\"SM26\" codeSystem=\"1.2.250.1.71.4.2.5\" "
                + "displayName=\"…\"/>",
            Claims),
        Rule("VIHF-31", Warning,
            Role + "//h:Role", "@xsi:type = 'CE' or contains(@xsi:type, ':CE')", "Un rôle n'est pas typé CE.",
            "Ajoutez xsi:type=\"CE\".", "xsi:type=\"CE\"", Claims),
        Rule("VIHF-32", Error,
            Vihf + "/" + Resource, "c:ins-oid(c:sub(normalize-space(), 4, 2))",
            "L'identifiant du patient n'est pas un INS (OID).", "Écrivez l'INS avec son OID.",
            "{c:part(normalize-space(), 1)}^^^&1.2.250.1.213.1.4.8&ISO^NH", Claims),
        Rule("VIHF-33", Error,
            Vihf + "/" + Resource + "[c:ins-oid(c:sub(normalize-space(), 4, 2))]",
            "c:ins(c:part(normalize-space(), 1), c:sub(normalize-space(), 4, 2))",
            "L'INS du patient est faux (15 caractères dont la clé).", "Vérifiez le matricule et sa clé.", null, Claims),
        Rule("VIHF-34", Error,
            Vihf + "/" + Resource, "c:sub(normalize-space(), 4, 3) = 'ISO'", "L'OID de l'INS n'est pas typé ISO.",
            "Écrivez &OID&ISO.", "^^^&1.2.250.1.213.1.4.8&ISO^NH", Claims),
        Present("VIHF-35", "Ressource_URN", "urn:dmp"),
        Attribute("VIHF-36", "Ressource_URN",
            "normalize-space(saml:AttributeValue) = 'urn:dmp'", "La ressource n'est pas urn:dmp.", "Écrivez urn:dmp.",
            "urn:dmp"),
        Rule("VIHF-37", Error,
            Vihf, "count(.//h:PurposeOfUse) = 1", "Le mode d'accès (PurposeOfUse) manque.", "Ajoutez le mode d'accès.",
            "<PurposeOfUse xmlns=\"urn:hl7-org:v3\" xsi:type=\"CE\" code=\"normal\" "
                + "codeSystem=\"1.2.250.1.213.1.1.4.248\"/>",
            Claims),
        Rule("VIHF-38", Error,
            Vihf + "//h:PurposeOfUse", "c:in(@code, 'normal bris_de_glace centre_15')", "Le mode d'accès n'est pas connu.",
            "Écrivez normal, bris_de_glace ou centre_15.", "code=\"normal\"", Claims),
        Rule("VIHF-39", Error,
            Vihf + "//h:PurposeOfUse", "c:in(@codeSystem, '1.2.250.1.213.1.1.4.248 1.2.250.1.213.1.1.4.336')",
            "Le système de codes du mode d'accès n'est pas celui du VIHF.", "Écrivez l'OID de la table.",
            "codeSystem=\"1.2.250.1.213.1.1.4.248\"", Claims),
        Rule("VIHF-40", Error,
            Vihf + "[.//h:PurposeOfUse/@code = 'bris_de_glace']",
            "string-length(normalize-space(.//saml:Attribute[@Name = 'Mode_Acces_Raison'])) >= 10",
            "Un bris de glace doit être motivé, en dix caractères au moins.", "Ajoutez l'attribut Mode_Acces_Raison.",
            Value("Mode_Acces_Raison", "…"), Claims),
        Rule("VIHF-41", Error,
            Vihf + "[" + Modes + " = 'INDIRECTE' or " + Modes + " = 'INDIRECTE_RENFORCEE']",
            "string-length(normalize-space(.//saml:Attribute[@Name = "
                + "'urn:oasis:names:tc:xspa:1.0:subject:subject-id'])) > 0",
            "En authentification indirecte, le nom de la personne ou du logiciel (subject-id) manque.",
            "Ajoutez l'attribut subject-id.", Value("urn:oasis:names:tc:xspa:1.0:subject:subject-id", "Nom Prénom"),
            Claims),
        Rule("VIHF-42", Error,
            Vihf + "[" + Modes + " = 'INDIRECTE']", "not(.//h:PurposeOfUse/@code = 'bris_de_glace')",
            "Un établissement en mode indirect n'entre pas en bris de glace.", "Écrivez normal ou centre_15.",
            "code=\"normal\"", Claims),
        Present("VIHF-43", "LPS_Nom", "…"),
        Present("VIHF-44", "LPS_Version", "1.0"),
        Present("VIHF-45", "LPS_ID_HOMOLOGATION_DMP", "…"),
        Rule("VIHF-46", Error,
            Vihf + "//saml:Attribute[@Name = 'urn:oasis:names:tc:xspa:1.0:resource:patient:hl7:confidentiality-code']",
            "contains(., 'INVISIBLE_REPRESENTANTS_LEGAUX') or .//*[@code = 'INVISIBLE_REPRESENTANTS_LEGAUX']",
            "Le code de confidentialité n'est pas celui de la connexion secrète.",
            "Écrivez INVISIBLE_REPRESENTANTS_LEGAUX, ou retirez l'attribut.", "INVISIBLE_REPRESENTANTS_LEGAUX", Claims),
        Rule("VIHF-47", Error,
            Vihf + "//saml:Attribute", "not(@Name = preceding-sibling::saml:Attribute/@Name)",
            "Un attribut du VIHF est répété.", "Ne laissez qu'un attribut de ce nom.", null, Claims),
        Rule("VIHF-48", Error,
            Vihf + "[/s:Envelope/s:Body/x:ProvideAndRegisterDocumentSetRequest or "
                + "/s:Envelope/s:Body/q:AdhocQueryRequest or /s:Envelope/s:Body/hab:setAuthorization]",
            Resource, "Le VIHF ne nomme pas le patient (resource-id).", "Ajoutez l'INS du patient.",
            Value("urn:oasis:names:tc:xacml:2.0:resource:resource-id", "…^^^&amp;1.2.250.1.213.1.4.8&amp;ISO^NH"), Claims),
    ];

    private static CheckRule Present(string id, string name, string value) => Rule(
        id, Error, Vihf, $".//saml:Attribute[@Name = '{name}']/saml:AttributeValue[string-length(normalize-space()) > 0]",
        $"L'attribut {name} manque ou est vide.", $"Ajoutez l'attribut {name}.", Value(name, value), Claims);

    private static CheckRule Attribute(string id, string name, string test, string cause, string remedy, string value) => Rule(
        id, Error, $"{Vihf}//saml:Attribute[@Name = '{name}']", test, cause, remedy, Value(name, value), Claims);

    private static string Value(string name, string value)
        => $"<saml2:Attribute Name=\"{name}\"><saml2:AttributeValue>{value}</saml2:AttributeValue></saml2:Attribute>";

    private static CheckRule Rule(
        string id, CheckSeverity severity, string each, string test, string cause, string remedy, string? fragment, string origin)
        => new(id, CheckTopic.Vihf, severity, each, test, cause, remedy, fragment, origin);
}
