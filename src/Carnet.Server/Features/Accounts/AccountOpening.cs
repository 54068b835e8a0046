using Carnet.Domain.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Draws or takes identifier and password, and makes the rows.</summary>
internal sealed class AccountOpening(
    Passwords passwords, KnownAccounts accounts, TimeProvider clock, IOptions<AccountsOptions> options) : IAccountOpening
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
}
