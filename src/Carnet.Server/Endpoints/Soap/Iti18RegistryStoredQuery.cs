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

    public string Action => XdsActions.RegistryStoredQuery;

    public (string Name, string Namespace) Body
        => ("AdhocQueryRequest", "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        if (call.Patient is not Outcome<Ins>.Done(var patient))
        {
            return await scribe.RefuseAsync(call.Caller, TraceAct.FindDocuments, ((Outcome<Ins>.Failed)call.Patient).Failure, ct);
        }

        StoredQuery query;
        try
        {
            using var body = call.Envelope.OpenBody();
            query = StoredQueryReader.Read(AdhocQueryRequest.Read(body));
        }
        catch (WireFormatException malformed)
        {
            return Answer(await scribe.RefuseAsync(call.Caller, TraceAct.FindDocuments, SoapErrors.Of(malformed), ct));
        }

        if (query.Patient is { } named && XdsToDomain.PatientOf(named) != patient)
        {
            return Answer(await scribe.RefuseAsync(call.Caller, TraceAct.FindDocuments, SoapFailures.PatientMismatch, ct));
        }

        var references = query.ReturnType is QueryReturnType.ObjectRef;
        var request = new FindDocuments(
            patient, query.Criteria, references && query.Wanted is Wanted.Documents, query.Wanted is not Wanted.Documents);
        return (await find.RunAsync(call.Caller, request, ct)).Match(
            found => Answer(Response(patient, query, found)), Answer);
    }

    private AdhocQueryResponse Response(Ins patient, StoredQuery query, FoundDocuments found)
    {
        var map = new DomainToXds(patient, registry.Value.RepositoryUniqueId);
        var submissions = query.Wanted is Wanted.Submissions
            ? [.. found.Submissions.Where(query.MatchesSubmission)]
            : found.Submissions;
        var associations = query.Wanted is Wanted.Associations or Wanted.DocumentsAndAssociations
            ? DomainToXds.Associations(found).Where(query.MatchesAssociation).ToList()
            : [];
        var documents = query.Wanted is Wanted.Documents or Wanted.DocumentsAndAssociations
            ? found.Documents.Where(query.MatchesDocument).ToList()
            : [];
        var sets = query.Wanted is Wanted.Submissions ? submissions : [];
        return query.ReturnType is QueryReturnType.ObjectRef
            ? new AdhocQueryResponse(ResponseStatus.Success)
            {
                ObjectRefs =
                [
                    .. sets.Select(set => DomainToXds.SetUuid(set.Row.SubmissionId)),
                    .. documents.Select(document => DomainToXds.EntryUuid(document.Row.DocumentId)),
                    .. associations.Select(arrow => arrow.Id),
                ],
            }
            : new AdhocQueryResponse(ResponseStatus.Success)
            {
                SubmissionSets = [.. sets.Select(map.Set)],
                DocumentEntries = [.. documents.Select(map.Entry)],
                Associations = associations,
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
