using Carnet.Domain.Access;
using Carnet.Domain.Notices;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;

namespace Carnet.Server.Features.Documents;

/// <summary>Records a declared emergency and tells the person and the treating doctor of it, in the transaction of the access itself.</summary>
/// <remarks>
/// One window and one message for one professional within the time that an emergency lasts, however many documents are
/// read. Source: rules A-6, N-4; CSP R. 1111-48.
/// </remarks>
internal sealed class EmergencyNotices(NoticeWriter notices, FirstReadings firsts, IRuleBooks rules, TimeProvider clock)
{
    /// <summary>The same for those who read, which may be for the first time.</summary>
    public async Task AddAsync(CarnetDb db, Caller caller, EnteredRecord entered, LedgerEntry entry, CancellationToken ct)
    {
        Add(caller, entered, entry);
        await firsts.AddAsync(db, caller, entered, entry, ct);
    }

    public void Add(Caller caller, EnteredRecord entered, LedgerEntry entry)
    {
        if (entered.Visit is { } visit)
        {
            entry.Rows.Add(visit);
        }

        var (record, now) = (entered.Record, clock.Now());
        if (caller is not Caller.Professional professional
            || !AccessRules.OpensEmergency(new AccessQuestion(caller, record.Facts, now), entered.Entry))
        {
            return;
        }

        var window = EmergencyWindowRow.Of(record.Id, record.Key, professional, rules.Current.Policy, now);
        entry.Rows.Add(window);
        entry.Rows.Add(Reviews.Open(record, professional, now, window.Until));
        notices.Tell(entry, NoticeKind.EmergencyAccess, record);
        foreach (var doctor in record.Facts.Grants)
        {
            if (doctor.Treating && doctor.Holder != professional.Who.Id && doctor.StateAt(now) is GrantState.Active)
            {
                notices.TellProfessional(entry, NoticeKind.EmergencyAccessOfPatient, record, doctor.Holder);
            }
        }
    }
}
