using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Openings;

/// <summary>A child, or a protected adult, as who represents them writes it down.</summary>
/// <param name="Number">As typed; spaces do not count.</param>
internal sealed record StatedPerson(string Number, string GivenName, DateOnly BirthDate)
{
    public override string ToString() => "stated person ***";
}

/// <summary>Finds whom somebody represents as the insurer knows it; whatever does not fit is as if absent (V-6).</summary>
internal sealed class RepresentedPersons(RecordIds ids, SystemKey systemKey, IRecords records)
{
    /// <param name="by">Who represents; proven by the caller before.</param>
    public async Task<RegisteredPerson?> FindAsync(CarnetDb db, Ins by, StatedPerson stated, CancellationToken ct)
    {
        var number = string.Concat(stated.Number.Where(c => !char.IsWhiteSpace(c)).Take(16)).ToUpperInvariant();
        var id = Ins.TryCreate(number, by.Oid, out var ins) ? ids.Of(ins) : RecordId.None;
        var row = await db.Set<RegisteredPersonRow>().AsNoTracking().SingleOrDefaultAsync(one => one.PersonId == id, ct);
        using var key = await systemKey.OpenAsync(ct);
        return row?.Details(key) is { } person && person.RepresentedBy.Contains(by.Value)
            && person.Traits.BirthDate == stated.BirthDate
            && TraitComparison.Fold(person.Traits.FirstGivenName) == TraitComparison.Fold(stated.GivenName)
                ? person : null;
    }

    /// <summary>Who represents the person too, as far as the insurer knows them .</summary>
    public async Task<IReadOnlyList<OtherHolder>> OthersAsync(CarnetDb db, RegisteredPerson person, Ins by, CancellationToken ct)
    {
        RecordId[] numbers = [.. person.RepresentedBy.Where(number => number != by.Value)
            .Select(number => Ins.TryCreate(number, by.Oid, out var other) ? ids.Of(other) : RecordId.None)];
        var rows = await db.Set<RegisteredPersonRow>().AsNoTracking().Where(one => numbers.Contains(one.PersonId)).ToListAsync(ct);
        using var key = await systemKey.OpenAsync(ct);
        List<OtherHolder> others = [];
        foreach (var row in rows)
        {
            var other = row.Details(key);
            using var own = await records.FindAsync(db, row.PersonId, ct);
            others.Add(new OtherHolder(other.Contact, other.AddressedName,
                own is { Facts.Status: RecordStatus.Open } ? own.Details().Language : MessageLanguage.French));
        }

        return others;
    }
}
