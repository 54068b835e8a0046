using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Campaigns;

/// <summary>How far a campaign has come.</summary>
internal sealed record ShowCampaign(string Name);

/// <summary>Figures only; no person.</summary>
internal sealed record CampaignFigures(
    CampaignRow Campaign, int Waiting, int Objected, int Opened, int HadRecord, DateTimeOffset? LastWindowEnds);

/// <summary>Counts by state. Source: rule L-7.</summary>
internal sealed class ShowCampaignHandler(IDbContextFactory<CarnetDb> databases, Scribe scribe)
    : IUseCase<ShowCampaign, CampaignFigures>
{
    public async Task<Outcome<CampaignFigures>> RunAsync(Caller caller, ShowCampaign request, CancellationToken ct)
    {
        if (caller is not Caller.Desk)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Announce, AccessFailures.NoRight, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Set<CampaignRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Name == request.Name, ct) is not { } campaign)
        {
            return CampaignFailures.Unknown;
        }

        var persons = db.Set<CampaignPersonRow>().Where(row => row.Campaign == request.Name);
        var counts = await persons.GroupBy(row => row.State).Select(of => new { State = of.Key, Count = of.Count() })
            .ToDictionaryAsync(of => of.State, of => of.Count, ct);
        return new CampaignFigures(
            campaign, counts.GetValueOrDefault(CampaignState.Informed), counts.GetValueOrDefault(CampaignState.Objected),
            counts.GetValueOrDefault(CampaignState.Opened), counts.GetValueOrDefault(CampaignState.HadRecord),
            await persons.MaxAsync(row => row.DueAt, ct));
    }
}
