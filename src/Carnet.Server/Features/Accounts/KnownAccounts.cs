using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>An account with its record, opened.</summary>
internal sealed record KnownAccount(AccountRow Row, OpenedRecord Record) : IDisposable
{
    public bool IsOpen => Record.Facts.Status is RecordStatus.Open;

    public AccountDetails Details() => Row.Details(Record.Key);

    public void Dispose() => Record.Dispose();

    public override string ToString() => "account ***";
}

/// <summary>Finds accounts. The same statements run whether there is one or not.</summary>
internal sealed class KnownAccounts(IRecords records, RecordIds ids)
{
    private const int LongestLogin = 64;

    /// <summary>Keyed hash of an identifier; case, spaces and hyphens do not count.</summary>
    public byte[] Hash(string login)
    {
        var kept = login.Take(LongestLogin).Where(c => !char.IsWhiteSpace(c) && c != '-').Select(char.ToLowerInvariant);
        return ids.Hash("login", string.Concat(kept));
    }

    public async Task<KnownAccount?> FindAsync(CarnetDb db, string login, CancellationToken ct)
    {
        var hash = Hash(login);
        var found = await db.Set<AccountLoginRow>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.LoginHash == hash, ct);
        return await FindAsync(db, found?.RecordId, found?.AccountId, ct);
    }

    public async Task<KnownAccount?> FindAsync(CarnetDb db, RecordId? recordId, Guid? accountId, CancellationToken ct)
    {
        var (record, account) = (recordId ?? RecordId.None, accountId ?? Guid.Empty);
        var row = await db.Set<AccountRow>().AsNoTracking()
            .SingleOrDefaultAsync(stored => stored.RecordId == record && stored.AccountId == account, ct);
        var opened = await records.FindAsync(db, record, ct);
        return row is not null && opened is not null ? new KnownAccount(row, opened) : null;
    }
}
