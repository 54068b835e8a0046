using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>A professional changes, at the person's request, where their login codes go.</summary>
/// <param name="Sms">The telephone; else the e-mail.</param>
/// <param name="Address">Null takes it away.</param>
/// <remarks>On the wire TD1.5, <c>patientOTPUpdate</c>.</remarks>
internal sealed record ChangeCodeChannel(Ins Patient, bool Sms, string? Address)
{
    public override string ToString() => "change code channel ***";
}

/// <summary>Only where the operator opens it: who can do this can come in as the person. Told at both addresses.</summary>
/// <remarks>Source: rules L-3, L-5, N-7; DMP 1.2 TD1.5.</remarks>
internal sealed class ChangeCodeChannelHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, NoticeWriter notices, Scribe scribe, TimeProvider clock,
    IOptions<AccountsOptions> options) : IUseCase<ChangeCodeChannel, RecordId>
{
    public async Task<Outcome<RecordId>> RunAsync(Caller caller, ChangeCodeChannel request, CancellationToken ct)
    {
        if (!options.Value.AccessBySoftware)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ChangeContact, AccountFailures.BySoftwareClosed, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, ids.Of(request.Patient), ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ChangeContact, RecordFailures.Unknown, ct);
        }

        if (LifeRules.Revise(new AccessQuestion(caller, record.Facts, clock.Now())) is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ChangeContact, AccessFailures.Of(cause));
        }

        var account = await db.Set<AccountRow>().AsNoTracking().Where(row => row.RecordId == record.Id)
            .OrderBy(row => row.AccountId).FirstOrDefaultAsync(ct);
        var before = account?.Details(record.Key).Contact ?? new Contact(null, null);
        var after = request.Sms ? before with { Phone = request.Address } : before with { Email = request.Address };
        var defect = account is null ? AccountFailures.NoAccount
            : after is { Email: null, Phone: null } ? AccountFailures.Unreachable
            : after.Defect();
        return defect is null
            ? await StoreAsync(caller, record, account!, before, after)
            : await scribe.RefuseAsync(caller, record, TraceAct.ChangeContact, defect);
    }

    private async Task<Outcome<RecordId>> StoreAsync(
        Caller caller, OpenedRecord record, AccountRow account, Contact before, Contact after)
    {
        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(account, changed =>
            {
                changed.Version++;
                changed.Sealed = (account.Details(record.Key) with { Contact = after }).Seal(record.Key, changed.AccountId);
            }),
        };
        notices.Tell(entry, NoticeKind.ContactChanged, record.Id, record.Key, record.Details(), before);
        notices.Tell(entry, NoticeKind.ContactChanged, record.Id, record.Key, record.Details(), after);
        return await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.ChangeContact, TraceOutcome.Done, "contact.code-channel"), entry) is LedgerResult.Stored
            ? record.Id
            : AccountFailures.Busy; // the account changed in the same moment
    }
}
