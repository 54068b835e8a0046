using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>Gives a locum the place of a professional in one activity.</summary>
/// <param name="Until">Excluded; at most a year after the start.</param>
internal sealed record DeclareLocum(
    PsIdNat Locum, string FamilyName, string GivenName, string? Qualification, PsIdNat Replaced, StructIdNat Structure,
    DateTimeOffset From, DateTimeOffset Until);

/// <summary>The place as it stands in the directory.</summary>
internal sealed record DeclaredLocum(string Profession);

/// <summary>The replaced professional declares it in their own activity, or the desk that keeps the directory. Source: rule A-11; J18.</summary>
internal sealed class DeclareLocumHandler(
    IDbContextFactory<CarnetDb> databases, SystemKey systemKey, Scribe scribe, TimeProvider clock)
    : IUseCase<DeclareLocum, DeclaredLocum>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public async Task<Outcome<DeclaredLocum>> RunAsync(Caller caller, DeclareLocum request, CancellationToken ct)
    {
        if (!MayDeclare(caller, request))
        {
            return await scribe.RefuseAsync(caller, TraceAct.DeclareLocum, AccessFailures.NoRight, ct);
        }

        if (request.Until <= request.From || request.Until <= clock.GetUtcNow() || request.Until - request.From > Longest)
        {
            return await scribe.RefuseAsync(caller, TraceAct.DeclareLocum, DirectoryFailures.LocumDates, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var profession = (caller as Caller.Professional)?.Who.Profession;
        var activity = await db.Set<DirectoryActivityRow>().AsNoTracking().Where(row => row.PersonId == request.Replaced.Value
            && row.StructureId == request.Structure.Value && (row.Until == null || row.Until > now)
            && (profession == null || row.Profession == profession)).OrderBy(row => row.Profession).FirstOrDefaultAsync(ct);
        if (activity is null || request.Locum == request.Replaced)
        {
            return await scribe.RefuseAsync(caller, TraceAct.DeclareLocum, DirectoryFailures.NothingToReplace, ct);
        }

        using var key = await systemKey.OpenAsync(ct);
        var entry = new LedgerEntry();
        entry.Rows.Add(DirectoryReplacementRow.Of(key, new ListedReplacement(
            new ListedActivity(request.Locum, request.FamilyName, request.GivenName, activity.Profession, request.Qualification,
                request.Structure),
            request.Replaced, request.From.Micro(), request.Until.Micro())));
        var stored = await scribe.WriteAsync(caller, RecordId.None, key, new Happening(TraceAct.DeclareLocum, TraceOutcome.Done, "locum.declared")
        {
            Detail = $"{request.Locum.Value} {request.Replaced.Value}",
        }, entry);
        return stored is LedgerResult.Stored
            ? new DeclaredLocum(activity.Profession)
            : await scribe.RefuseAsync(caller, TraceAct.DeclareLocum, DirectoryFailures.LocumThere, ct);
    }

    private static bool MayDeclare(Caller caller, DeclareLocum request) => caller switch
    {
        Caller.Professional { Mode: AccessMode.Normal } p => p.Who.Id == request.Replaced && p.Who.Structure == request.Structure,
        Caller.Desk or Caller.Job => true,
        _ => false,
    };
}
