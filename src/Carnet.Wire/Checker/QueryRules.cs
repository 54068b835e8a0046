using static Carnet.Wire.Checker.CheckSeverity;

namespace Carnet.Wire.Checker;

/// <summary>Queries, retrievals and the answers of a registry.</summary>
internal static class QueryRules
{
    private const string Ihe = "IHE ITI TF-2 3.18";
    private const string Retrieve = "IHE ITI TF-2 3.43";
    private const string Query = "//q:AdhocQueryRequest/rim:AdhocQuery";
    private const string Find = Query + "[@id = 'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d']";
    private const string Value = "rim:ValueList/rim:Value";

    public static IReadOnlyList<CheckRule> All { get; } =
    [
        Rule("QRY-01", Error,
            "//q:AdhocQueryRequest", "count(q:ResponseOption) = 1", "L'option de réponse (ResponseOption) manque.",
            "Ajoutez ResponseOption.", "<query:ResponseOption returnComposedObjects=\"true\" returnType=\"LeafClass\"/>",
            Ihe),
        Rule("QRY-02", Error,
            "//q:AdhocQueryRequest/q:ResponseOption",
            "c:in(@returnType, 'LeafClass ObjectRef LeafClassWithRepositoryItem')",
            "Le type de réponse n'est ni LeafClass ni ObjectRef.", "Écrivez LeafClass ou ObjectRef.",
            "returnType=\"LeafClass\"", Ihe),
        Rule("QRY-03", Warning,
            "//q:AdhocQueryRequest/q:ResponseOption", "@returnComposedObjects = 'true'",
            "La réponse n'est pas demandée avec ses classifications.", "Écrivez returnComposedObjects=\"true\".",
            "returnComposedObjects=\"true\"", Ihe),
        Rule("QRY-04", Error,
            "//q:AdhocQueryRequest", "count(rim:AdhocQuery) = 1",
            "La requête n'a pas exactement une recherche (AdhocQuery).", "Mettez une seule recherche.", null, Ihe),
        Rule("QRY-05", Error,
            Query, "starts-with(@id, 'urn:uuid:')", "La recherche n'est pas désignée par urn:uuid:….",
            "Écrivez l'identifiant de la recherche enregistrée.", "id=\"urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d\"",
            Ihe),
        Rule("QRY-06", Error,
            Query,
            "c:in(@id, 'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d "
                + "urn:uuid:f26abbcb-ac74-4422-8a30-edb644bbc1a9 urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4 "
                + "urn:uuid:a7ae438b-4bc2-4642-93e9-be891f7bb155 urn:uuid:bab9529a-4a10-40b3-a01f-f68a615d247a "
                + "urn:uuid:51224314-5390-4169-9b91-b1980040715a urn:uuid:e8e3cb2c-e39c-46b9-99e4-c12f57260b83 "
                + "urn:uuid:d90e5407-b356-4d91-a89f-873917b4b0e6 urn:uuid:10b545ea-725c-446d-9b95-8aeb444eddf3 "
                + "urn:uuid:10cae35a-c7f9-4cf5-b61e-fc3278ffb578 urn:uuid:958f3006-baad-4929-a4de-ff1114824431 "
                + "urn:uuid:5737b14c-8a1a-4539-b659-e03a34a5e1e4 urn:uuid:b909a503-523d-4517-8acf-8e5834dfc4c7 "
                + "urn:uuid:3d1bdb10-39a2-11de-89c2-2f44d94eaa9f urn:uuid:50d3f5ac-39a2-11de-a1ca-b366239e58df "
                + "urn:uuid:12941a89-e02e-4be5-967c-ce4bfc8fe492')",
            "Cette recherche enregistrée n'existe pas.",
            "Écrivez l'UUID d'une recherche enregistrée, p. ex. FindDocuments.",
            "id=\"urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d\"", Ihe),
        Rule("QRY-07", Error,
            Find, "rim:Slot[@name = '$XDSDocumentEntryPatientId']", "Le patient ($XDSDocumentEntryPatientId) manque.",
            "Ajoutez le patient.",
            "<rim:Slot name=\"$XDSDocumentEntryPatientId\"><rim:ValueList><rim:Value>'…^^^&amp;1.2.250.1.213.1"
                + ".4.8&amp;ISO^NH'</rim:Value></rim:ValueList></rim:Slot>",
            Ihe),
        Rule("QRY-08", Error,
            Find, "rim:Slot[@name = '$XDSDocumentEntryStatus']", "Les statuts ($XDSDocumentEntryStatus) manquent.",
            "Ajoutez au moins Approved.",
            "<rim:Slot name=\"$XDSDocumentEntryStatus\"><rim:ValueList><rim:Value>('urn:oasis:names:tc:ebxml-r"
                + "egrep:StatusType:Approved')</rim:Value></rim:ValueList></rim:Slot>",
            Ihe),
        Rule("QRY-09", Error,
            Query + "/rim:Slot[contains(@name, 'PatientId')]/" + Value,
            "starts-with(normalize-space(), '(') or starts-with(normalize-space(), \"'\") and "
                + "substring(normalize-space(), string-length(normalize-space())) = \"'\"",
            "Le patient n'est pas entre apostrophes.", "Mettez la valeur entre apostrophes.",
            "<rim:Value>'{.}'</rim:Value>", Ihe),
        Rule("QRY-10", Error,
            Query + "/rim:Slot[contains(@name, 'Status')]/" + Value,
            "starts-with(normalize-space(), \"('\") and substring(normalize-space(), "
                + "string-length(normalize-space()) - 1) = \"')\"",
            "Les statuts ne sont pas une liste entre parenthèses et apostrophes.", "Écrivez ('…').",
            "<rim:Value>('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')</rim:Value>", Ihe),
        Rule("QRY-11", Error,
            Query + "/rim:Slot[contains(@name, 'Status')]/" + Value + "[contains(., \"'\")]",
            "contains(., 'urn:oasis:names:tc:ebxml-regrep:StatusType:') or contains(., 'urn:asip:ci-sis:2010:StatusType:')",
            "Un statut n'est pas désigné par son URN.", "Écrivez l'URN du statut.",
            "<rim:Value>('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')</rim:Value>", Ihe),
        Rule("QRY-12", Error,
            Query + "/rim:Slot[contains(@name, 'TimeFrom') or contains(@name, 'TimeTo')]/" + Value,
            "c:dtm(translate(normalize-space(), \"'\", ''))", "Une borne de date n'est pas une date HL7 en UTC.",
            "Écrivez AAAAMMJJhhmmss, en UTC.", "<rim:Value>20261124080000</rim:Value>", Ihe),
        Rule("QRY-13", Error,
            Query + "/rim:Slot", "starts-with(@name, '$')", "Le nom d'un paramètre ne commence pas par $.",
            "Ajoutez $ au nom.", "name=\"${@name}\"", Ihe),
        Rule("QRY-14", Error,
            Query + "/rim:Slot", Value + "[string-length(normalize-space()) > 0]", "Un paramètre n'a pas de valeur.",
            "Donnez-lui une valeur, ou retirez-le.", null, Ihe),
        Rule("QRY-15", Error,
            Query + "[@id = 'urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4']",
            "rim:Slot[@name = '$XDSDocumentEntryEntryUUID' or @name = '$XDSDocumentEntryUniqueId' or @name = '$XDSDocumentEntryLogicalID']",
            "GetDocuments ne nomme aucun document.", "Ajoutez $XDSDocumentEntryUniqueId ou $XDSDocumentEntryEntryUUID.",
            "<rim:Slot name=\"$XDSDocumentEntryUniqueId\"><rim:ValueList><rim:Value>('1.2.250.…')</rim:Value><"
                + "/rim:ValueList></rim:Slot>",
            Ihe),
        Rule("QRY-16", Error,
            Query + "/rim:Slot[contains(@name, 'EntryUUID') or contains(@name, 'UniqueId') or (contains(@name, 'Code') "
                + "and contains(@name, 'XDS'))]/" + Value,
            "starts-with(normalize-space(), '(') and substring(normalize-space(), string-length(normalize-space())) = ')'",
            "Une valeur qui peut être multiple n'est pas entre parenthèses.", "Écrivez ('…').",
            "<rim:Value>('…')</rim:Value>", Ihe),
        Rule("QRY-17", Error,
            "/s:Envelope[.//saml:Attribute[@Name = 'VIHF_Version']]//q:AdhocQueryRequest//rim:Slot[@name = "
                + "'$XDSDocumentEntryPatientId']/" + Value,
            "translate(c:part(normalize-space(), 1), \"'\", '') = " + "c:part(normalize-space(//saml:Attribute[@Name = "
                + "'urn:oasis:names:tc:xacml:2.0:resource:resource-id']), 1)",
            "Le patient recherché n'est pas celui du VIHF.", "Mettez le même INS dans la recherche et dans le VIHF.", null,
            "DMP 1.6"),
        Rule("QRY-18", Error,
            "//x:RetrieveDocumentSetRequest", "count(x:DocumentRequest) >= 1", "La consultation ne demande aucun document.",
            "Ajoutez DocumentRequest.",
            "<DocumentRequest><RepositoryUniqueId>…</RepositoryUniqueId><DocumentUniqueId>…</DocumentUniqueId>"
                + "</DocumentRequest>",
            Retrieve),
        Rule("QRY-19", Error,
            "//x:RetrieveDocumentSetRequest/x:DocumentRequest", "c:oid(normalize-space(x:RepositoryUniqueId))",
            "L'entrepôt (RepositoryUniqueId) manque ou n'est pas un OID.", "Écrivez l'OID lu dans la fiche du document.",
            "<RepositoryUniqueId>…</RepositoryUniqueId>", Retrieve),
        Rule("QRY-20", Error,
            "//x:RetrieveDocumentSetRequest/x:DocumentRequest", "string-length(normalize-space(x:DocumentUniqueId)) > 0",
            "Le document (DocumentUniqueId) manque.", "Écrivez l'uniqueId lu dans la fiche.",
            "<DocumentUniqueId>…</DocumentUniqueId>", Retrieve),
        Rule("QRY-21", Error,
            "//rs:RegistryResponse | //q:AdhocQueryResponse", "contains(@status, ':ResponseStatusType:')",
            "Le statut de la réponse n'est pas une URN d'ebXML.",
            "Écrivez Success, PartialSuccess ou Failure sous forme d'URN.",
            "status=\"urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success\"", "IHE ITI TF-3 4.2.4"),
        Rule("QRY-22", Error,
            "//rs:RegistryError", "string-length(@errorCode) > 0 and string-length(@codeContext) > 0",
            "Une erreur n'a pas de code ou pas de contexte.", "Ajoutez errorCode et codeContext.",
            "errorCode=\"XDSRegistryMetadataError\" codeContext=\"…\"", "IHE ITI TF-3 4.2.4"),
        Rule("QRY-23", Error,
            "//rs:RegistryResponse[contains(@status, ':Failure')]", "rs:RegistryErrorList/rs:RegistryError",
            "L'échec n'est pas expliqué.", "Ajoutez la liste des erreurs.",
            "<rs:RegistryErrorList><rs:RegistryError …/></rs:RegistryErrorList>", "IHE ITI TF-3 4.2.4"),
    ];

    private static CheckRule Rule(
        string id, CheckSeverity severity, string each, string test, string cause, string remedy, string? fragment, string origin)
        => new(id, CheckTopic.Query, severity, each, test, cause, remedy, fragment, origin);
}
