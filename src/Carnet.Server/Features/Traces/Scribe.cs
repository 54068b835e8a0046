using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Traces;

/// <summary>What this room shows to the others: one call to write down what happened, with or without an effect.</summary>
/// <remarks>An answer may leave only after the returned task has ended. Source: rule T-1.</remarks>
internal sealed class Scribe(
    ILedger ledger, Tracing tracing, SystemKey systemKey, IDbContextFactory<CarnetDb> databases)
{
    /// <summary>Writes what happened to a record.</summary>
    public Task<LedgerResult> WriteAsync(
        Caller caller, OpenedRecord record, Happening happening, LedgerEntry? effect = null)
        => WriteAsync(caller, record.Id, record.Key, happening, effect);

    /// <summary>Writes what happened where the key is at hand.</summary>
    public Task<LedgerResult> WriteAsync(
        Caller caller, RecordId record, RecordKey key, Happening happening, LedgerEntry? effect = null)
    {
        effect ??= new LedgerEntry();
        effect.Traces.Add(tracing.Line(record, key, caller, happening));
        return WriteAsync(caller, effect);
    }

    /// <summary>Writes an effect whose traces are already in it. One call of one token ends on one such write.</summary>
    /// <exception cref="SpentTokenException">The token was used before; nothing was stored.</exception>
    public async Task<LedgerResult> WriteAsync(Caller caller, LedgerEntry effect)
    {
        if (caller.Origin.Token is not { } token)
        {
            return await ledger.WriteAsync(effect);
        }

        // A token is spent in the transaction of what it was used for: neither can exist without the other.
        effect.Rows.Add(new SeenTokenRow { Hash = token.Hash.ToArray(), ExpiresAt = token.ExpiresAt });
        var result = await ledger.WriteAsync(effect);
        return result is LedgerResult.Conflict && await IsSpentAsync(token)
            ? throw new SpentTokenException()
            : result;
    }

    /// <summary>Writes an attempt that concerns no known record, under the server's own key.</summary>
    public Task<LedgerResult> WriteAsync(Caller caller, Happening happening, CancellationToken ct)
        => WriteAsync(caller, happening, null, ct);

    /// <summary>Writes an act that concerns no record, with its effect.</summary>
    public async Task<LedgerResult> WriteAsync(Caller caller, Happening happening, LedgerEntry? effect, CancellationToken ct)
    {
        using var key = await systemKey.OpenAsync(ct);
        return await WriteAsync(caller, RecordId.None, key, happening, effect);
    }

    /// <summary>Writes a failure and gives it back, so that a use case can end on it.</summary>
    public async Task<Failure> RefuseAsync(Caller caller, OpenedRecord record, TraceAct act, Failure failure)
    {
        await WriteAsync(caller, record, new Happening(act, Outcome(failure), failure.Code));
        return failure;
    }

    /// <summary>The same where no record is known.</summary>
    public async Task<Failure> RefuseAsync(Caller caller, TraceAct act, Failure failure, CancellationToken ct)
    {
        await WriteAsync(caller, new Happening(act, Outcome(failure), failure.Code), ct);
        return failure;
    }

    private static TraceOutcome Outcome(Failure failure) => failure.Kind switch
    {
        FailureKind.Refused or FailureKind.NotFound => TraceOutcome.Refused,
        FailureKind.Invalid or FailureKind.Conflict => TraceOutcome.Invalid,
    };

    private async Task<bool> IsSpentAsync(OneTimeToken token)
    {
        await using var db = await databases.CreateDbContextAsync();
        var hash = token.Hash.ToArray();
        return await db.Set<SeenTokenRow>().AnyAsync(seen => seen.Hash == hash);
    }
}

/// <summary>A token came a second time.</summary>
/// <remarks>
/// An exception and not an outcome, so that no use case can forget it: an answer that was already made is thrown away.
/// The door that takes such tokens turns it into its own refusal.
/// </remarks>
internal sealed class SpentTokenException() : Exception("The token was used before.");
