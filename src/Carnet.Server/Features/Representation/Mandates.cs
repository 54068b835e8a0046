using System.Collections.Immutable;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>A mandate with what limits it at this moment.</summary>
internal sealed record KnownMandate(RepresentationRow Row, RepresentationDetails Details, Mandate Mandate)
{
    public override string ToString() => "mandate ***";
}

/// <summary>What this room shows to the others: who may act for a person.</summary>
internal interface IMandates
{
    /// <summary>The mandate of an account in a record, or null.</summary>
    Task<Mandate?> FindAsync(CarnetDb db, OpenedRecord record, Guid mandate, RecordId home, Guid account, CancellationToken ct);

    /// <summary>All that are not over for good; whether one reaches far enough now is for its <see cref="Mandate.ExtentAt"/>.</summary>
    Task<IReadOnlyList<KnownMandate>> AllAsync(CarnetDb db, OpenedRecord record, CancellationToken ct);

    /// <summary>How to reach those who may read the record now; what a minor keeps secret must never be sent there (V-4).</summary>
    Task<IReadOnlyList<Contact>> ContactsAsync(CarnetDb db, OpenedRecord record, CancellationToken ct);
}

/// <summary>Reads mandates with the decisions of a court that bear on them.</summary>
internal sealed class Mandates(TimeProvider clock) : IMandates
{
    public async Task<Mandate?> FindAsync(
        CarnetDb db, OpenedRecord record, Guid mandate, RecordId home, Guid account, CancellationToken ct)
        => (await AllAsync(db, record, ct)).FirstOrDefault(known => known.Row.MandateId == mandate && known.Row.HomeId == home
            && known.Row.AccountId == account)?.Mandate;

    public async Task<IReadOnlyList<KnownMandate>> AllAsync(CarnetDb db, OpenedRecord record, CancellationToken ct)
    {
        var rows = await db.Set<RepresentationRow>().AsNoTracking()
            .Where(row => row.RecordId == record.Id && !row.Ended).OrderBy(row => row.MandateId).ToListAsync(ct);
        if (rows.Count == 0)
        {
            return [];
        }

        var now = clock.Now();
        var decisions = (await db.Set<CourtDecisionRow>().AsNoTracking().Where(row => row.RecordId == record.Id).ToListAsync(ct))
            .ConvertAll(row => (row.MandateId, Details: row.Details(record.Key)));
        var conflict = decisions.Exists(one => one.MandateId is null && one.Details.ToRestriction().HoldsAt(now));
        var majority = Majority.InstantOf(record.Details().Traits.BirthDate);
        return
        [
            .. rows.Select(row => (row, details: row.Details(record.Key))).Select(one => new KnownMandate(one.row, one.details,
                one.details.ToMandate(one.row.MandateId, one.row.Kind, majority, Restrictions(one.row.MandateId), conflict))),
        ];

        ImmutableArray<Restriction> Restrictions(Guid mandate)
            => [.. decisions.Where(one => one.MandateId == mandate).Select(one => one.Details.ToRestriction())];
    }

    public async Task<IReadOnlyList<Contact>> ContactsAsync(CarnetDb db, OpenedRecord record, CancellationToken ct)
    {
        var now = clock.Now();
        return [.. (await AllAsync(db, record, ct)).Where(known => known.Mandate.ExtentAt(now) is not Extent.None)
            .Select(known => known.Details.Contact)];
    }
}
