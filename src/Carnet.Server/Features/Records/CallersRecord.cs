using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Features.Records;

/// <summary>Finds the record that a request is about: that of an INS, or the one in which the caller is.</summary>
internal static class CallersRecord
{
    public static Task<OpenedRecord?> OfAsync(
        this IRecords records, CarnetDb db, RecordIds ids, Caller caller, Ins? ins, CancellationToken ct) => (ins is null ? caller.PersonalRecord : ids.Of(ins)) is { } id
            ? records.FindAsync(db, id, ct)
            : Task.FromResult<OpenedRecord?>(null);
}
