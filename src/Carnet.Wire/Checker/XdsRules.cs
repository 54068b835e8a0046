using static Carnet.Wire.Checker.CheckSeverity;

namespace Carnet.Wire.Checker;

/// <summary>Metadata of a deposit or of a change.</summary>
internal static class XdsRules
{
    private const string Ihe = "IHE ITI TF-3 4.2";
    private const string Update = "IHE ITI Metadata Update";
    private const string French = "DMP 3.2";
    private const string Request = "//lcm:SubmitObjectsRequest";
    private const string Set =
        Request + "//rim:RegistryPackage[@id = //rim:Classification[@classificationNode = "
        + "'urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd']/@classifiedObject or "
        + "rim:Classification/@classificationNode = 'urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd']";
    private const string Entry = Request + "//rim:ExtrinsicObject";
    private const string Document =
        Entry + "[not(rim:Classification[@nodeRepresentation = 'urn:ihe:iti:dsg:detached:2014' or @nodeRepresentation = "
        + "'http://www.w3.org/2000/09/xmldsig#'])]";
    private const string PatientId =
        "rim:ExternalIdentifier[@identificationScheme = 'urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427' or "
        + "@identificationScheme = 'urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446']";
    private const string Type = "rim:Classification[@classificationScheme = 'urn:uuid:f0306f51-975f-434e-a61c-c59651d33983']";
    private const string Class = "rim:Classification[@classificationScheme = 'urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a']";
    private const string Confidentiality =
        "rim:Classification[@classificationScheme = 'urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f']";
    private const string Author =
        Request + "//rim:Classification[@classificationScheme = 'urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d' or "
        + "@classificationScheme = 'urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d']";
    private const string Scheme = "rim:Slot[@name = 'codingScheme']/rim:ValueList/rim:Value";
    private const string Token = "/s:Envelope/s:Header//saml:Assertion";
    private const string Mode = "//saml:Attribute[starts-with(@Name, 'Authentification_')]/saml:AttributeValue";

