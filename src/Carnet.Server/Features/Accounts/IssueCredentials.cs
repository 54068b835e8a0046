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
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>The desk gives a person a new temporary password, or their first one after an automatic opening.</summary>
/// <param name="ByEmail">Sent to the person's own address; else the desk hands over the paper.</param>
internal sealed record IssueCredentials(Ins Ins, bool ByEmail = false)
{
    /// <summary>Only a first login where false, only a new password where true; null takes either.</summary>
    public bool? Again { get; init; }

    /// <summary>Where the codes of a first login go; null for how the record says to reach the person.</summary>
    public Contact? Contact { get; init; }

    public override string ToString() => "issue credentials ***";
}

/// <summary>What to hand over, and until when it opens the door.</summary>
/// <param name="Credentials">Null where they went by e-mail: the desk does not see them.</param>
internal sealed record IssuedCredentials(RecordId Record, Credentials? Credentials, DateTimeOffset Until);

/// <summary>Draws a password; the old one, every session and every login that had begun are void.</summary>
/// <remarks>Source: rules L-5, N-7.</remarks>
internal sealed class IssueCredentialsHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, IAccountOpening opening, Passwords passwords,
    PasswordTries tries, Scribe scribe, NoticeWriter notices, TimeProvider clock, IOptions<AccountsOptions> options)
    : IUseCase<IssueCredentials, IssuedCredentials>
{
    public async Task<Outcome<IssuedCredentials>> RunAsync(Caller caller, IssueCredentials request, CancellationToken ct)
    {
        if (caller is not (Caller.Desk or Caller.Professional))
        {
            return await scribe.RefuseAsync(caller, TraceAct.IssueCredentials, AccessFailures.NoRight, ct);
        }

        if (caller is Caller.Professional && !options.Value.AccessBySoftware)
        {
            return await scribe.RefuseAsync(caller, TraceAct.IssueCredentials, AccountFailures.BySoftwareClosed, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, ids.Of(request.Ins), ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.IssueCredentials, RecordFailures.Unknown, ct);
        }

        if (caller is Caller.Professional
            && LifeRules.Revise(new AccessQuestion(caller, record.Facts, clock.Now())) is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.IssueCredentials, AccessFailures.Of(cause));
        }

        var email = record.Details().Contact.Email;
        if (record.Facts.Status is RecordStatus.Closed || (request.ByEmail && string.IsNullOrEmpty(email)))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.IssueCredentials,
                record.Facts.Status is RecordStatus.Closed ? RecordFailures.Closed : AccountFailures.NoEmail);
        }

        while (true)
        {
            var account = await db.Set<AccountRow>().AsNoTracking().Where(row => row.RecordId == record.Id)
                .OrderBy(row => row.AccountId).FirstOrDefaultAsync(ct);
            if (Unfit(record, account, request) is { } unfit)
            {
                return await scribe.RefuseAsync(caller, record, TraceAct.IssueCredentials, unfit);
            }

            var (entry, drawn) = account is null ? First(record, request.Contact) : await AgainAsync(db, record, account, ct);
            Tell(entry, record, drawn, request.ByEmail ? email : null);
            if (await scribe.WriteAsync(caller, record,
                new Happening(TraceAct.IssueCredentials, TraceOutcome.Done, request.ByEmail ? "credentials.email" : "credentials.paper"),
                entry) is LedgerResult.Stored)
            {
                return new IssuedCredentials(
                    record.Id, request.ByEmail ? null : drawn, clock.Now() + options.Value.TemporaryPassword);
            }
        }
    }

    private Failure? Unfit(OpenedRecord record, AccountRow? account, IssueCredentials request) => request.Again switch
    {
        false when account is not null => AccountFailures.Exists,
        true when account is null => AccountFailures.NoAccount,
        false when !opening.MayHaveOwn(record.Details().Traits.BirthDate) => AccountFailures.TooYoung,
        _ => request.Contact?.Defect(),
    };

    private (LedgerEntry, Credentials) First(OpenedRecord record, Contact? contact)
    {
        var (rows, drawn) = opening.Prepare(record.Id, record.Key, contact ?? record.Details().Contact, null, temporary: true);
        var entry = new LedgerEntry();
        entry.Rows.AddRange(rows);
        return (entry, drawn);
    }

    private async Task<(LedgerEntry, Credentials)> AgainAsync(
        CarnetDb db, OpenedRecord record, AccountRow account, CancellationToken ct)
    {
        var sessions = await db.Set<SessionRow>().AsNoTracking()
            .Where(row => row.RecordId == account.RecordId && row.AccountId == account.AccountId).ToListAsync(ct);
        var attempts = await db.Set<LoginAttemptRow>().AsNoTracking()
            .Where(row => row.RecordId == account.RecordId && row.AccountId == account.AccountId).ToListAsync(ct);
        var drawn = new Credentials(account.Details(record.Key).Login, PaperSecrets.Password());
        var (salt, hash) = passwords.Create(drawn.Password);
        var until = clock.Now() + options.Value.TemporaryPassword;
        var entry = new LedgerEntry
        {
            Change = writing =>
            {
                writing.Change(account, changed =>
                {
                    (changed.Salt, changed.Password, changed.MustChangePassword, changed.TemporaryUntil) = (salt, hash, true, until);
                    changed.Version++;
                });
                sessions.ForEach(writing.Discard);
                attempts.ForEach(writing.Discard);
            },
        };
        entry.Rows.Add((await tries.OfAsync(db, drawn.Login, clock.Now(), ct)).AfterRight());
        return (entry, drawn);
    }

    private void Tell(LedgerEntry entry, OpenedRecord record, Credentials drawn, string? email)
    {
        if (email is null)
        {
            notices.Tell(entry, NoticeKind.PasswordChanged, record);
            return;
        }

        var message = NoticeTexts.Compose(NoticeKind.CredentialsIssued, record.Id, [new NoticeRoute(Channel.Email, email)],
            record.Details().Language, drawn.Login, drawn.Password)!;
        entry.Rows.Add(OutboxRow.Of(message, record.Key, clock.Now()));
    }
}
