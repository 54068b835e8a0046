using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>An account with the record in which it lies, opened.</summary>
/// <param name="Holder">Somebody without a record of their own; the account then lies in a place that only has a key.</param>
internal sealed record KnownAccount(AccountRow Row, OpenedRecord Record, HolderDetails? Holder = null) : IDisposable
{
    public bool IsOpen => Record.Facts.Status is RecordStatus.Open;

    /// <summary>In which language its holder is written to.</summary>
    public MessageLanguage Language => Holder is { } holder ? holder.Language : Record.Details().Language;

    public AccountDetails Details() => Row.Details(Record.Key);

    /// <summary>Its holder, before they act for anybody else.</summary>
    public Caller CallerAt(Origin origin) => Holder is { } holder
        ? new Caller.AccountHolder(Record.Id, Row.AccountId, holder.FullName) { Origin = origin }
        : new Caller.Patient(Record.Id, Row.AccountId) { Origin = origin };

    /// <summary>Whether it belongs to a child who has no access of their own yet.</summary>
    public bool IsOfChild(DateTimeOffset now, int fromAge)
        => Holder is null && now < Majority.InstantOf(Record.Details().Traits.BirthDate, fromAge);

    /// <summary>What its holder is told, at the address of the account.</summary>
    public OutboxMessage? Message(NoticeKind kind) => Holder is { } holder
        ? NoticeTexts.Compose(kind, Record.Id, NoticePreferences.Usual.RoutesOf(kind, Details().Contact, holder.FullName), Language)
        : NoticeTexts.Choose(kind, Record.Id, Details().Contact, Record.Details());

    public void Dispose() => Record.Dispose();

    public override string ToString() => "account ***";
}

/// <summary>An account as other rooms know it.</summary>
internal sealed record FoundAccount(RecordId Home, Guid Account, string FamilyName, string GivenName, Contact Contact, string Login)
{
    /// <summary>In which language they are written to.</summary>
    public MessageLanguage Language { get; init; }


    public override string ToString() => "account ***";
}

/// <summary>What this room shows to the others: whose an identifier is.</summary>
internal interface IAccountFinder
{
    /// <summary>Null where nobody has it.</summary>
    Task<FoundAccount?> FindAsync(CarnetDb db, string login, CancellationToken ct);

    /// <summary>The account of somebody who has come in.</summary>
    Task<FoundAccount?> FindAsync(CarnetDb db, RecordId home, Guid account, CancellationToken ct);
}

/// <summary>Finds accounts. The same statements run whether there is one or not.</summary>
internal sealed class KnownAccounts(IRecords records, KeyWrap wrap, RecordIds ids) : IAccountFinder
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
        var holder = await HolderAsync(db, record, ct);
        return row is null ? null
            : opened is not null ? new KnownAccount(row, opened)
            : holder is not null ? new KnownAccount(row, holder.Value.Place, holder.Value.Holder)
            : null;
    }

    async Task<FoundAccount?> IAccountFinder.FindAsync(CarnetDb db, string login, CancellationToken ct)
    {
        using var account = await FindAsync(db, login, ct);
        return Found(account);
    }

    async Task<FoundAccount?> IAccountFinder.FindAsync(CarnetDb db, RecordId home, Guid account, CancellationToken ct)
    {
        using var known = await FindAsync(db, home, account, ct);
        return Found(known);
    }

    private static FoundAccount? Found(KnownAccount? account)
    {
        if (account is null)
        {
            return null;
        }

        var (family, given) = account.Holder is { } holder
            ? (holder.FamilyName, holder.GivenName)
            : account.Record.Details().Traits is var traits ? (traits.UsedName ?? traits.BirthName, traits.FirstGivenName) : default;
        return new FoundAccount(
            account.Record.Id, account.Row.AccountId, family, given, account.Details().Contact, account.Details().Login)
        {
            Language = account.Language,
        };
    }

    private async Task<(OpenedRecord Place, HolderDetails Holder)?> HolderAsync(CarnetDb db, RecordId id, CancellationToken ct)
    {
        var found = await db.Set<AccountHolderRow>().AsNoTracking().Where(row => row.RecordId == id)
            .Join(db.Set<RecordKeyRow>(), row => row.RecordId, key => key.RecordId, (row, key) => new { row, key.Wrapped })
            .SingleOrDefaultAsync(ct);
        if (found is null)
        {
            return null;
        }

        var key = wrap.Open(id, found.Wrapped);
        var facts = new RecordFacts(id, RecordStatus.Open, true, true, false, []);
        return (new OpenedRecord(facts, key, []), found.row.Details(key));
    }
}
