using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>Somebody who has come in says in which language they want to be written to.</summary>
internal sealed record ChooseLanguage(MessageLanguage Language);

/// <summary>Notes it where their login lies: in their own record, or with their name where they have none.</summary>
/// <remarks>
/// Who acts for another changes the language of their own messages, never that of the other. What is chosen already is
/// neither written nor traced again. Source: rules N-1 to N-8.
/// </remarks>
internal sealed class ChooseLanguageHandler(IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Scribe scribe)
    : IUseCase<ChooseLanguage, MessageLanguage>
{
    public async Task<Outcome<MessageLanguage>> RunAsync(Caller caller, ChooseLanguage request, CancellationToken ct)
    {
        if (caller.Login is not var (home, login))
        {
            return await scribe.RefuseAsync(caller, TraceAct.ChooseNotices, AccountFailures.NoSession, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        while (true)
        {
            using var account = await accounts.FindAsync(db, home, login, ct);
            if (account is not { IsOpen: true })
            {
                return await scribe.RefuseAsync(caller, TraceAct.ChooseNotices, AccountFailures.NoSession, ct);
            }

            if (account.Language == request.Language)
            {
                return request.Language;
            }

            var entry = new LedgerEntry { Change = await ChangeAsync(db, account, request.Language, ct) };
            if (await scribe.WriteAsync(account.CallerAt(caller.Origin), account.Record,
                new Happening(TraceAct.ChooseNotices, TraceOutcome.Done, "language.chosen"), entry) is LedgerResult.Stored)
            {
                return request.Language;
            }
        }
    }

    private static async Task<Action<CarnetDb>> ChangeAsync(
        CarnetDb db, KnownAccount account, MessageLanguage language, CancellationToken ct)
    {
        var (home, key) = (account.Record.Id, account.Record.Key);
        if (account.Holder is { } holder)
        {
            var place = await db.Set<AccountHolderRow>().AsNoTracking().SingleAsync(stored => stored.RecordId == home, ct);
            var told = (holder with { Language = language }).Seal(key);
            return writing => writing.Change(place, changed => changed.Sealed = told);
        }

        var row = await db.Set<RecordRow>().AsNoTracking().SingleAsync(stored => stored.RecordId == home, ct);
        var details = (RecordDetails.Open(key, row.Sealed) with { Language = language }).Seal(key);
        return writing => writing.Change(row, changed => changed.Sealed = details);
    }
}
