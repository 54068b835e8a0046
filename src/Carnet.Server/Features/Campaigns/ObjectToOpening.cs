using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
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

/// <summary>Somebody objects to the opening of a record, at a desk that has made sure who they are.</summary>
/// <param name="Ins">For whom no record shall be opened.</param>
/// <param name="By">The representative who objects for them; null where the person does it.</param>
internal sealed record ObjectToOpening(Ins Ins, Ins? By = null)
{
    /// <summary>Where the person is known to be reached, by who has made sure online who objects; not asked of a desk.</summary>
    public Contact? Contact { get; init; }

    /// <summary>As a letter addresses them.</summary>
    public string Name { get; init; } = "";

    /// <summary>Who represents the person too and has not objected: told in the same commit .</summary>
    public IReadOnlyList<OtherHolder> Others { get; init; } = [];

    public override string ToString() => "object ***";
}

/// <summary>Holds for every campaign; confirmed by a message; what named the person is erased in the same commit.</summary>
/// <remarks>A number that means nothing without the pepper stays, so that no later campaign opens. Source: rules L-7, N-5.</remarks>
internal sealed class ObjectToOpeningHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, SystemKey systemKey, Scribe scribe, NoticeWriter notices,
    TimeProvider clock) : IUseCase<ObjectToOpening, DateTimeOffset>
{
    public async Task<Outcome<DateTimeOffset>> RunAsync(Caller caller, ObjectToOpening request, CancellationToken ct)
    {
        var id = ids.Of(request.Ins);
        if (caller is not Caller.Desk
            && !(caller is Caller.Patient person && person.Record == (request.By is { } who ? ids.Of(who) : id)))
        {
            return await scribe.RefuseAsync(caller, TraceAct.Oppose, AccessFailures.NoRight, ct);
        }

        using var key = await systemKey.OpenAsync(ct);
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var rows = await db.Set<CampaignPersonRow>().AsNoTracking().Where(row => row.RecordId == id).ToListAsync(ct);
            var now = clock.Now();
            if (rows.Find(row => row.State is CampaignState.Objected) is { DecidedAt: { } before })
            {
                return before;
            }

            if (rows.Find(row => row.State is CampaignState.Informed) is not { } informed)
            {
                if (rows.Count == 0 && request.Contact is { } contact)
                {
                    if (await db.Set<RecordRow>().AnyAsync(row => row.RecordId == id, ct))
                    {
                        return await scribe.RefuseAsync(caller, TraceAct.Oppose, RecordFailures.AlreadyOpen, ct);
                    }

                    if (await ObjectAheadAsync(caller, request, id, contact, key, now, ct) is LedgerResult.Stored)
                    {
                        return now;
                    }

                    continue;
                }

                return await scribe.RefuseAsync(caller, TraceAct.Oppose,
                    rows.Count == 0 ? CampaignFailures.PersonUnknown : CampaignFailures.WindowOver, ct);
            }

            var listed = CampaignPerson.Open(key, id.Value, informed.Sealed);
            var failure = informed.DueAt <= now ? CampaignFailures.WindowOver
                : request.By is { } by && !(by.Oid == request.Ins.Oid && listed.RepresentedBy.Contains(by.Value))
                    ? CampaignFailures.NotRepresentative
                    : null;
            if (failure is not null)
            {
                return await scribe.RefuseAsync(caller, TraceAct.Oppose, failure, ct);
            }

            var entry = new LedgerEntry
            {
                Change = writing => writing.Change(informed, objected =>
                {
                    (objected.State, objected.DecidedAt, objected.DueAt) = (CampaignState.Objected, now, null);
                    (objected.Sealed, objected.Version) = (null, objected.Version + 1);
                }),
            };
            notices.TellOutside(entry, NoticeKind.ObjectionRecorded, key, listed.Contact, listed.AddressedName);
            await notices.TellOthersAsync(entry, NoticeKind.RepresentedObjection, systemKey, request.Others, ct);
            if (await scribe.WriteAsync(caller, RecordId.None, key, new Happening(TraceAct.Oppose, TraceOutcome.Done,
                request.By is null ? "campaign.objected" : "campaign.objected-for"), entry) is LedgerResult.Stored)
            {
                return now;
            }
        }
    }

    // No campaign has spoken to them yet: the line holds for every later one.
    private async Task<LedgerResult> ObjectAheadAsync(
        Caller caller, ObjectToOpening request, RecordId id, Contact contact, RecordKey key, DateTimeOffset now, CancellationToken ct)
    {
        var entry = new LedgerEntry();
        entry.Rows.Add(new CampaignPersonRow
        {
            RecordId = id,
            Campaign = "internet",
            State = CampaignState.Objected,
            InformedAt = now,
            DecidedAt = now,
        });
        notices.TellOutside(entry, NoticeKind.ObjectionRecorded, key, contact, request.Name);
        await notices.TellOthersAsync(entry, NoticeKind.RepresentedObjection, systemKey, request.Others, ct);
        return await scribe.WriteAsync(caller, RecordId.None, key,
            new Happening(TraceAct.Oppose, TraceOutcome.Done, request.By is null ? "campaign.objected" : "campaign.objected-for"), entry);
    }
}
