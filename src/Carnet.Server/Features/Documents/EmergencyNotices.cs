using Carnet.Domain.Access;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Tells the person and the treating doctor of an emergency access, in the transaction of the access itself.</summary>
/// <remarks>
/// Any other access may be a first reading. One message for one professional within the time that an emergency lasts, however many documents are read.
/// Source: rules A-6, N-4; CSP R. 1111-48.
/// </remarks>
internal sealed class EmergencyNotices(
    NoticeWriter notices, FirstReadings firsts, IProfessionalMail mail, TimeProvider clock)
{
    private static readonly TimeSpan OneEmergency = TimeSpan.FromHours(4);

    public async Task AddAsync(CarnetDb db, Caller caller, EnteredRecord entered, LedgerEntry entry, CancellationToken ct)
    {
        if (entered.Entry.Ground is not (Ground.BreakGlass or Ground.Samu)
            || caller is not Caller.Professional { Who.Id: var who, Mode: var mode })
        {
            await firsts.AddAsync(db, caller, entered, entry, ct);
            return;
        }

        var actor = who.Value;

        var since = clock.Now() - OneEmergency;
        var told = await db.Set<TraceRow>().AnyAsync(trace => trace.RecordId == entered.Record.Id && trace.ActorId == actor
            && trace.Mode == mode && trace.At > since && trace.Outcome == TraceOutcome.Done, ct);
        if (!told)
        {
            notices.Tell(entry, NoticeKind.EmergencyAccess, entered.Record);
            foreach (var doctor in entered.Record.Facts.Grants.Where(grant => grant.Treating && grant.Holder != who
                && grant.StateAt(clock.Now()) is GrantState.Active))
            {
                notices.TellProfessional(entry, NoticeKind.EmergencyAccessOfPatient, entered.Record,
                    await mail.OfAsync(db, doctor.Holder, ct));
            }
        }
    }
}
