using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire;
using Carnet.Wire.Soap;
using Carnet.Wire.Wsdl;
using Carnet.Wire.Xds;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>ITI-43 Retrieve Document Set: DMP TD3.2.</summary>
/// <remarks>
/// Partial success is normal: each unknown or refused document becomes one RegistryError and the others are sent. Always
/// answered in parts, even without any. Source: IHE ITI TF-2 3.43.
/// </remarks>
internal sealed class Iti43RetrieveDocumentSet(
    IUseCase<ReadDocuments, IReadOnlyList<ReadContentAnswer>> read, Scribe scribe, IOptions<RegistryOptions> registry)
    : ISoapTransaction
{
    public WsdlService Service => WsdlService.Repository;

    public SoftwareProfiles Profiles => SoftwareProfiles.Consultation;

    public bool MayBeAsynchronous => true;

    public string Action => XdsActions.Retrieve;

    public (string Name, string Namespace) Body => ("RetrieveDocumentSetRequest", "urn:ihe:iti:xds-b:2007");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        if (call.Patient is not Outcome<Ins>.Done(var patient))
        {
            return await scribe.RefuseAsync(call.Caller, TraceAct.ReadDocument, ((Outcome<Ins>.Failed)call.Patient).Failure, ct);
        }

        RetrieveDocumentSetRequest request;
        try
        {
            using var body = call.Envelope.OpenBody();
            request = RetrieveDocumentSetRequest.Read(body);
        }
        catch (WireFormatException malformed)
        {
            return Answer([], [SoapErrors.Registry(
                await scribe.RefuseAsync(call.Caller, TraceAct.ReadDocument, SoapErrors.Of(malformed), ct), repository: true)]);
        }

        var here = request.Items.Where(item => item.RepositoryUniqueId == registry.Value.RepositoryUniqueId)
            .Select(item => item.DocumentUniqueId).ToList();
        List<RegistryError> errors =
        [
            .. request.Items.Where(item => item.RepositoryUniqueId != registry.Value.RepositoryUniqueId)
                .Select(item => new RegistryError(XdsErrorCode.UnknownRepositoryId,
                    "soap.unknown-repository : Ce numéro d'entrepôt (RepositoryUniqueId) n'est pas le nôtre.", item.DocumentUniqueId)),
        ];
        return await read.RunAsync(call.Caller, new ReadDocuments(patient, here), ct) switch
        {
            Outcome<IReadOnlyList<ReadContentAnswer>>.Done(var answers) => Answer(answers, errors),
            Outcome<IReadOnlyList<ReadContentAnswer>>.Failed(var failure) => Answer(
                [], [.. errors, SoapErrors.Registry(failure, repository: true)]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private SoapAnswer Answer(IReadOnlyList<ReadContentAnswer> answers, List<RegistryError> errors)
    {
        List<DocumentResponse> documents = [];
        List<MtomAttachment> attachments = [];
        foreach (var (uniqueId, content) in answers)
        {
            if (content is null)
            {
                errors.Add(SoapErrors.Registry(DocumentFailures.Unknown, repository: true, uniqueId));
                continue;
            }

            var contentId = FormattableString.Invariant($"doc{documents.Count + 1}@carnet");
            documents.Add(new DocumentResponse(registry.Value.RepositoryUniqueId, uniqueId, content.MimeType, contentId));
            attachments.Add(new MtomAttachment(contentId, content.MimeType, _ => new(content.Open())));
        }

        return new SoapAnswer(
            XdsActions.RetrieveResponse, new RetrieveDocumentSetResponse(documents, errors).WriteTo, attachments);
    }
}
