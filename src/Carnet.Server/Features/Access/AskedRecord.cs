using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Features.Access;

/// <summary>The record that a call is about: the one whose person the token names, or the caller's own.</summary>
internal sealed class AskedRecord(RecordIds ids, IRecords records, Scribe scribe)
{
    /// <summary>The record, or a failure that is traced already. The caller disposes it.</summary>
    public async Task<Outcome<OpenedRecord>> FindAsync(
        CarnetDb db, Caller caller, Ins? patient, TraceAct traced, CancellationToken ct)
    {
        RecordId? asked = patient is not null ? ids.Of(patient) : caller.PersonalRecord;
        return asked is { } id && await records.FindAsync(db, id, ct) is { } record
            ? record
            : await scribe.RefuseAsync(caller, traced, RecordFailures.Unknown, ct);
    }
}
