using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Wire;
using Carnet.Wire.Soap;
using Carnet.Wire.Wsdl;
using Carnet.Wire.Xds;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>ITI-41 Provide and Register Document Set-b: DMP TD2.1 and TD2.2.</summary>
/// <remarks>Source: IHE ITI TF-2 3.41; DMP 1.5.</remarks>
internal sealed class Iti41ProvideAndRegister(IUseCase<SubmitDocuments, SubmissionAccepted> submit, Scribe scribe)
    : ISoapTransaction
{
    public WsdlService Service => WsdlService.Repository;

    public SoftwareProfiles Profiles => SoftwareProfiles.Feeding;

    public bool MayBeAsynchronous => true;

    public string Action => XdsActions.ProvideAndRegister;

    public (string Name, string Namespace) Body => ("ProvideAndRegisterDocumentSetRequest", "urn:ihe:iti:xds-b:2007");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        if (call.Patient is not Outcome<Ins>.Done(var patient))
        {
            return await scribe.RefuseAsync(call.Caller, TraceAct.Deposit, ((Outcome<Ins>.Failed)call.Patient).Failure, ct);
        }

        try
        {
            using var body = call.Envelope.OpenBody();
            var request = ProvideAndRegisterDocumentSetRequest.Read(body);
            switch (XdsToDomain.Read(request.Submission))
            {
                case Outcome<DraftedSet>.Failed(var refused):
                    return Answer(await scribe.RefuseAsync(call.Caller, TraceAct.Deposit, refused, ct));
                case Outcome<DraftedSet>.Done(var drafted):
                    var submission = new SubmitDocuments(
                        patient, drafted.Set, drafted.Documents, new MessageContents(request, call.Parts));
                    return (await submit.RunAsync(call.Caller, submission, ct)).Match(_ => Stored, Answer);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (WireFormatException malformed)
        {
            return Answer(await scribe.RefuseAsync(call.Caller, TraceAct.Deposit, SoapErrors.Of(malformed), ct));
        }
    }

    private static SoapAnswer Stored { get; } = new(
        XdsActions.ProvideAndRegisterResponse, RegistryResponse.Success.WriteTo);

    private static SoapAnswer Answer(Failure failure) => new(
        XdsActions.ProvideAndRegisterResponse,
        RegistryResponse.Failure(SoapErrors.Registry(failure, repository: true)).WriteTo);

    /// <summary>Hands the contents over in the order of the message: those in the envelope, then the parts.</summary>
    private sealed class MessageContents(ProvideAndRegisterDocumentSetRequest request, MtomReader? parts) : IContentSource
    {
        private readonly XopReferences _references = new(request.ContentIds, parts?.RootContentId);
        private readonly Queue<SubmittedDocument> _inline = new(request.Documents.Where(document => document.Inline is not null));

        public async ValueTask<(string? Key, Stream Content)?> NextAsync(CancellationToken ct)
        {
            if (_inline.TryDequeue(out var document))
            {
                return (document.EntryId, new Carnet.Wire.Xml.ReadOnlyMemoryStream(document.Inline!.Value));
            }

            try
            {
                if (parts is null || await parts.ReadNextPartAsync(ct) is not { } part)
                {
                    _references.RequireAll();
                    return null;
                }

                _references.Accept(part.ContentId);
                return (request.Documents.First(known => known.ContentId == part.ContentId).EntryId, new GuardedStream(part.Content));
            }
            catch (WireFormatException malformed)
            {
                throw new BrokenContentException(SoapErrors.Of(malformed), malformed);
            }
        }
    }
}
