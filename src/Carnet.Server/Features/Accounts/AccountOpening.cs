using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Draws or takes identifier and password, and makes the rows.</summary>
internal sealed class AccountOpening(
    Passwords passwords, KnownAccounts accounts, KeyWrap wrap, TimeProvider clock, IOptions<AccountsOptions> options)
    : IAccountOpening
{
    public (IReadOnlyList<object> Rows, Credentials Credentials) Prepare(
        RecordId record, RecordKey key, Contact contact, Credentials? known, bool temporary)
    {
        var credentials = known ?? new Credentials(PaperSecrets.Login(), PaperSecrets.Password());
        var id = Guid.CreateVersion7(clock.Now());
        var (salt, hash) = passwords.Create(credentials.Password);
        var account = new AccountRow
        {
            RecordId = record,
            AccountId = id,
            Salt = salt,
            Password = hash,
            MustChangePassword = temporary,
            TemporaryUntil = temporary ? clock.Now() + options.Value.TemporaryPassword : null,
            Sealed = new AccountDetails(credentials.Login, contact).Seal(key, id),
        };
        var login = new AccountLoginRow
        {
            LoginHash = accounts.Hash(credentials.Login),
            RecordId = record,
            AccountId = id,
        };
        return ([account, login], credentials);
    }

    public bool MayHaveOwn(DateOnly birth) => Majority.InstantOf(birth, options.Value.OwnAccountFromAge) <= clock.Now();

    public HolderAccount PrepareHolder(
        string familyName, string givenName, Contact contact, Credentials? known, bool temporary)
    {
        var home = new RecordId(Guid.CreateVersion7(clock.Now()));
        var wrapped = wrap.Create(home);
        using var key = wrap.Open(home, wrapped);
        var (rows, credentials) = Prepare(home, key, contact, known, temporary);
        return new HolderAccount(home, rows.OfType<AccountRow>().Single().AccountId,
            [
                new RecordKeyRow { RecordId = home, Wrapped = wrapped },
                new AccountHolderRow { RecordId = home, Sealed = new HolderDetails(familyName, givenName).Seal(key) },
                .. rows,
            ],
            credentials);
    }
}