    public static IReadOnlyList<CheckRule> All { get; } =
    [
        Rule("XDS-01", Error,
            Request + "[.//rim:ExtrinsicObject or .//rim:Association]",
            "count(.//rim:Classification[@classificationNode = 'urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd']) = 1",
            "Le message n'a pas exactement un lot (SubmissionSet).", "Classez un RegistryPackage avec le nœud du lot.",
            "<rim:Classification classificationNode=\"urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd\" "
                + "classifiedObject=\"{.//rim:RegistryPackage/@id}\"/>",
            Ihe),
        Identifier("XDS-02", Set, "6b5aea1a-874d-4603-a4bc-96a0a7b38446", "XDSSubmissionSet.patientId", "le patient du lot"),
        Identifier("XDS-03", Set, "554ac39e-e3fe-47fe-b233-965d2a147832", "XDSSubmissionSet.sourceId", "la source du lot"),
        Identifier("XDS-04", Set, "96fdda7c-d067-4183-912e-bf5ee74998a8", "XDSSubmissionSet.uniqueId", "le numéro du lot"),
        Rule("XDS-05", Error,
            Set + "/rim:ExternalIdentifier[@identificationScheme = 'urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832' "
                + "or @identificationScheme = 'urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8']",
            "c:oid(@value)", "Le numéro ou la source du lot n'est pas un OID.", "Écrivez un OID, sans urn:oid:.",
            "value=\"1.2.250.1.…\"", Ihe),
        Code("XDS-06", Set, "aa543740-bdda-424e-8c96-df4873be8500", "contentTypeCode"),
        Slot("XDS-07", Set, "submissionTime", "20261124080000"),
        Rule("XDS-08", Error,
            Request + "//rim:Slot[@name = 'submissionTime' or @name = 'creationTime' or @name = 'serviceStartTime' or "
                + "@name = 'serviceStopTime']/rim:ValueList/rim:Value",
            "c:dtm(normalize-space())", "Une date n'est pas une date HL7 en UTC (4 à 14 chiffres, sans fuseau).",
            "Convertissez en UTC et écrivez AAAAMMJJhhmmss.", "<rim:Value>20261124080000</rim:Value>", Ihe),
        Rule("XDS-09", Error,
            Set, "rim:Classification[@classificationScheme = 'urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d']",
            "L'auteur du lot manque.", "Ajoutez la classification de l'auteur du lot.",
            "<rim:Classification classificationScheme=\"urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d\" "
                + "classifiedObject=\"{@id}\" nodeRepresentation=\"\">…",
            Ihe),
        Rule("XDS-10", Error,
            Entry, "string-length(@id) > 0", "Une fiche n'a pas d'identifiant (id).",
            "Donnez à la fiche un id, symbolique ou urn:uuid:….", "id=\"Document01\"", Ihe),
        Rule("XDS-11", Error,
            Entry,
            "c:in(@objectType, 'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1 "
                + "urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248')",
            "La fiche n'est pas celle d'un document (objectType).", "Écrivez l'objectType d'un document stable.",
            "objectType=\"urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1\"", Ihe),
        Rule("XDS-12", Error,
            Entry, "contains(@mimeType, '/')", "Le type MIME de la fiche manque.", "Ajoutez mimeType.",
            "mimeType=\"text/xml\"", Ihe),
        Identifier("XDS-13", Entry,
            "58a6f841-87b3-4a3e-92fd-a8ffeff98427", "XDSDocumentEntry.patientId", "le patient de la fiche"),
        Identifier("XDS-14", Entry,
            "2e82c1f6-a085-4c72-9da3-8640a32e42ab", "XDSDocumentEntry.uniqueId", "le numéro du document"),
        Rule("XDS-15", Error,
            Entry + "/rim:ExternalIdentifier[@identificationScheme = 'urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab']",
            "c:unique-id(@value)", "Le numéro du document n'est pas un OID, avec ou sans extension.",
            "Écrivez l'id du CDA : racine, ou racine^extension.", "value=\"1.2.250.1.…\"", Ihe),
        Code("XDS-16", Entry, "41a5887f-8865-4c09-adf7-e362475b143a", "classCode"),
        Code("XDS-17", Entry, "f0306f51-975f-434e-a61c-c59651d33983", "typeCode"),
        Code("XDS-18", Entry, "a09d5840-386c-46f2-b5ad-9c3699a4309d", "formatCode"),
        Code("XDS-19", Entry, "f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1", "healthcareFacilityTypeCode"),
        Code("XDS-20", Entry, "cccf5598-8b07-4b77-a05e-ae952c785ead", "practiceSettingCode"),
        Rule("XDS-21", Error,
            Entry, "count(" + Confidentiality + ") >= 1", "Le code de confidentialité manque.",
            "Ajoutez au moins le niveau N.",
            "<rim:Classification classificationScheme=\"urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f\" "
                + "nodeRepresentation=\"N\" classifiedObject=\"{@id}\">…",
            Ihe),
        Rule("XDS-22", Error,
            Request + "//rim:Classification[string-length(@nodeRepresentation) > 0 and ancestor::rim:ExtrinsicObject]",
            "string-length(normalize-space(" + Scheme + ")) > 0", "Un code n'a pas de système de codes (codingScheme).",
            "Ajoutez le slot codingScheme.",
            "<rim:Slot name=\"codingScheme\"><rim:ValueList><rim:Value>1.2.250.1.213.1.1.4.1</rim:Value></rim:"
                + "ValueList></rim:Slot>",
            Ihe),
        Rule("XDS-23", Warning,
            Request + "//rim:Classification[string-length(@nodeRepresentation) > 0 and ancestor::rim:ExtrinsicObject]",
            "string-length(rim:Name/rim:LocalizedString/@value) > 0", "Un code n'a pas de libellé.",
            "Ajoutez rim:Name avec le libellé français.", "<rim:Name><rim:LocalizedString value=\"…\"/></rim:Name>", Ihe),
        Slot("XDS-24", Document, "creationTime", "20261124080000"),
        Slot("XDS-25", Entry, "languageCode", "fr-FR"),
        Slot("XDS-26", Document, "sourcePatientId", "IPP^^^&1.2.250.1.…&ISO^PI"),
        Rule("XDS-27", Warning,
            Document, "rim:Slot[@name = 'sourcePatientInfo']", "Les traits du patient (sourcePatientInfo) manquent.",
            "Ajoutez PID-5, PID-7 et PID-8.",
            "<rim:Slot name=\"sourcePatientInfo\"><rim:ValueList><rim:Value>PID-5|NOM^Prénom^^^^^L</rim:Value>…", French),
        Rule("XDS-28", Warning,
            Document + "/rim:Slot[@name = 'sourcePatientInfo']/rim:ValueList",
            "rim:Value[starts-with(., 'PID-5|')] and rim:Value[starts-with(., 'PID-7|')] and "
                + "rim:Value[starts-with(., 'PID-8|')]",
            "Il manque un trait dans sourcePatientInfo (PID-5, PID-7, PID-8).", "Ajoutez le trait qui manque.",
            "<rim:Value>PID-7|19800131</rim:Value>", French),
        Rule("XDS-29", Error,
            Entry + "/rim:Slot[@name = 'hash']/rim:ValueList/rim:Value",
            "string-length(normalize-space()) = 40 and translate(normalize-space(), '0123456789abcdefABCDEF', '') = ''",
            "L'empreinte (hash) n'est pas un SHA-1 en hexadécimal.",
            "Écrivez les 40 chiffres hexadécimaux du SHA-1, ou retirez le slot.", null, Ihe),
        Rule("XDS-30", Error,
            Entry + "/rim:Slot[@name = 'size']/rim:ValueList/rim:Value", "c:digits(normalize-space())",
            "La taille (size) n'est pas un nombre d'octets.", "Écrivez le nombre d'octets, ou retirez le slot.",
            "<rim:Value>20480</rim:Value>", Ihe),
        Rule("XDS-31", Warning,
            Document + "[not(" + "starts-with(" + Type + "/@nodeRepresentation, 'DOCPAT') or starts-with(" + Type
                + "/@nodeRepresentation, 'EXPPAT'))]",
            "rim:Slot[@name = 'legalAuthenticator']", "Le responsable du document (legalAuthenticator) manque.",
            "Ajoutez le responsable inscrit dans le CDA.", "<rim:Slot name=\"legalAuthenticator\">…", French),
        Rule("XDS-32", Warning,
            Document, "string-length(rim:Name/rim:LocalizedString/@value) > 0", "La fiche n'a pas de titre.",
            "Reprenez le titre du CDA.", "<rim:Name><rim:LocalizedString value=\"…\"/></rim:Name>", French),
        Rule("XDS-33", Error,
            Request + "//rim:ExtrinsicObject/rim:Classification[@classifiedObject]", "@classifiedObject = ../@id",
            "Une classification désigne un autre objet que sa fiche.", "Écrivez l'id de la fiche dans classifiedObject.",
            "classifiedObject=\"{../@id}\"", Ihe),
        Rule("XDS-34", Error,
            Request + "//rim:ExtrinsicObject/rim:ExternalIdentifier[@registryObject]", "@registryObject = ../@id",
            "Un identifiant désigne un autre objet que sa fiche.", "Écrivez l'id de la fiche dans registryObject.",
            "registryObject=\"{../@id}\"", Ihe),
        Rule("XDS-35", Error,
            Request + "[not(.//rim:Association[contains(@associationType, "
                + "'UpdateAvailabilityStatus')])]//rim:ExtrinsicObject",
            "@id = ancestor::lcm:SubmitObjectsRequest//rim:Association[contains(@associationType, "
                + "'HasMember')]/@targetObject",
            "Aucune association HasMember ne rattache la fiche au lot.",
            "Ajoutez une association HasMember du lot vers la fiche.",
            "<rim:Association associationType=\"urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember\" "
                + "sourceObject=\"SubmissionSet01\" targetObject=\"{@id}\">…",
            Ihe),
        Rule("XDS-36", Error,
            Request + "//rim:Association", "string-length(@sourceObject) > 0 and string-length(@targetObject) > 0",
            "Une association n'a pas de source ou de cible.", "Remplissez sourceObject et targetObject.", null, Ihe),
        Rule("XDS-37", Error,
            Request + "//rim:Association", "not(@sourceObject = @targetObject)",
            "Une association désigne le même objet comme source et comme cible.", "Corrigez la cible.", null, Ihe),
        Rule("XDS-38", Error,
            Request + "//rim:Association[contains(@associationType, ':RPLC')]", "c:uuid(@targetObject)",
            "Le document à remplacer n'est pas désigné par son entryUUID.",
            "Écrivez urn:uuid:… trouvé par ITI-18 (TD3.1b).", "targetObject=\"urn:uuid:…\"", Ihe),
        Rule("XDS-39", Warning,
            Request + "//rim:Association",
            "not(contains(@associationType, ':APND') or contains(@associationType, ':XFRM'))",
            "L'addendum et la transformation ne sont pas admis dans le dossier partagé.", "Remplacez le document (RPLC).",
            "associationType=\"urn:ihe:iti:2007:AssociationType:RPLC\"", "DMP 3.8"),
        Rule("XDS-40", Error,
            "//x:ProvideAndRegisterDocumentSetRequest//rim:ExtrinsicObject",
            "@id = ancestor::x:ProvideAndRegisterDocumentSetRequest/x:Document/@id", "La fiche n'a pas de document joint.",
            "Ajoutez xdsb:Document avec l'id de la fiche.", "<xdsb:Document id=\"{@id}\">…</xdsb:Document>", Ihe),
        Rule("XDS-41", Error,
            "//x:ProvideAndRegisterDocumentSetRequest/x:Document", "@id = ..//rim:ExtrinsicObject/@id",
            "Un document joint n'a pas de fiche.", "Donnez-lui l'id de sa fiche.", null, Ihe),
        Rule("XDS-42", Error,
            "//x:ProvideAndRegisterDocumentSetRequest/x:Document", "xop:Include or c:base64(.)",
            "Le document joint est vide, ou n'est ni une inclusion XOP ni du base64.", "Joignez le contenu.",
            "<xop:Include href=\"cid:document01@logiciel\"/>", Ihe),
        Rule("XDS-43", Error,
            Request + "//" + PatientId, "c:ins-oid(c:sub(@value, 4, 2))", "Le patient n'est pas désigné par son INS.",
            "Écrivez l'INS avec son OID.", "value=\"{c:part(@value, 1)}^^^&amp;1.2.250.1.213.1.4.8&amp;ISO^NH\"", French),
        Rule("XDS-44", Error,
            Request + "//" + PatientId + "[c:ins-oid(c:sub(@value, 4, 2))]",
            "c:ins(c:part(@value, 1), c:sub(@value, 4, 2))", "L'INS est faux (15 caractères dont la clé).",
            "Vérifiez le matricule et sa clé.", null, French),
        Rule("XDS-45", Warning,
            Request + "//" + PatientId + "[c:ins-oid(c:sub(@value, 4, 2))]", "c:part(@value, 5) = 'NH'",
            "L'INS n'est pas typé NH.", "Terminez par ^NH.",
            "value=\"{c:part(@value, 1)}^^^&amp;{c:sub(@value, 4, 2)}&amp;ISO^NH\"", French),
        Rule("XDS-46", Error,
            Entry + "/" + PatientId,
            "c:part(@value, 1) = c:part(ancestor::lcm:SubmitObjectsRequest//rim:RegistryPackage/" + PatientId
                + "/@value, 1)",
            "Le patient de la fiche n'est pas celui du lot.", "Mettez le même INS partout.", null, French),
        Rule("XDS-47", Error,
            Token + "[/s:Envelope/s:Body//lcm:SubmitObjectsRequest]//saml:Attribute[@Name = "
                + "'urn:oasis:names:tc:xacml:2.0:resource:resource-id']",
            "c:part(normalize-space(), 1) = c:part(/s:Envelope/s:Body//rim:RegistryPackage/" + PatientId + "/@value, 1)",
            "Le patient du VIHF n'est pas celui du lot.", "Mettez le même INS dans le VIHF et dans le lot.", null, French),
        Rule("XDS-48", Error,
            Document + "/" + Type + "[contains(" + Scheme + ", '1.2.250.1.213.1.1.4.12') or ../" + PatientId
                + "[c:ins-oid(c:sub(@value, 4, 2))]]",
            "c:type(@nodeRepresentation)", "Ce type de document n'est pas admis dans le dossier partagé.",
            "Choisissez un code de JDV_J66.", null, "NOS ASS_X16"),
        Rule("XDS-49", Error,
            Document + "/" + Type + "[c:type(@nodeRepresentation)]",
            "normalize-space(" + Scheme + ") = c:type-system(@nodeRepresentation) or normalize-space(" + Scheme
                + ") = 'LOINC'",
            "Le système de codes n'est pas celui de ce type.", "Écrivez l'OID de LOINC ou de TRE_A05.",
            "<rim:Value>{c:type-system(@nodeRepresentation)}</rim:Value>", "NOS ASS_X16"),
        Rule("XDS-50", Error,
            Document + "[c:type(" + Type + "/@nodeRepresentation) and " + PatientId
                + "[c:ins-oid(c:sub(@value, 4, 2))]]/" + Class,
            "@nodeRepresentation = c:type-class(../" + Type + "/@nodeRepresentation)",
            "La classe (classCode) ne correspond pas au type.", "Écrivez la classe de ce type.",
            "nodeRepresentation=\"{c:type-class(../" + Type + "/@nodeRepresentation)}\"", "NOS ASS_X16"),
        Rule("XDS-51", Error,
            Document + "/" + Confidentiality + "[" + Scheme + " = '1.2.250.1.213.1.1.4.13']",
            "c:in(@nodeRepresentation, 'MASQUE_PS INVISIBLE_PATIENT INVISIBLE_REPRESENTANTS_LEGAUX')",
            "Ce marquage n'existe pas.", "Écrivez MASQUE_PS, INVISIBLE_PATIENT ou INVISIBLE_REPRESENTANTS_LEGAUX.", null,
            "DMP 3.6"),
        Rule("XDS-52", Warning,
            Document + "[" + Confidentiality + "]", Confidentiality + "[c:in(@nodeRepresentation, 'N R V U L M')]",
            "Le niveau de base (N) manque à côté des marquages.", "Gardez N avec les marquages.",
            "nodeRepresentation=\"N\"", "DMP 3.6"),
        Rule("XDS-53", Error,
            Document,
            "not(" + Confidentiality + "[@nodeRepresentation = 'MASQUE_PS'] and " + Confidentiality
                + "[@nodeRepresentation = 'INVISIBLE_PATIENT'])",
            "MASQUE_PS et INVISIBLE_PATIENT ne se posent pas ensemble.", "Retirez l'un des deux.", null, "DMP 3.6"),
        Rule("XDS-54", Warning,
            Document + "[" + PatientId + "[c:ins-oid(c:sub(@value, 4, 2))]]",
            "@mimeType = 'text/xml' or @mimeType = 'application/dicom'", "Le type MIME n'est pas admis.",
            "Mettez le document dans un CDA (text/xml).", "mimeType=\"text/xml\"", French),
        Rule("XDS-55", Error,
            Author, "rim:Slot[@name = 'authorPerson' or @name = 'authorInstitution']",
            "L'auteur n'est ni une personne ni une institution.", "Ajoutez authorPerson ou authorInstitution.", null, Ihe),
        Rule("XDS-56", Error,
            Author + "/rim:Slot[@name = 'authorPerson']/rim:ValueList/rim:Value[contains(., '1.2.250.1.71.4.2.1') and "
                + "contains(., 'IDNPS')]",
            "c:person(c:part(normalize-space(), 1))", "L'identifiant de l'auteur n'est pas un PS_IdNat.",
            "Écrivez 8 suivi du numéro RPPS.", "8…^NOM^Prénom^^^^^^&amp;1.2.250.1.71.4.2.1&amp;ISO^D^^^IDNPS", "DMP 3.4"),
        Rule("XDS-57", Error,
            Author + "/rim:Slot[@name = 'authorInstitution']/rim:ValueList/rim:Value[contains(., '1.2.250.1.71.4.2.2')]",
            "c:structure(c:part(normalize-space(), 10))",
            "L'identifiant de la structure (XON.10) n'est pas un Struct_IdNat.",
            "Écrivez le préfixe et le numéro en dixième composante.", "NOM^^^^^&amp;1.2.250.1.71.4.2.2&amp;ISO^IDNST^^^1…",
            "DMP 3.4"),
        Rule("XDS-58", Warning,
            Author + "/rim:Slot[@name = 'authorSpecialty']/rim:ValueList/rim:Value[starts-with(., 'G15_')]",
            "c:part(normalize-space(), 3) = '1.2.250.1.213.1.1.4.5'",
            "La spécialité n'est pas de la forme code^libellé^1.2.250.1.213.1.1.4.5.",
            "Ajoutez l'OID en troisième composante.", "G15_10/SM26^…^1.2.250.1.213.1.1.4.5", French),
        Rule("XDS-59", Error,
            Token + "[/s:Envelope/s:Body/x:ProvideAndRegisterDocumentSetRequest and ." + Mode
                + " = 'DIRECTE' and c:person(normalize-space(saml:Subject/saml:NameID)) and "
                + "starts-with(normalize-space(saml:Subject/saml:NameID), '8')]/saml:Subject/saml:NameID",
            "/s:Envelope/s:Body//rim:Slot[@name = 'authorPerson']/rim:ValueList/rim:Value[starts-with(., "
                + "concat(normalize-space(/s:Envelope/s:Header//saml:NameID), '^'))]",
            "Aucun auteur ne correspond à l'utilisateur du VIHF.", "Nommez le porteur de la carte parmi les auteurs.", null,
            "DMP 1.5"),
        Rule("XDS-60", Error,
            Entry, "rim:Classification[@classificationScheme = 'urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d']",
            "L'auteur du document manque.", "Ajoutez la classification de l'auteur.",
            "<rim:Classification classificationScheme=\"urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d\" "
                + "classifiedObject=\"{@id}\" nodeRepresentation=\"\">…",
            French),
        Rule("XDS-61", Error,
            Request + "//rim:Association[contains(@associationType, 'UpdateAvailabilityStatus')]",
            "rim:Slot[@name = 'OriginalStatus'] and rim:Slot[@name = 'NewStatus']",
            "Le changement de statut n'a pas d'origine ou de but.", "Ajoutez OriginalStatus et NewStatus.",
            "<rim:Slot name=\"NewStatus\"><rim:ValueList><rim:Value>urn:asip:ci-sis:2010:StatusType:Archived</"
                + "rim:Value></rim:ValueList></rim:Slot>",
            Update),
        Rule("XDS-62", Error,
            Request + "//rim:Association/rim:Slot[@name = 'OriginalStatus' or @name = 'NewStatus']/rim:ValueList/rim:Value",
            "c:in(normalize-space(), 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved "
                + "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated urn:asip:ci-sis:2010:StatusType:Archived "
                + "urn:asip:ci-sis:2010:StatusType:Deleted')",
            "Ce statut n'existe pas.", "Écrivez l'URN d'un statut.", "urn:asip:ci-sis:2010:StatusType:Archived", "DMP 3.2"),
        Rule("XDS-63", Error,
            Request + "//rim:Association[contains(@associationType, 'UpdateAvailabilityStatus')]", "c:uuid(@targetObject)",
            "Le document à changer n'est pas désigné par son entryUUID.", "Écrivez urn:uuid:….",
            "targetObject=\"urn:uuid:…\"", Update),
    ];

