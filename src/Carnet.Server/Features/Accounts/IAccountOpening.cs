using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;

namespace Carnet.Server.Features.Accounts;

/// <summary>What a person is handed on paper when a third party opens their record.</summary>
internal sealed record Credentials(string Login, string Password)
{
    public override string ToString() => "credentials ***";
}

/// <summary>Makes the account that comes with a new record; the rows go into the record's own transaction.</summary>
/// <remarks>Source: rule L-5.</remarks>
internal interface IAccountOpening
{
    /// <summary>Rows to store, and what to hand over.</summary>
    /// <param name="known">Identifier and password that are already agreed, as in the demo world; else both are drawn.</param>
    /// <param name="temporary">The password must be changed at the first login.</param>
    (IReadOnlyList<object> Rows, Credentials Credentials) Prepare(
        RecordId record, RecordKey key, Contact contact, Credentials? known, bool temporary);

    /// <summary>Whether a person is old enough for an account of their own.</summary>
    bool MayHaveOwn(DateOnly birth);

    /// <summary>The same for somebody who has no record: the account gets a place and a key of its own.</summary>
    HolderAccount PrepareHolder(string familyName, string givenName, Contact contact, Credentials? known, bool temporary);
}

/// <summary>An account of somebody without a record: rows to store, and what to hand over.</summary>
internal sealed record HolderAccount(RecordId Home, Guid Account, IReadOnlyList<object> Rows, Credentials Credentials);
