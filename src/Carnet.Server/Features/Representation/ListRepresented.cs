using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>Asks for whom somebody who has come in may act.</summary>
internal sealed record ListRepresented;

/// <summary>The persons for whom they may act at this moment.</summary>
internal sealed record RepresentedList(IReadOnlyList<RepresentedPerson> Persons);

/// <summary>One of them.</summary>
internal sealed record RepresentedPerson(
    Guid Mandate, string Name, RepresentativeKind Kind, Extent Extent, DateTimeOffset? Until)
{
    public override string ToString() => "represented ***";
}

/// <summary>Not yet begun, run out, taken away by a court, closed: all as if absent (A-12, V-6).</summary>
internal sealed class ListRepresentedHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, IMandates mandates, TimeProvider clock)
    : IUseCase<ListRepresented, RepresentedList>
{
    public async Task<Outcome<RepresentedList>> RunAsync(Caller caller, ListRepresented request, CancellationToken ct)
    {
        if (caller.Login is not var (home, account))
        {
            return RecordFailures.Unknown;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var leads = await db.Set<ActingForRow>().AsNoTracking()
            .Where(row => row.RecordId == home && row.AccountId == account).OrderBy(row => row.MandateId).ToListAsync(ct);
        List<RepresentedPerson> persons = [];
        var now = clock.Now();
        foreach (var lead in leads)
        {
            using var record = await records.FindAsync(db, lead.RepresentedId, ct);
            if (record is { Facts.Status: RecordStatus.Open }
                && await mandates.FindAsync(db, record, lead.MandateId, home, account, ct) is { } mandate
                && mandate.ExtentAt(now) is not Extent.None and var extent)
            {
                persons.Add(new RepresentedPerson(
                    lead.MandateId, record.Details().AddressedName, mandate.Kind, extent, mandate.Until));
            }
        }

        return new RepresentedList(persons);
    }
}
