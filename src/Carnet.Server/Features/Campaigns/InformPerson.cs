using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Campaigns;

/// <summary>Tells one person of the list that a record will be opened for them, and until when they may object.</summary>
internal sealed record InformPerson(CampaignRow Campaign, CampaignPerson Person)
{
    public override string ToString() => "inform person ***";
}

/// <summary>Message and line are one commit: whoever is on the list twice, or in a list sent again, is told once.</summary>
/// <remarks>
/// No record is made. Who has one, or has objected in an earlier campaign, is not told again. Source: rule L-7.
/// </remarks>
internal sealed class InformPersonHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, SystemKey systemKey, Scribe scribe, NoticeWriter notices,
    TimeProvider clock) : IUseCase<InformPerson, CampaignState>
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    public async Task<Outcome<CampaignState>> RunAsync(Caller caller, InformPerson request, CancellationToken ct)
    {
        var (campaign, person, now) = (request.Campaign, request.Person, clock.Now());
        var opening = new Opening(person.Ins, person.Traits, person.Contact, null, OpeningChannel.Automatic);
        var failure = caller is not Caller.Desk ? AccessFailures.NoRight
            : opening.Defect(DateOnly.FromDateTime(now.UtcDateTime));
        if (failure is not null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Announce, failure, ct);
        }

        var id = ids.Of(person.Ins);
        using var key = await systemKey.OpenAsync(ct);
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var known = await db.Set<CampaignPersonRow>().AsNoTracking()
                .Where(row => row.RecordId == id && (row.Campaign == campaign.Name || row.State == CampaignState.Objected
                    || row.State == CampaignState.Informed)).ToListAsync(ct);
            if ((known.Find(row => row.Campaign == campaign.Name) ?? known.FirstOrDefault()) is { } before)
            {
                return before.State;
            }

            if (await db.Set<RecordRow>().AnyAsync(row => row.RecordId == id, ct))
            {
                return CampaignState.HadRecord;
            }

            if (await scribe.WriteAsync(caller, RecordId.None, key,
                new Happening(TraceAct.Announce, TraceOutcome.Done, "campaign.informed"), Entry(id, campaign, person, key, now))
                is LedgerResult.Stored)
            {
                return CampaignState.Informed;
            }
        }
    }

    private LedgerEntry Entry(RecordId id, CampaignRow campaign, CampaignPerson person, RecordKey key, DateTimeOffset now)
    {
        var end = now.AddDays(campaign.WindowDays);
        var entry = new LedgerEntry();
        entry.Rows.Add(new CampaignPersonRow
        {
            RecordId = id,
            Campaign = campaign.Name,
            State = CampaignState.Informed,
            InformedAt = now,
            DueAt = end,
            Sealed = person.Seal(key, id.Value),
        });
        notices.TellOutside(entry, NoticeKind.Campaign, key, person.Contact, person.AddressedName, LastDay(end));
        return entry;
    }

    // The end lies somewhere within a day; the last whole day is the one before.
    private static string LastDay(DateTimeOffset end) => end.AddDays(-1).ToString("d MMMM yyyy", French);
}