    private static CheckRule Identifier(string id, string owner, string scheme, string name, string what) => Rule(
        id, Error, owner, $"count(rim:ExternalIdentifier[@identificationScheme = 'urn:uuid:{scheme}' and string-length(@value) > 0]) = 1",
        $"Il manque {what} ({name}), ou il est répété.", $"Ajoutez l'identifiant {name}.",
        $"<rim:ExternalIdentifier identificationScheme=\"urn:uuid:{scheme}\" registryObject=\"{{@id}}\" value=\"…\"><rim:Name><rim:LocalizedString value=\"{name}\"/></rim:Name></rim:ExternalIdentifier>", Ihe);

    private static CheckRule Code(string id, string owner, string scheme, string name) => Rule(
        id, Error, owner, $"count(rim:Classification[@classificationScheme = 'urn:uuid:{scheme}' and string-length(@nodeRepresentation) > 0]) = 1",
        $"Le code {name} manque, ou il est répété.", $"Ajoutez la classification {name}.",
        $"<rim:Classification classificationScheme=\"urn:uuid:{scheme}\" classifiedObject=\"{{@id}}\" nodeRepresentation=\"…\">…", Ihe);

    private static CheckRule Slot(string id, string owner, string name, string value) => Rule(
        id, Error, owner, $"rim:Slot[@name = '{name}']/rim:ValueList/rim:Value[string-length(normalize-space()) > 0]",
        $"Le slot {name} manque ou est vide.", $"Ajoutez le slot {name}.",
        $"<rim:Slot name=\"{name}\"><rim:ValueList><rim:Value>{value}</rim:Value></rim:ValueList></rim:Slot>", Ihe);

    private static CheckRule Rule(
        string id, CheckSeverity severity, string each, string test, string cause, string remedy, string? fragment, string origin)
        => new(id, CheckTopic.Xds, severity, each, test, cause, remedy, fragment, origin);
}
