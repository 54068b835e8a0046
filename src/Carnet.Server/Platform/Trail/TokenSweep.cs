using Carnet.Server.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Platform.Trail;

/// <summary>Removes tokens too old to return.</summary>
/// <remarks>
/// One comes with every call, so they are erased often, in one statement and without being read: everybody's writing waits for
/// a batch. Not traced: a token past its time is refused for its age.
/// </remarks>
internal sealed class TokenSweep(ILedger ledger) : IJob
{
    private const int Batch = 1_000;

    public string Name => "token-sweep";

    public string Purpose => "Efface les jetons trop vieux pour revenir";

    public TimeSpan Period => TimeSpan.FromMinutes(1);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        var erased = 0;
        var entry = new LedgerEntry
        {
            Change = writing => erased = writing.Set<SeenTokenRow>().Where(token => token.ExpiresAt < now)
                .OrderBy(token => token.ExpiresAt).Take(Batch).ExecuteDelete(),
        };
        return await ledger.WriteAsync(entry) is LedgerResult.Stored ? erased : 0;
    }
}
