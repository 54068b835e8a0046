using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Campaigns;

/// <summary>Begins a campaign, or goes on with the one of that name.</summary>
internal sealed record StartCampaign(string Name, int WindowDays = 30);

/// <summary>The window is that of the first start: what was told to some is not changed for others. Source: rule L-7.</summary>
internal sealed class StartCampaignHandler(IDbContextFactory<CarnetDb> databases, SystemKey systemKey, Scribe scribe, TimeProvider clock)
    : IUseCase<StartCampaign, CampaignRow>
{
    public async Task<Outcome<CampaignRow>> RunAsync(Caller caller, StartCampaign request, CancellationToken ct)
    {
        var failure = caller is not Caller.Desk ? AccessFailures.NoRight
            : !IsName(request.Name) ? CampaignFailures.NameInvalid
            : request.WindowDays is < 14 or > 366 ? CampaignFailures.WindowInvalid
            : null;
        if (failure is not null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Announce, failure, ct);
        }

        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            if (await db.Set<CampaignRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Name == request.Name, ct) is { } known)
            {
                return known.WindowDays == request.WindowDays
                    ? known
                    : await scribe.RefuseAsync(caller, TraceAct.Announce, CampaignFailures.WindowDiffers, ct);
            }

            var row = new CampaignRow { Name = request.Name, StartedAt = clock.Now(), WindowDays = request.WindowDays };
            if (await WriteAsync(caller, row, ct))
            {
                return row;
            }
        }
    }

    private async Task<bool> WriteAsync(Caller caller, CampaignRow row, CancellationToken ct)
    {
        using var key = await systemKey.OpenAsync(ct);
        var entry = new LedgerEntry();
        entry.Rows.Add(row);
        return await scribe.WriteAsync(caller, RecordId.None, key,
            new Happening(TraceAct.Announce, TraceOutcome.Done, "campaign.started"), entry) is LedgerResult.Stored;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 64
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');
}
