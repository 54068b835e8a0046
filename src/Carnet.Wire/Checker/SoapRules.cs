using static Carnet.Wire.Checker.CheckSeverity;

namespace Carnet.Wire.Checker;

/// <summary>Envelope and addressing.</summary>
internal static class SoapRules
{
    private const string W3c = "W3C soap12-part1";
    private const string Addressing = "W3C ws-addr-soap";
    private const string Dmp = "DMP 1.1";
    private const string Request = "/s:Envelope[not(s:Body/*[contains(local-name(), 'Response') or local-name() = 'Fault'])]";

    public static IReadOnlyList<CheckRule> All { get; } =
    [
        Rule("SOAP-01", Error,
            "/*[local-name() = 'Envelope']", "namespace-uri() = 'http://www.w3.org/2003/05/soap-envelope'",
            "L'enveloppe n'est pas du SOAP 1.2.", "Employez l'espace de noms de SOAP 1.2.",
            "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">", W3c),
        Rule("SOAP-02", Error,
            "/s:Envelope", "count(s:Body) = 1", "L'enveloppe n'a pas exactement un corps (Body).",
            "Mettez un seul élément Body, après Header.", "<s:Body>…</s:Body>", W3c),
        Rule("SOAP-03", Error,
            Request, "count(s:Header) = 1", "L'enveloppe n'a pas d'en-tête (Header).",
            "Ajoutez Header avec l'adressage et la sécurité.", "<s:Header>…</s:Header>", W3c),
        Rule("SOAP-04", Error,
            "/s:Envelope/s:Body", "count(*) = 1", "Le corps ne porte pas exactement un élément.",
            "Mettez un seul élément, celui de la transaction, dans Body.", null, W3c),
        Rule("SOAP-05", Error,
            "/s:Envelope[s:Header and s:Body]", "s:Header/following-sibling::s:Body", "L'en-tête suit le corps.",
            "Placez Header avant Body.", null, W3c),
        Rule("SOAP-06", Error,
            Request + "/s:Header", "count(wsa:Action) = 1", "L'action (wsa:Action) manque ou est répétée.",
            "Ajoutez une action, celle de la transaction.",
            "<wsa:Action s:mustUnderstand=\"true\">urn:ihe:iti:2007:…</wsa:Action>", Addressing),
        Rule("SOAP-07", Error,
            "/s:Envelope/s:Header/wsa:Action", "string-length(normalize-space()) > 0", "L'action (wsa:Action) est vide.",
            "Écrivez l'action de la transaction.", "<wsa:Action>urn:ihe:iti:2007:RegistryStoredQuery</wsa:Action>",
            Addressing),
        Rule("SOAP-08", Warning,
            Request + "/s:Header/wsa:Action", "@s:mustUnderstand = 'true' or @s:mustUnderstand = '1'",
            "L'action ne porte pas mustUnderstand.", "Ajoutez mustUnderstand=\"true\".",
            "<wsa:Action s:mustUnderstand=\"true\">{.}</wsa:Action>", Dmp),
        Rule("SOAP-09", Warning,
            Request + "/s:Header[wsa:Action]", "count(wsa:MessageID) = 1",
            "Le numéro du message (wsa:MessageID) manque ou est répété.", "Ajoutez un MessageID propre à ce message.",
            "<wsa:MessageID>urn:uuid:…</wsa:MessageID>", Addressing),
        Rule("SOAP-10", Warning,
            "/s:Envelope/s:Header/wsa:MessageID",
            "starts-with(normalize-space(), 'urn:uuid:') or starts-with(normalize-space(), 'uuid:')",
            "Le numéro du message n'est pas de la forme urn:uuid:….", "Écrivez un UUID neuf sous la forme urn:uuid:….",
            "<wsa:MessageID>urn:uuid:…</wsa:MessageID>", Dmp),
        Rule("SOAP-11", Error,
            "/s:Envelope/s:Header/wsa:ReplyTo", "count(wsa:Address) = 1", "ReplyTo n'a pas d'adresse.",
            "Ajoutez l'adresse anonyme, ou retirez ReplyTo.",
            "<wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address>", Addressing),
        Rule("SOAP-12", Error,
            "/s:Envelope/s:Header/wsse:Security", "count(.//saml:Assertion) <= 1",
            "La sécurité porte plusieurs assertions.", "Ne laissez qu'un VIHF par message.", null, "DMP 2.1"),
        Rule("SOAP-13", Error,
            "/s:Envelope/s:Header[wsse:Security]", "count(wsse:Security) = 1",
            "L'en-tête porte plusieurs éléments wsse:Security.", "Réunissez la sécurité dans un seul wsse:Security.", null,
            Dmp),
        Action("SOAP-14", "x:ProvideAndRegisterDocumentSetRequest",
            "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bAsync",
            "ITI-41", "IHE ITI TF-2 3.41"),
        Action("SOAP-15", "q:AdhocQueryRequest",
            "urn:ihe:iti:2007:RegistryStoredQuery urn:ihe:iti:2007:CrossGatewayQuery "
                + "urn:ihe:iti:2009:MultiPatientStoredQuery urn:ihe:iti:2007:CrossGatewayQueryAsync "
                + "urn:ihe:iti:2007:RegistryStoredQueryAsync",
            "ITI-18", "IHE ITI TF-2 3.18"),
        Action("SOAP-16", "x:RetrieveDocumentSetRequest",
            "urn:ihe:iti:2007:RetrieveDocumentSet urn:ihe:iti:2007:CrossGatewayRetrieve "
                + "urn:ihe:iti:2007:RetrieveDocumentSetAsync urn:ihe:iti:2007:CrossGatewayRetrieveAsync",
            "ITI-43", "IHE ITI TF-2 3.43"),
        Action("SOAP-17", "lcm:SubmitObjectsRequest",
            "urn:ihe:iti:2010:UpdateDocumentSet urn:ihe:iti:2007:RegisterDocumentSet-b "
                + "urn:ihe:iti:2018:RestrictedUpdateDocumentSet",
            "ITI-57", "IHE ITI Metadata Update"),
        Rule("SOAP-18", Error,
            "/s:Envelope[s:Header/wsa:Action]/s:Body/*[namespace-uri() = 'urn:hl7-org:v3' and "
                + "starts-with(local-name(), 'PRPA_IN')]",
            "contains(normalize-space(/s:Envelope/s:Header/wsa:Action), substring(local-name(), 1, 13))",
            "L'action n'est pas celle du message HL7 v3 du corps.",
            "Écrivez l'action urn:hl7-org:v3: suivie du nom de l'élément.",
            "<wsa:Action s:mustUnderstand=\"true\">urn:hl7-org:v3:{local-name()}</wsa:Action>", Dmp),
        Rule("SOAP-19", Error,
            "/s:Envelope[s:Header/wsa:Action]/s:Body/hab:*[not(contains(local-name(), 'Response'))]",
            "normalize-space(/s:Envelope/s:Header/wsa:Action) = "
                + "concat('urn:si-dmp-habilitations:HabilitationsEndPoint:', local-name())",
            "L'action n'est pas celle de l'opération d'habilitation.", "Écrivez l'action de l'opération.",
            "<wsa:Action s:mustUnderstand=\"true\">urn:si-dmp-habilitations:HabilitationsEndPoint:{local-name("
                + ")}</wsa:Action>",
            Dmp),
        Rule("SOAP-20", Error,
            "//xop:Include", "starts-with(@href, 'cid:')", "Une inclusion XOP ne désigne pas une pièce du message (cid:).",
            "Écrivez href=\"cid:…\" avec le Content-ID de la pièce.", "<xop:Include href=\"cid:document01@logiciel\"/>",
            "W3C xop10"),
    ];

    private static CheckRule Action(string id, string body, string actions, string transaction, string origin) => Rule(
        id, Error, $"/s:Envelope[s:Header/wsa:Action]/s:Body/{body}", $"c:in(normalize-space(/s:Envelope/s:Header/wsa:Action), '{actions}')",
        $"L'action (wsa:Action) n'est pas celle de {transaction}, que le corps demande.", $"Écrivez l'action de {transaction}.",
        $"<wsa:Action s:mustUnderstand=\"true\">{actions.Split(' ')[0]}</wsa:Action>", origin);

    private static CheckRule Rule(
        string id, CheckSeverity severity, string each, string test, string cause, string remedy, string? fragment, string origin)
        => new(id, CheckTopic.Soap, severity, each, test, cause, remedy, fragment, origin);
}
