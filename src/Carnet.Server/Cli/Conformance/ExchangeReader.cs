using System.Xml;
using Carnet.Wire;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;
using Carnet.Wire.Xml;

namespace Carnet.Server.Cli.Conformance;

/// <summary>Reads from the bytes of a request and of its answer which step of the plan they were.</summary>
/// <remarks>
/// It stands beside the door and takes no part in it: what it cannot read is a step without a name. The same readers
/// serve as on the door, so what is malformed there is so here.
/// </remarks>
internal static class ExchangeReader
{
    /// <summary>A message that cannot be read far enough to say what it wants.</summary>
    public const string Unreadable = "message illisible";

    private const string MaskCode = "MASQUE_PS";

    /// <param name="requestType">Content-Type of the request; the same for the answer.</param>
    public static async Task<Exchange> ReadAsync(
        DateTimeOffset at, string? requestType, byte[] request, string? answerType, byte[] answer, CancellationToken ct)
    {
        var asked = await EnvelopeAsync(requestType, request, isAnswer: false, ct);
        var (software, mode) = asked is null ? ("", "") : Token(asked);
        return new Exchange(at, asked is null ? Unreadable : Step(asked), await CodeAsync(answerType, answer, ct), software, mode);
    }

    private static async Task<SoapEnvelope?> EnvelopeAsync(string? type, byte[] message, bool isAnswer, CancellationToken ct)
    {
        try
        {
            if (SoapContentType.Packaging(type) is SoapPackaging.Plain)
            {
                return isAnswer ? SoapEnvelope.ReadAnswer(message) : SoapEnvelope.Read(message);
            }

            using var parts = await MtomReader.OpenAsync(new MemoryStream(message), type!, MtomLimits.Default, ct);
            return isAnswer ? SoapEnvelope.ReadAnswer(parts.Root.ToArray()) : SoapEnvelope.Read(parts.Root.ToArray());
        }
        catch (WireFormatException)
        {
            return null;
        }
    }

    private static string Step(SoapEnvelope envelope)
    {
        try
        {
            using var body = envelope.OpenBody();
            return envelope.BodyLocalName switch
            {
                "ProvideAndRegisterDocumentSetRequest" => Deposit(ProvideAndRegisterDocumentSetRequest.Read(body).Submission),
                "AdhocQueryRequest" => Query(AdhocQueryRequest.Read(body)),
                "RetrieveDocumentSetRequest" => "TD3.2",
                "SubmitObjectsRequest" => Update(SubmitObjectsRequest.Read(body)),
                "setAuthorization" => SetAuthorizationRequest.Read(body) is var set
                    ? $"TD0.3 {set.Action.ToString().ToUpperInvariant()}{(set.TreatingPhysician ? " MEDECIN_TRAITANT" : "")}" : "",
                "listAuthorizationByPatient" => "TD1.6",
                "patientList" => "TD0.4",
                "createPatientAccess" or "updatePatientAccess" or "patientOTPUpdate" => "TD1.5",
                "identityCertification" => "patientCertif",
                DmpCodes.GetDemographics => PatientQuery.Read(body).Reason is DmpCodes.ConsultData ? "TD1.3a" : "TD0.2",
                DmpCodes.FindCandidates => "TD0.5",
                DmpCodes.Add => "TD1.1",
                DmpCodes.Revise => PatientRegistration.Read(body).Reason switch
                {
                    DmpCodes.Close => "TD1.4",
                    DmpCodes.Reactivate => "TD1.2",
                    _ => "TD1.3b",
                },
                _ => envelope.BodyLocalName,
            };
        }
        catch (WireFormatException)
        {
            return Unreadable;
        }
    }

    private static string Deposit(SubmitObjectsRequest submission)
        => submission.Associations.Any(association => association.Type == AssociationTypes.Replace) ? "TD2.1b" : "TD2.1a";

    private static string Query(AdhocQueryRequest query) => query.QueryId switch
    {
        StoredQueries.GetDocuments when query.ReturnType is QueryReturnType.ObjectRef => "TD3.1b",
        StoredQueries.FindDocuments => "TD3.1a",
        _ => "TD3.1",
    };

    private static string Update(SubmitObjectsRequest update)
        => update.Associations.FirstOrDefault(association => association.NewStatus is not null) is { } change
            ? change.NewStatus switch
            {
                AvailabilityStatuses.Deleted => "TD3.3c",
                AvailabilityStatuses.Archived => "TD3.3d ARCHIVE",
                _ => "TD3.3d APPROVED",
            }
            : update.DocumentEntries.Any(entry => entry.ConfidentialityCodes.Any(code => code.Code is MaskCode))
                ? "TD3.3a MASQUE_PS" : "TD3.3a";

    private static async Task<string> CodeAsync(string? type, byte[] message, CancellationToken ct)
    {
        if (await EnvelopeAsync(type, message, isAnswer: true, ct) is not { } answer)
        {
            return "sans réponse";
        }

        try
        {
            using var body = answer.OpenBody();
            return answer.BodyLocalName switch
            {
                "Fault" => SoapFault.Read(body) is var fault ? fault.Detail ?? fault.Code.ToString() : "",
                "RegistryResponse" => First(RegistryResponse.Read(body).Errors),
                "AdhocQueryResponse" => First(AdhocQueryResponse.Read(body).Errors),
                "RetrieveDocumentSetResponse" => First(RetrieveDocumentSetResponse.Read(body).Errors),
                DmpCodes.GetDemographicsAnswer => PatientQueryAnswer.Read(body) is var found
                    ? found.Refused is { } refused ? Dotted(refused.Text) : found.Patient is null ? "record.unknown" : "" : "",
                "PRPA_IN201311UV02_Response" or "PRPA_IN201314UV02_Response"
                    => PatientRegistrationAnswer.Read(body).Refused is { } complaint ? Dotted(complaint.Text) : "",
                _ => "",
            };
        }
        catch (WireFormatException)
        {
            return "réponse illisible";
        }
    }

    private static string First(IReadOnlyList<RegistryError> errors) => errors is [var error, ..] ? Dotted(error.CodeContext) : "";

    // Our sentences begin with their code: "record.closed : Ce dossier est fermé."
    private static string Dotted(string text) => text.Split(" : ", 2)[0];

    private static (string Software, string Mode) Token(SoapEnvelope envelope)
    {
        string? name = null, version = null, mode = null;
        using var reader = SafeXml.Open(envelope.Bytes, XmlLimits.Envelope);
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Element && reader.LocalName is "Attribute")
            {
                switch (reader.GetAttribute("Name"))
                {
                    case "LPS_Nom":
                        name = Value(reader);
                        break;
                    case "LPS_Version":
                        version = Value(reader);
                        break;
                    case "Authentification_mode" or "Authentification_Mode":
                        mode = Value(reader);
                        break;
                }
            }
        }

        return ($"{name} {version}".Trim(), mode ?? "");
    }

    private static string? Value(XmlReader reader)
    {
        while (reader.Read() && reader.NodeType is not XmlNodeType.EndElement)
        {
            if (reader.NodeType is XmlNodeType.Text)
            {
                return reader.Value.Trim();
            }
        }

        return null;
    }
}
