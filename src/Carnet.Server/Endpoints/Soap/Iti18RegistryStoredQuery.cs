using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire;
using Carnet.Wire.Wsdl;
using Carnet.Wire.Xds;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>ITI-18 Registry Stored Query: DMP TD3.1a and TD3.1b.</summary>
/// <remarks>Source: IHE ITI TF-2 3.18; DMP 1.6.</remarks>
internal sealed class Iti18RegistryStoredQuery(
    IUseCase<FindDocuments, FoundDocuments> find, Scribe scribe, IOptions<RegistryOptions> registry) : ISoapTransaction
{
    /// <summary>About what the description of one document takes.</summary>
    private const int ObjectSize = 8 * 1024;

    public WsdlService Service => WsdlService.Registry;

    public SoftwareProfiles Profiles => SoftwareProfiles.Feeding | SoftwareProfiles.Consultation;

    public string Action => XdsActions.RegistryStoredQuery;

    public (string Name, string Namespace) Body
        => ("AdhocQueryRequest", "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        if (call.Patient is not Outcome<Ins>.Done(var patient))
        {
            return await scribe.RefuseAsync(call.Caller, TraceAct.FindDocuments, ((Outcome<Ins>.Failed)call.Patient).Failure, ct);
        }

        AdhocQueryRequest asked;
        StoredQuery query;
        try
        {
            using var body = call.Envelope.OpenBody();
            asked = AdhocQueryRequest.Read(body);
            query = StoredQueryReader.Read(asked);
        }
        catch (WireFormatException malformed)
        {
            return Answer(await scribe.RefuseAsync(call.Caller, TraceAct.FindDocuments, SoapErrors.Of(malformed), ct));
        }

        if (query.Patient is { } named && XdsToDomain.PatientOf(named) != patient)
        {
            return Answer(await scribe.RefuseAsync(call.Caller, TraceAct.FindDocuments, SoapFailures.PatientMismatch, ct));
        }

        var references = asked.ReturnType is QueryReturnType.ObjectRef && query.DocumentsOnly;
        var request = new FindDocuments(patient, query.Criteria, references, query.WithSubmissions);
        return (await find.RunAsync(call.Caller, request, ct)).Match(
            found => Answer(Response(patient, asked, query.Select(found))), Answer);
    }

    private AdhocQueryResponse Response(Ins patient, AdhocQueryRequest asked, Selection selected)
    {
        var paged = asked.StartIndex > 0 || asked.MaxResults is not null;
        var sent = paged ? selected.Page(asked.StartIndex, asked.MaxResults) : selected;
        var map = new DomainToXds(patient, registry.Value.RepositoryUniqueId);
        var response = new AdhocQueryResponse(ResponseStatus.Success)
        {
            StartIndex = asked.StartIndex,
            TotalResultCount = paged ? selected.Count : null,
        };
        return asked.ReturnType is QueryReturnType.ObjectRef
            ? response with
            {
                ObjectRefs =
                [
                    .. sent.Sets.Select(set => DomainToXds.SetUuid(set.Row.SubmissionId)),
                    .. sent.Documents.Select(document => DomainToXds.EntryUuid(document.Row.DocumentId)),
                    .. sent.Associations.Select(arrow => arrow.Id),
                ],
            }
            : response with
            {
                SubmissionSets = [.. sent.Sets.Select(map.Set)],
                DocumentEntries = [.. sent.Documents.Select(map.Entry)],
                Associations = sent.Associations,
            };
    }

    private static SoapAnswer Answer(AdhocQueryResponse response)
        => new(XdsActions.RegistryStoredQueryResponse, response.WriteTo)
        {
            Size = (response.DocumentEntries.Count + response.SubmissionSets.Count + 1) * ObjectSize,
        };

    private static SoapAnswer Answer(Failure failure) => Answer(new AdhocQueryResponse(ResponseStatus.Failure)
    {
        Errors = [SoapErrors.Registry(failure, repository: false)],
    });
}
