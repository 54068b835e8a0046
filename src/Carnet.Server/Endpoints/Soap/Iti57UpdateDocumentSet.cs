using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
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

/// <summary>ITI-57 Update Document Set: DMP TD3.3a (mask), b (make visible), c (delete) and d (archive).</summary>
/// <remarks>
/// Only marks and status change: an entry that is sent again must otherwise be the one that is stored, so that nothing of
/// it is dropped in silence. Source: IHE ITI Metadata Update 3.57; DMP 1.6.
/// </remarks>
internal sealed class Iti57UpdateDocumentSet(
    IUseCase<SetMarks, AmendedDocument> mark, IUseCase<SetStatus, AmendedDocument> move, Scribe scribe,
    IOptions<RegistryOptions> registry) : ISoapTransaction
{
    public WsdlService Service => WsdlService.Registry;

    public SoftwareProfiles Profiles => SoftwareProfiles.Feeding | SoftwareProfiles.Consultation;

    public string Action => XdsActions.Update;

    public (string Name, string Namespace) Body => ("SubmitObjectsRequest", "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        if (call.Patient is not Outcome<Ins>.Done(var patient))
        {
            return await scribe.RefuseAsync(call.Caller, TraceAct.ChangeMask, ((Outcome<Ins>.Failed)call.Patient).Failure, ct);
        }

        try
        {
            using var body = call.Envelope.OpenBody();
            var request = SubmitObjectsRequest.Read(body);
            var update = MetadataUpdate.Of(request);
            var named = request.DocumentEntries.Select(entry => entry.PatientId).Append(request.SubmissionSet.PatientId);
            var outcome = named.Any(id => XdsToDomain.PatientOf(id) != patient)
                ? await scribe.RefuseAsync(call.Caller, TraceAct.ChangeMask, SoapFailures.PatientMismatch, ct)
                : await UpdateAsync(call, patient, update, ct);
            return outcome.Match(_ => Stored, Answer);
        }
        catch (WireFormatException malformed)
        {
            return Answer(await scribe.RefuseAsync(call.Caller, TraceAct.ChangeMask, SoapErrors.Of(malformed), ct));
        }
    }

    private Task<Outcome<AmendedDocument>> UpdateAsync(SoapCall call, Ins patient, MetadataUpdate update, CancellationToken ct)
        => update switch
        {
            MetadataUpdate.NewVersion version => MarkAsync(call, patient, version, ct),
            MetadataUpdate.NewStatus status => MoveAsync(call, patient, status, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async Task<Outcome<AmendedDocument>> MarkAsync(
        SoapCall call, Ins patient, MetadataUpdate.NewVersion update, CancellationToken ct)
    {
        var codes = update.Entry.ConfidentialityCodes.Where(code => code.CodingScheme != MarkCodes.BaseSystem).Select(code => code.Code);
        return MarkCodes.Read(codes) switch
        {
            Outcome<Marks>.Failed(var failure) => await scribe.RefuseAsync(call.Caller, TraceAct.ChangeMask, failure, ct),
            Outcome<Marks>.Done(var marks) => await mark.RunAsync(
                call.Caller, new SetMarks(new DocumentId(update.LogicalId), marks, patient, update.PreviousVersion)
                {
                    Restated = seen => EntryComparison.FirstDifference(
                        new DomainToXds(patient, registry.Value.RepositoryUniqueId).Entry(seen), update.Entry),
                }, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Outcome<AmendedDocument>> MoveAsync(
        SoapCall call, Ins patient, MetadataUpdate.NewStatus update, CancellationToken ct)
        => (DomainToXds.StatusOf(update.Original), DomainToXds.StatusOf(update.New)) switch
        {
            ({ } from, { } to and (DocumentStatus.Approved or DocumentStatus.Archived or DocumentStatus.Deleted))
                => await move.RunAsync(call.Caller, new SetStatus(new DocumentId(update.EntryUuid), to, patient, from), ct),
            _ => await scribe.RefuseAsync(call.Caller, TraceAct.ChangeMask, SoapFailures.StatusChange, ct),
        };

    private static SoapAnswer Stored { get; } = new(XdsActions.UpdateResponse, RegistryResponse.Success.WriteTo);

    private static SoapAnswer Answer(Failure failure) => new(
        XdsActions.UpdateResponse, RegistryResponse.Failure(SoapErrors.Update(failure)).WriteTo);
}
