using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Endpoints.Soap;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Trail;
using Carnet.Wire;
using Carnet.Wire.Hl7v2;

namespace Carnet.Server.Endpoints.Hl7v2;

/// <summary>What became of a message that was taken.</summary>
/// <param name="Warnings">What the sender should know besides.</param>
internal sealed record MessageTaken(IReadOnlyList<Failure> Warnings);

/// <summary>Takes one message from its bytes to its outcome: read, identify, translate, call the use case.</summary>
/// <remarks>Whatever is wrong before the use case is traced as a knock, or as a refused deposit once the sender is known.</remarks>
internal sealed class HospitalDesk(
    HospitalCaller callers, IUseCase<SubmitDocuments, SubmissionAccepted> submit, IUseCase<FindDocuments, FoundDocuments> find,
    IUseCase<SetStatus, AmendedDocument> setStatus, Scribe scribe)
{
    private static readonly string[] MailIndicators =
        ["DESTMSSANTEPS", "DESTMSSANTEPAT", "ACK_RECEPTION", "ACK_LECTURE_MSS", "ACK_LECTURE"];

    public async Task<Outcome<MessageTaken>> TakeAsync(Hl7v2Message message, X509Certificate2 certificate, CancellationToken ct)
    {
        if (HeaderDefect(message.Header) is { } unfit)
        {
            return await KnockAsync(unfit, ct);
        }

        // Whether the sender asks for secrecy stands in the content, and the caller must know it before anything is traced.
        DocumentMessage? read = null;
        Failure? unreadable = null;
        try
        {
            read = DocumentMessage.Read(message);
        }
        catch (WireFormatException malformed)
        {
            unreadable = SoapErrors.Of(malformed);
        }

        switch (await callers.IdentifyAsync(certificate, message.Header, read?.Says("CONNEXION_SECRETE") ?? false, ct))
        {
            case Outcome<AdmittedEstablishment>.Failed(var stranger):
                return await KnockAsync(stranger, ct);
            case Outcome<AdmittedEstablishment>.Done(var from):
                if ((unreadable ?? PurposeDefect(read!)) is { } defect)
                {
                    return await scribe.RefuseAsync(from.Caller, TraceAct.Deposit, defect, ct);
                }

                return await ActAsync(read!, from, ct);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<Failure> KnockAsync(Failure failure, CancellationToken ct)
    {
        await scribe.WriteAsync(HospitalCaller.Nobody, new Happening(TraceAct.Knock, TraceOutcome.Refused, failure.Code), ct);
        return failure;
    }

    private static Failure? HeaderDefect(MessageHeader header)
        => header.MessageControlId.Length is 0 or > 199 ? Hl7v2Failures.ControlId
            : (header.MessageCode, header.TriggerEvent) switch
            {
                ("MDM", "T02" or "T04" or "T10") or ("ORU", "R01") => null,
                ("MDM" or "ORU", _) => Hl7v2Failures.Event,
                _ => Hl7v2Failures.MessageType,
            }
            ?? (header.VersionId is not ("2.4" or "2.5" or "2.5.1" or "2.6" or "2.7") ? Hl7v2Failures.Version
                : header.ProcessingId is not "P" ? Hl7v2Failures.Processing
                : null);

    // A message of the secure mail that has gone astray is not taken for a deposit.
    private static Failure? PurposeDefect(DocumentMessage message)
        => message.Indicators.TryGetValue("DESTDMP", out var meant)
            ? !meant ? Hl7v2Failures.NotForRecord : message.Says("MODIF_CONF_CODE", "MODIF_CONFIDENTIALITYCODE") ? Hl7v2Failures.MarksChange : null
            : message.Header.Profile.Contains("_LPS", StringComparison.Ordinal) || message.Says("DESTMSSANTEPS", "DESTMSSANTEPAT")
                ? Hl7v2Failures.NotForRecord
                : null;

    private async Task<Outcome<MessageTaken>> ActAsync(DocumentMessage message, AdmittedEstablishment from, CancellationToken ct)
    {
        if (PatientOfMessage.Read(message.Pid) is not Outcome<PatientOfMessage>.Done(var patient))
        {
            return await scribe.RefuseAsync(
                from.Caller, TraceAct.Deposit, ((Outcome<PatientOfMessage>.Failed)PatientOfMessage.Read(message.Pid)).Failure, ct);
        }

        var outcome = message.Action is DocumentAction.Cancel
            ? await CancelAsync(message, patient, from, ct)
            : await DepositAsync(message, patient, from, ct);
        return outcome is { } failure
            ? failure
            : new MessageTaken([.. Warnings(message)]);
    }

    private static IEnumerable<Failure> Warnings(DocumentMessage message)
    {
        if (message.Says(MailIndicators))
        {
            yield return Hl7v2Failures.MailNotSent;
        }

        if (DocumentMessage.HasResults(message.Message))
        {
            yield return Hl7v2Failures.ResultsLeft;
        }
    }

    private async Task<Failure?> DepositAsync(
        DocumentMessage message, PatientOfMessage patient, AdmittedEstablishment from, CancellationToken ct)
    {
        List<HospitalDocument> documents = [];
        var wrapping = new WrappedDocument(message, patient, from);
        foreach (var observed in message.Documents)
        {
            switch (HospitalDocument.Of(observed, documents.Count, wrapping, message))
            {
                case Outcome<HospitalDocument>.Failed(var unusable):
                    return await scribe.RefuseAsync(from.Caller, TraceAct.Deposit, unusable, ct);
                case Outcome<HospitalDocument>.Done(var document):
                    documents.Add(document);
                    break;
            }
        }

        if (message.Action is DocumentAction.Replace)
        {
            if (documents.TrueForAll(document => document.Replaces is null))
            {
                return await scribe.RefuseAsync(from.Caller, TraceAct.Replace, Hl7v2Failures.ParentMissing, ct);
            }

            for (var i = 0; i < documents.Count; i++)
            {
                if (documents[i].Replaces is { } old)
                {
                    if (await EntryOfAsync(patient.Ins, from, old, ct) is not { } entry)
                    {
                        return await scribe.RefuseAsync(from.Caller, TraceAct.Replace, DocumentFailures.ReplacesUnknown, ct);
                    }

                    documents[i] = documents[i] with { ReplacedEntry = entry };
                }
            }
        }

        return HospitalSet.Draft(message, patient, from, documents) switch
        {
            Outcome<SubmitDocuments>.Failed(var failure) => await scribe.RefuseAsync(from.Caller, TraceAct.Deposit, failure, ct),
            Outcome<SubmitDocuments>.Done(var request) => await submit.RunAsync(from.Caller, request, ct)
                is Outcome<SubmissionAccepted>.Failed(var refused) ? refused : null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // All or nothing is not to be had over several deletions; each is its own act, and a repetition finds the rest.
    private async Task<Failure?> CancelAsync(
        DocumentMessage message, PatientOfMessage patient, AdmittedEstablishment from, CancellationToken ct)
    {
        var numbers = message.Documents.Select(HospitalDocument.NumberOf).OfType<string>().ToList();
        if (numbers.Count == 0 && message.Txa?[12][1] is { Length: > 0 } stated)
        {
            numbers.Add(new WrappedDocument(message, patient, from).OidOf(stated));
        }

        if (numbers.Count == 0)
        {
            return await scribe.RefuseAsync(from.Caller, TraceAct.Delete, Hl7v2Failures.CancelWhat, ct);
        }

        List<DocumentId> entries = [];
        foreach (var number in numbers)
        {
            if (await EntryOfAsync(patient.Ins, from, number, ct) is not { } entry)
            {
                return await scribe.RefuseAsync(from.Caller, TraceAct.Delete, DocumentFailures.Unknown, ct);
            }

            entries.Add(new DocumentId(entry));
        }

        foreach (var entry in entries)
        {
            if (await setStatus.RunAsync(from.Caller, new SetStatus(entry, DocumentStatus.Deleted, patient.Ins), ct)
                is Outcome<AmendedDocument>.Failed(var refused))
            {
                return refused;
            }
        }

        return null;
    }

    private async Task<Guid?> EntryOfAsync(Ins patient, AdmittedEstablishment from, string uniqueId, CancellationToken ct)
    {
        var criteria = DocumentCriteria.Any with { UniqueIds = [uniqueId] };
        return await find.RunAsync(from.Caller, new FindDocuments(patient, criteria, ReferencesOnly: true), ct)
            is Outcome<FoundDocuments>.Done({ Documents: [var only] }) ? only.Row.DocumentId.Value : null;
    }
}
