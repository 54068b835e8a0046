using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>The person says how to be reached from now on.</summary>
/// <param name="Password">The present one: who sits at an open session must not turn login codes to their own telephone.</param>
internal sealed record ChangeContact(Contact Contact, string Password)
{
    public override string ToString() => "change contact ***";
}

/// <summary>Changes it for messages and for login codes at once; told at the old and at the new address.</summary>
/// <remarks>Source: rules L-3, N-7.</remarks>
internal sealed class ChangeContactHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Passwords passwords, NoticeWriter notices, Scribe scribe)
    : IUseCase<ChangeContact, Contact>
{
    public async Task<Outcome<Contact>> RunAsync(Caller caller, ChangeContact request, CancellationToken ct)
    {
        if (caller is not Caller.Patient patient)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ChangeContact, AccountFailures.NoSession, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = await accounts.FindAsync(db, patient.Record, patient.Account, ct);
        if (account is not { IsOpen: true })
        {
            return await scribe.RefuseAsync(caller, TraceAct.ChangeContact, AccountFailures.NoSession, ct);
        }

        switch (await passwords.VerifyAsync(account.Row, request.Password, ct))
        {
            case null:
                return AccountFailures.Busy;
            case false:
                return await scribe.RefuseAsync(caller, account.Record, TraceAct.ChangeContact, AccountFailures.PasswordCurrent);
        }

        // Without telephone and e-mail no login code could ever come again.
        var defect = request.Contact is { Email: null or "", Phone: null or "" }
            ? AccountFailures.Unreachable
            : request.Contact.Defect();
        return defect is null
            ? await StoreAsync(db, caller, account, request.Contact, ct)
            : await scribe.RefuseAsync(caller, account.Record, TraceAct.ChangeContact, defect);
    }

    private async Task<Outcome<Contact>> StoreAsync(
        CarnetDb db, Caller caller, KnownAccount account, Contact contact, CancellationToken ct)
    {
        var record = account.Record;
        var row = await db.Set<RecordRow>().AsNoTracking().SingleAsync(stored => stored.RecordId == record.Id, ct);
        var before = RecordDetails.Open(record.Key, row.Sealed);
        var after = before with { Contact = contact };
        var entry = new LedgerEntry
        {
            Change = writing =>
            {
                writing.Change(row, changed => changed.Sealed = after.Seal(record.Key));
                writing.Change(account.Row, changed =>
                {
                    changed.Version++;
                    changed.Sealed = (account.Details() with { Contact = contact }).Seal(record.Key, changed.AccountId);
                });
            },
        };
        notices.Tell(entry, NoticeKind.ContactChanged, record.Id, record.Key, before);
        if (before.Contact with { Address = contact.Address } != contact)
        {
            notices.Tell(entry, NoticeKind.ContactChanged, record.Id, record.Key, after);
        }

        return await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.ChangeContact, TraceOutcome.Done, "contact.changed"), entry) is LedgerResult.Stored
            ? contact
            : AccountFailures.Busy; // the record or the account changed in the same moment
    }
}
